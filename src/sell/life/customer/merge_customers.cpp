#include "sell/life/customer/merge_customers.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <utility>

#include "base/ids_text.h"
#include "books/kinds.h"
#include "people/approval.h"
#include "people/reason.h"
#include "sell/customer/registers.h"

namespace kwota::life {
namespace {

using books::Customer;

constexpr books::Right right_to_merge = "merge_customers";

/// What tells people apart.
Result<void> may_be_one(const Customer& merged, const Customer& into) {
  if (merged.number == into.number)
    return error(Fault::request, "merge_with_itself", "This is the same customer; choose the other number of his.", {{"customer", to_text(merged.number)}});
  if (merged.kind != into.kind) return error(Fault::refused, "kinds_differ", "One of them is a person and the other a company: they are not one. Nothing was changed.");
  if (!merged.identity_number.empty() && !into.identity_number.empty() && merged.identity_number != into.identity_number)
    return error(Fault::refused, "identities_differ", "They have two identity numbers: they are two people. Correct the wrong one first; nothing was changed.");
  return Done{};
}

std::set<std::string> stations_of(const Customer& customer, const std::vector<books::Account>& accounts) {
  std::set<std::string> out;
  if (!customer.station.empty()) out.insert(customer.station);
  for (const auto& account : accounts) out.insert(account.station);
  return out;
}

/// Whoever works at one station sees its customers: nothing of another one's comes to them by this way.
Result<void> of_one_station(const Merge& both, const std::vector<books::Account>& others) {
  auto all = stations_of(both.merged, both.accounts);
  all.merge(stations_of(both.into, others));
  if (all.size() <= 1) return Done{};
  return error(Fault::refused, "stations_differ", "They are customers of different stations; what is one station's does not become another's. Nothing was changed.",
               {{"station", *all.begin()}, {"other", *all.rbegin()}});
}

template <class Application>
Result<void> none_waits(const books::Reader& books, CustomerNumber customer) {
  for (const auto& one : books.select(Application::of_customer, customer))
    if (one.state == books::ApplicationStatus::waiting)
      return error(Fault::refused, "application_waits", "An application of this customer waits already.", {{"application", fmt::format("{}", one.number)}});
  return Done{};
}

bool has_purse(const books::Reader& books, const books::Account& account) {
  return account.state != books::AccountStatus::closed && books.last<books::Purse>(account.number).has_value();
}

Result<void> one_purse(const books::Reader& books, const std::vector<books::Account>& ours, const std::vector<books::Account>& others) {
  const auto has = [&](const books::Account& account) { return has_purse(books, account); };
  const auto first = std::ranges::find_if(others, has);
  if (first == others.end() || std::ranges::none_of(ours, has)) return Done{};
  return error(Fault::refused, "has_purse_account", "This customer has an account with a purse card already; nothing was changed.", {{"account", fmt::format("{}", first->number)}});
}

/// What nobody has written down of the one and somebody has of the other.
void fill(Merge& both) {
  const auto take = [&](const char* column, std::string Customer::* of) {
    if (!(both.into.*of).empty() || (both.merged.*of).empty()) return;
    both.into.*of = both.merged.*of;
    both.filled.emplace_back(column);
  };
  take("phone", &Customer::phone), take("identity_number", &Customer::identity_number), take("address", &Customer::address), take("place", &Customer::place),
      take("mail", &Customer::mail);
  both.merged.identity_number.clear();  // it names one row
}

void move_over(Merge& both, const std::string& reason) {
  for (auto& account : both.accounts) {
    if (account.state != books::AccountStatus::draft) account.known_as = books::told_customer(account);
    account.customer = both.into.number;
  }
  for (auto& debt : both.debts) debt.customer = both.into.number;
  fill(both);
  both.merged.state = books::CustomerStatus::merged;
  both.merged.state_reason = reason;
  both.merged.merged_into = both.into.number;
}

/// What the second person agrees to: these accounts and debts, and none that comes later.
people::Proposal approval_content(const Merge& both) {
  people::Proposal content(people::Proposed::merge_customers);
  content.text(people::Part::customer, customer::number_and_name(both.merged)).text(people::Part::into_customer, customer::number_and_name(both.into));
  for (const auto& account : both.accounts) content.number(people::Part::account, account.number);
  for (const auto& debt : both.debts) content.number(people::Part::debt, debt.number);
  return content;
}

/// What somebody asked for in the merged number's name cannot be done any more: nobody shall agree to it. Whoever asked sees why, and asks for the surviving one.
std::vector<books::Approval> answered_with_it(const books::Reader& books, const Merge& both, const Context& context) {
  const auto merged = to_text(both.merged.number);
  auto rows = people::waiting_about(books, {people::Part::customer, people::Part::into_customer}, merged, context.now);
  for (auto& row : rows) {
    row.decision = books::ApprovalStatus::rejected;
    row.reason += (row.reason.empty() ? "" : " / ") + merged + " → " + to_text(both.into.number);
    row.decided_by = context.who.name;
    row.decided = context.now;
  }
  return rows;
}

}  // namespace

Result<Merge> merge_preview(const books::Reader& books, const MergeRequest& request, const Context& context) {
  MUST(people::require(context.who, right_to_merge));
  TRY(merged, customer::present_unblocked(books, request.merged));
  TRY(into, customer::present_unblocked(books, request.into));
  MUST(may_be_one(merged, into));
  Merge both{std::move(merged), std::move(into), books.select(books::Account::of_customer, request.merged), books.select(books::Debt::of_customer, request.merged), {}, {}};
  const auto others = books.select(books::Account::of_customer, request.into);
  MUST(of_one_station(both, others));
  for (const auto number : {request.merged, request.into}) {
    MUST(none_waits<books::PurseApplication>(books, number));
    MUST(none_waits<books::AccountApplication>(books, number));
  }
  MUST(one_purse(books, both.accounts, others));
  move_over(both, request.reason);
  return both;
}

Result<books::Decision<Merge>> merge_customers(const books::Reader& books, const MergeRequest& request, const Context& context) {
  TRY(both, merge_preview(books, request, context));
  MUST(people::has_reason(request.reason, right_to_merge.word()));
  TRY(second, people::always_second_person(books, {.action = right_to_merge, .content = approval_content(both), .amount = {}, .limit = {}, .approval = request.approval, .reason = request.reason}, context));
  books::Changes changes{{both.merged, both.into, second}, {}};
  for (const auto& account : both.accounts) changes.put.emplace_back(account);
  for (const auto& debt : both.debts) changes.put.emplace_back(debt);
  both.answered = answered_with_it(books, both, context);
  for (const auto& approval : both.answered) changes.put.emplace_back(approval);
  return books::Decision<Merge>{std::move(changes), std::move(both)};
}

}  // namespace kwota::life
