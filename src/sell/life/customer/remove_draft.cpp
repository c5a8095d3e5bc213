#include "sell/life/customer/remove_draft.h"

#include <fmt/format.h>

#include <algorithm>
#include <boost/json.hpp>

#include "base/ids_text.h"
#include "books/audit_entry.h"
#include "books/lookup.h"
#include "people/permissions.h"
#include "people/reason.h"
#include "sell/customer/registers.h"
#include "sell/ledger/chart.h"

namespace kwota::life {
namespace {

constexpr books::Right right_to_remove = "customers_write";

/// The first thing in the books that refers to this account; empty: nothing does.
std::string_view history_of(const books::Reader& books, const books::Account& account) {
  const auto number = account.number;
  if (!books.newest(books::Sale::of_account, 1, number).empty()) return "sale";
  if (!books.select(books::Card::of_account, number).empty()) return "card";
  if (books.last<books::Purse>(number)) return "purse";
  if (books.find<books::RemoteAccount>(number) || !books.newest<books::DayCharge>(1, number).empty()) return "remote_account";
  if (books.last<books::AccountChange>(number) || books.last<books::MeterSwap>(number)) return "change";
  if (!books.balance(ledger::customer_balance(number)).is_zero() || !books.balance(ledger::claim(number)).is_zero()) return "balance";
  if (!books.select(books::Debt::of_account, number).empty()) return "debt";
  if (!books.select(books::FormerCard::of_account, number).empty()) return "former_card";
  const auto applications = books.select(books::PurseApplication::of_customer, account.customer);
  return std::ranges::any_of(applications, [&](const auto& one) { return one.account == number; }) ? "application" : "";
}

/// The first thing in the books that is his; empty: nothing is.
std::string_view history_of(const books::Reader& books, CustomerNumber customer) {
  const auto accounts = books.select(books::Account::of_customer, customer);
  const auto never = [](const books::Account& one) { return one.state == books::AccountStatus::closed && !one.opened; };
  if (!std::ranges::all_of(accounts, never)) return "account";
  if (!books.select(books::PurseApplication::of_customer, customer).empty() || !books.select(books::AccountApplication::of_customer, customer).empty()) return "application";
  if (!books.select(books::Debt::of_customer, customer).empty()) return "debt";
  if (!books.select(books::Customer::gone_on_as, customer).empty()) return "merged_customer";
  return "";
}

books::Audit told(std::string object, const std::string& reason, const Context& context) {
  return books::audit_entry({context.who.name, std::string(right_to_remove.word()), context.station}, std::move(object), boost::json::serialize(boost::json::object{{"removed", reason}}));
}

}  // namespace

Result<books::Decision<books::Account>> remove_draft(const books::Reader& books, std::int64_t number, const std::string& reason, const Context& context) {
  MUST(people::require(context.who, right_to_remove));
  const Details about{{"account", fmt::format("{}", number)}};
  MUST(people::has_reason(reason, right_to_remove.word()));
  auto account = books.find<books::Account>(number);
  if (!account) return error(Fault::request, "unknown_account", "There is no such account; search by name or meter.", about);
  if (account->state != books::AccountStatus::draft)
    return error(Fault::refused, "no_draft", "Only an account that was never open is removed; nothing was changed. Close this one at the counter.", about);
  if (const auto what = history_of(books, *account); !what.empty())
    return error(Fault::refused, "account_has_history", "Something in the books belongs to this account; nothing was removed.", {{"account", about.at("account")}, {"what", std::string{what}}});
  account->state = books::AccountStatus::closed;
  account->closed = context.now;
  books::Changes changes{{*account}, {}};
  changes.append.emplace_back(told(fmt::format("account/{}", number), reason, context));
  return books::Decision<books::Account>{std::move(changes), *std::move(account)};
}

Result<books::Decision<books::Customer>> remove_customer(const books::Reader& books, CustomerNumber number, const std::string& reason, const Context& context) {
  MUST(people::require(context.who, right_to_remove));
  MUST(people::has_reason(reason, right_to_remove.word()));
  TRY(customer, customer::present(books, number));
  if (const auto what = history_of(books, number); !what.empty())
    return error(Fault::refused, "customer_has_history", "Something in the books belongs to this customer; nothing was removed.", {{"customer", to_text(number)}, {"what", std::string{what}}});
  // Of what was written down of him, his name and number stay: what is added to the row tomorrow is erased, too.
  const books::Customer left{.number = customer.number, .name = customer.name, .kind = customer.kind, .state = books::CustomerStatus::removed, .state_reason = reason, .created = customer.created, .station = customer.station};
  books::Changes changes{{left}, {}};
  changes.append.emplace_back(told("customer/" + to_text(number), reason, context));
  return books::Decision<books::Customer>{std::move(changes), left};
}

}  // namespace kwota::life
