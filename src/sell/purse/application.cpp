#include "sell/purse/application.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/ids_text.h"
#include "books/lookup.h"
#include "people/permissions.h"
#include "sell/counter/account/applications.h"
#include "sell/customer/registers.h"
#include "sell/customer/wells.h"
#include "sell/scheme/scheme.h"
#include "sell/settings/in_force.h"

namespace kwota::purse {
namespace {

using books::ApplicationStatus;
using books::PurseApplication;

constexpr std::int64_t price_class_most = 255;  // one byte of the card

/// One account with a purse is enough for a customer: its card is good at four area numbers.
Result<void> has_none(const books::Reader& books, CustomerNumber customer) {
  for (const auto& account : books.select(books::Account::of_customer, customer)) {
    if (account.state == books::AccountStatus::closed || !books.last<books::Purse>(account.number)) continue;
    return error(Fault::refused, "has_purse_account", "This customer has an account with a purse card already; nothing was changed.",
                 {{"account", fmt::format("{}", account.number)}});
  }
  return Done{};
}

books::Account account_for(const books::Reader& books, const PurseApplication& row, const scheme::Scheme& scheme) {
  books::Account account;
  account.number = books::next_number<books::Account>(books);
  account.station = row.station;
  account.customer = row.customer;
  account.scheme = scheme.name;
  return account;
}

/// With the account and the purse that are opened for it.
Applied granted(const books::Reader& books, PurseApplication row, const Context& context) {
  TRY(scheme, scheme::scheme_of_purses(context));
  MUST(customer::present_unblocked(books, row.customer));
  MUST(check_terms(books, books::terms_of(row)));
  MUST(has_none(books, row.customer));
  const auto account = account_for(books, row, *scheme);
  books::Purse purse;
  purse.account = account.number;
  books::give_terms(purse, books::terms_of(row));
  purse.since = context.now;
  counter::decide(row, ApplicationStatus::granted, context);
  row.account = account.number;
  return books::Decision<PurseApplication>{{{account, purse, row}, {}}, row};
}

bool reviewed(const books::Reader& books, Instant now) { return settings::number_in_force(books, settings::SettingName::purse_review, now) != 0; }

}  // namespace

Result<void> check_terms(const books::Reader& books, const books::PurseTerms& terms) {
  MUST(customer::check_whereabouts(books, terms.village, terms.area));
  const std::array all{terms.area_1, terms.area_2, terms.area_3, terms.area_4};
  for (std::size_t i = 0; i < all.size(); ++i) {
    if (i > 0 && all[i].empty()) continue;
    MUST(customer::usable_area_number(books, all[i]));
    if (std::find(all.begin(), all.begin() + static_cast<std::ptrdiff_t>(i), all[i]) != all.begin() + static_cast<std::ptrdiff_t>(i))
      return error(Fault::request, "area_number_twice", "The same area number stands there twice.", {{"area_number", all[i]}});
  }
  if (terms.price_class < 0 || terms.price_class > price_class_most)
    return error(Fault::request, "price_class_out_of_range", "A price class is a number from 0 to 255.", {{"price_class", fmt::format("{}", terms.price_class)}});
  return Done{};
}

Applied apply(const books::Reader& books, const ApplyRequest& request, const Context& context) {
  MUST(people::require(context.who, "purse_apply"));
  MUST(settings::way_is_used(books, settings::SettingName::way_purse, context.now));
  MUST(customer::present_unblocked(books, request.customer));
  PurseApplication row;
  row.station = request.station.empty() ? context.station : request.station;
  if (!books.find<books::Station>(row.station))
    return error(Fault::request, "unknown_station", "There is no such station; choose one of the list.", {{"station", row.station}});
  MUST(check_terms(books, request.terms));
  for (const auto& other : books.select(PurseApplication::of_customer, request.customer))
    if (other.state == ApplicationStatus::waiting) return counter::about_application(other, "application_waits", "An application of this customer waits already.");
  MUST(has_none(books, request.customer));
  row.number = books::next_number<PurseApplication>(books);
  row.customer = request.customer;
  books::give_terms(row, request.terms);
  row.remark = request.remark;
  row.entered = context.now;
  row.entered_by = context.who.name;
  if (!reviewed(books, context.now)) return granted(books, std::move(row), context);
  return books::Decision<PurseApplication>{{{row}, {}}, row};
}

Applied grant(const books::Reader& books, std::int64_t number, const Context& context) {
  TRY(row, counter::to_decide<PurseApplication>(books, number, "purse_grant", context));
  return granted(books, std::move(row), context);
}

Applied refuse(const books::Reader& books, std::int64_t number, const std::string& reason, const Context& context) {
  TRY(row, counter::to_decide<PurseApplication>(books, number, "purse_grant", context));
  if (reason.empty()) return error(Fault::request, "reason_missing", "Say why; the books keep it.", {{"action", "refuse"}});
  counter::decide(row, ApplicationStatus::refused, context);
  row.reason = reason;
  return books::Decision<PurseApplication>{{{row}, {}}, row};
}

}  // namespace kwota::purse
