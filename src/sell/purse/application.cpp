#include "sell/purse/application.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/ids_text.h"
#include "books/lookup.h"
#include "people/permissions.h"
#include "people/reason.h"
#include "sell/counter/account/applications.h"
#include "sell/customer/registers.h"
#include "sell/customer/wells.h"
#include "sell/purse/purse_account.h"
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
Result<GrantedRows> rows_granted(const books::Reader& books, books::Customer customer, PurseApplication row, const Context& context) {
  TRY(scheme, scheme::scheme_of_purses(context));
  GrantedRows out{.customer = std::move(customer), .application = std::move(row), .account = {}, .purse = {}};
  out.account = account_for(books, out.application, *scheme);
  out.purse.account = out.account.number;
  books::give_terms(out.purse, books::terms_of(out.application));
  out.purse.since = context.now;
  counter::decide(out.application, ApplicationStatus::granted, context);
  out.application.account = out.account.number;
  return out;
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

namespace {

/// Who applies: as he is in the books, or as he is entered with his application.
Result<books::Customer> applicant(const books::Reader& books, const ApplyRequest& request, const std::string& station, Instant now) {
  if (request.unregistered) return customer::known_or_new(books, *request.unregistered, station, now);
  return customer::present_unblocked(books, request.customer);
}

struct Entered {
  books::Customer customer;
  PurseApplication row;
};
Result<Entered> entered(const books::Reader& books, const ApplyRequest& request, const Context& context) {
  MUST(people::require(context.who, "purse_apply"));
  MUST(settings::way_is_used(books, settings::SettingName::way_purse, context.now));
  MUST(counts_in_hundredths(books::utility_of(books)));
  PurseApplication row;
  row.station = request.station.empty() ? context.station : request.station;
  TRY(customer, applicant(books, request, row.station, context.now));
  if (!books.find<books::Station>(row.station))
    return error(Fault::request, "unknown_station", "There is no such station; choose one of the list.", {{"station", row.station}});
  MUST(check_terms(books, request.terms));
  for (const auto& other : books.select(PurseApplication::of_customer, customer.number))
    if (other.state == ApplicationStatus::waiting) return counter::about_application(other, "application_waits", "An application of this customer waits already.");
  MUST(has_none(books, customer.number));
  row.number = books::next_number<PurseApplication>(books);
  row.customer = customer.number;
  books::give_terms(row, request.terms);
  row.remark = request.remark;
  row.entered = context.now;
  row.entered_by = context.who.name;
  return Entered{std::move(customer), std::move(row)};
}

/// What is put with the application: somebody who is in the books already is not written once more.
books::Decision<PurseApplication> put_with(const ApplyRequest& request, const books::Customer& customer, books::Decision<PurseApplication> decision) {
  if (request.unregistered) decision.changes.put.insert(decision.changes.put.begin(), customer);
  return decision;
}

books::Decision<PurseApplication> decision_of(const GrantedRows& rows) { return {{{rows.account, rows.purse, rows.application}, {}}, rows.application}; }

}  // namespace

Applied apply(const books::Reader& books, const ApplyRequest& request, const Context& context) {
  TRY(asked, entered(books, request, context));
  if (reviewed(books, context.now)) return put_with(request, asked.customer, {{{asked.row}, {}}, asked.row});
  TRY(rows, rows_granted(books, asked.customer, asked.row, context));
  return put_with(request, rows.customer, decision_of(rows));
}

Result<GrantedRows> granted_at_once(const books::Reader& books, const ApplyRequest& request, const Context& context) {
  if (reviewed(books, context.now))
    return error(Fault::refused, "application_needed", "Applications are reviewed here: an account is opened when its application was granted. Nothing was opened. Enter one.", {{"account", "0"}});
  TRY(asked, entered(books, request, context));
  return rows_granted(books, std::move(asked.customer), std::move(asked.row), context);
}

Applied grant(const books::Reader& books, std::int64_t number, const Context& context) {
  TRY(row, counter::to_decide<PurseApplication>(books, number, "purse_grant", context));
  TRY(customer, customer::present_unblocked(books, row.customer));
  MUST(check_terms(books, books::terms_of(row)));
  MUST(has_none(books, row.customer));
  TRY(rows, rows_granted(books, std::move(customer), std::move(row), context));
  return decision_of(rows);
}

Applied refuse(const books::Reader& books, std::int64_t number, const std::string& reason, const Context& context) {
  TRY(row, counter::to_decide<PurseApplication>(books, number, "purse_grant", context));
  MUST(people::has_reason(reason, "refuse"));
  counter::decide(row, ApplicationStatus::refused, context);
  row.reason = reason;
  return books::Decision<PurseApplication>{{{row}, {}}, row};
}

}  // namespace kwota::purse
