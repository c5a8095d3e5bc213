#include "sell/counter/account/debt.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/decimal.h"
#include "people/approval.h"
#include "people/reason.h"
#include "sell/counter/take_back.h"
#include "sell/counter/worth.h"
#include "sell/debt/keep.h"
#include "sell/ledger/chart.h"

namespace kwota::counter {
namespace {

/// What both ends of a debt have in common: who, where, why, and that there is one.
struct Ending {
  Desk desk;
  Supply supply;
  Debt debt;
};

Result<Ending> ending(const books::Reader& books, const DebtRequest& request, const Context& context) {
  MUST(people::has_reason(request.reason, "debt"));
  TRY(desk, at_desk(books, context));
  TRY(supply, counter::supply_of(books, request.account, context.now, context.plans));
  MUST(scheme::balance_is_free(supply.account, context));
  return Ending{std::move(desk), std::move(supply), debt_of(books, request.account)};
}

Error no_debt(const DebtRequest& request) {
  return error(Fault::refused, "no_debt", "Nothing is owed there; nothing was booked.", {{"account", fmt::format("{}", request.account)}});
}

Booked ended(Booking booking, const DebtRequest& request, const Debt& debt, std::optional<books::Approval> approval, Result<books::Entry> entry) {
  booking.sale.reason = request.reason;
  booking.agreed_to(approval);
  booking.document["reason"] = request.reason;
  booking.document["debt"] = debt.on_account.minor();
  booking.document["claimed"] = debt.claimed.minor();
  booking.document["tendered"] = 0;
  MUST(booking.post(std::move(entry)));
  return booking.finish(SaleStatus::applied, {});
}

}  // namespace

Debt debt_of(const books::Reader& books, std::int64_t account) {
  return {std::max(Money{}, Money{} - refund_due(books, account)), books.balance(ledger::claim(account))};
}

Result<void> owes_nothing(const books::Reader& books, const Supply& supply) {
  Money debt = debt_of(books, supply.account.number).on_account;
  if (supply.statement) debt += owed_for(books, supply.account.number, supply.statement->overdraft);
  if (debt.is_zero()) return Done{};
  return error(Fault::refused, "account_in_debt",
               "This account owes money; nothing was closed. Let it be paid, turn it into a claim, or have it written off by two persons.",
               {{"account", fmt::format("{}", supply.account.number)}, {"debt", format_money(debt, supply.utility.minor_digits)}});
}

people::Proposal content_of(people::Proposed what, const DebtRequest& request) { return people::Proposal(what).number(people::Part::account, request.account); }

Booked claim_debt(const books::Reader& books, const DebtRequest& request, const Context& context) {
  TRY(before, answered_before(books, request.claim));
  if (before) return books::Decision<Outcome>{{}, std::move(*before)};
  TRY(at, ending(books, request, context));
  const auto owed = at.debt.on_account;
  if (owed.is_zero()) return no_debt(request);
  TRY(approval, people::second_person(books, {"claim_debt", content_of(people::Proposed::claim_debt, request), owed, refund_limit(books, at.supply, context), request.approval, false, request.reason}, context));
  Booking booking{std::move(at.desk), at.supply, context, request.claim, ledger::Operation::claim};
  auto entry = ledger::claimed(booking.head(), request.account, owed);
  debts::register_claim(books, at.supply.account, owed, booking.sale.number, context, booking.changes);
  return ended(std::move(booking), request, {owed, {}}, std::move(approval), std::move(entry));
}

Booked write_off(const books::Reader& books, const DebtRequest& request, const Context& context) {
  TRY(before, answered_before(books, request.claim));
  if (before) return books::Decision<Outcome>{{}, std::move(*before)};
  TRY(at, ending(books, request, context));
  const Money owed = at.debt.on_account + at.debt.claimed;
  if (owed.is_zero()) return no_debt(request);
  TRY(approval, people::second_person(books, {"write_off", content_of(people::Proposed::write_off_claim, request), owed, {}, request.approval, true, request.reason}, context));
  Booking booking{std::move(at.desk), at.supply, context, request.claim, ledger::Operation::write_off};
  auto entry = ledger::written_off(booking.head(), request.account, at.debt.on_account, at.debt.claimed);
  debts::claim_written_off(books, request.account, at.debt.claimed, context, booking.changes);
  return ended(std::move(booking), request, at.debt, std::move(approval), std::move(entry));
}

}  // namespace kwota::counter
