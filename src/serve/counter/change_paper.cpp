// The slip of other terms of an account: what was agreed, from when on, by whom.
#include "base/cause.h"
#include "base/ids_text.h"
#include "books/lookup.h"
#include "sell/counter/order/account_change.h"
#include "sell/receipt/change_slip.h"
#include "serve/api/asked.h"
#include "serve/counter/house_paper.h"

namespace kwota::serve {
namespace {

std::string both_called(const books::Reader& books, const std::string& first, const std::string& second) {
  return second.empty() ? called(books, first) : called(books, first) + ", " + called(books, second);
}

receipt::NamedTerms named(const books::Reader& books, const books::Account& account, const std::string& language) {
  const auto plan = books.find<books::Plan>(account.plan);
  const auto usage = books.find<books::Code>(books::CodeKind::usage_class, account.usage_class);
  return {plan ? plan->name : account.plan, usage ? books::name_in(*usage, language) : account.usage_class, account.household_persons};
}

/// As it was opened is no change.
Result<books::AccountChange> change_asked(const books::Reader& books, const Call& call) {
  const auto row = books.find<books::AccountChange>(path_number(call, "no"), path_number(call, "change"));
  if (row && row->number > 1) return *row;
  return error(Fault::request, Cause::not_found, "There is no such change.", {{"what", call.path.at("no") + "/" + call.path.at("change")}});
}

Result<receipt::ChangePaper> paper_of(const books::Reader& books, const books::AccountChange& change, const std::string& language) {
  const auto account = books.find<books::Account>(change.account);
  if (!account) return error(Fault::request, Cause::not_found, "There is no such change.", {{"what", std::to_string(change.account)}});
  const auto before = counter::account_at(books, *account, change.begins - Duration::ms(1));
  auto after = before;
  after.plan = change.plan;
  after.usage_class = change.usage_class;
  if (change.household_persons) after.household_persons = *change.household_persons;
  receipt::ChangePaper out{.change = change, .customer = {}, .address = {}, .meter = account->meter.is_zero() ? "" : to_text(account->meter), .before = named(books, before, language),
                           .after = named(books, after, language), .changed_by = called(books, change.changed_by), .approved_by = {}, .withdrawn_by = {}};
  if (const auto customer = books.find<books::Customer>(account->customer)) out.customer = customer->name;
  if (const auto point = books.find<books::ServicePoint>(account->service_point)) out.address = point->address;
  if (!change.approved_by.empty()) out.approved_by = called(books, change.approved_by);
  if (change.withdrawn) out.withdrawn_by = both_called(books, change.withdrawn_by, change.withdrawal_approved_by);
  return out;
}

Result<HousePaper> change_paper(ServerParts& server, const Call& call) {
  const auto context = context_of(server, call);
  return server.books.read([&](const books::Reader& books) -> Result<HousePaper> {
    auto utility = books::utility_of(books);
    TRY(change, change_asked(books, call));
    const auto style = style_of(utility, context.zone, language_of(call));
    TRY(paper, paper_of(books, change, style.language));
    const auto layout = layout_of(books, receipt::SlipKind::account_change, change.decided, style.language);
    return HousePaper{.slip = receipt::change_slip(utility, paper, style, layout), .title = "change-" + call.path.at("no") + "-" + call.path.at("change")};
  });
}

}  // namespace

void add_change_paper(Router& router, ServerParts& server) { add_paper(router, server, "/accounts/{no}/changes/{change}/slip", "customers_read", change_paper); }

}  // namespace kwota::serve
