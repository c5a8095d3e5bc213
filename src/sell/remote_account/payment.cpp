#include "sell/remote_account/payment.h"

#include <fmt/format.h>

#include "base/decimal.h"
#include "sell/ledger/chart.h"
#include "sell/ledger/office.h"
#include "sell/shift/approval.h"

namespace kwota::remote_account {
namespace {

using counter::Booking;

constexpr std::string_view payment_kind = "payment";
constexpr std::size_t days_shown = 7;

Booked repeated(counter::Outcome before) { return books::Decision<remote::Outcome>{{}, {std::move(before), {}}}; }

/// What is handed over: at least what there is to pay. Error `received_too_little`.
Result<Money> handed_over(const std::string& received, Money amount, const books::Utility& utility) {
  if (received.empty()) return amount;
  TRY(handed, counter::parse_amount(received, utility));
  if (handed >= amount) return handed;
  return error(Fault::request, "received_too_little", "The customer gave less than there is to pay; nothing was booked.",
               {{"received", received}, {"pay", format_money(amount, utility.minor_digits)}});
}

/// An account that was never at the office takes no payment; one that has left it pays what it still owes.
Result<books::RemoteAccount> payable(const books::Reader& books, std::int64_t account, Money amount,
                                     const books::Utility& utility) {
  auto row = books.remote_account(account);
  if (!row)
    return error(Fault::request, "no_remote_account", "The balance of this account is not at the office; nothing was changed.",
                 {{"account", fmt::format("{}", account)}});
  const Money arrears = Money{} - balance_of(books, account);
  if (row->state != "active" && amount > arrears)
    return error(Fault::refused, "pays_too_much",
                 "The balance of this account is at the office no longer: it pays its arrears, and no more.",
                 {{"arrears", format_money(std::max(Money{}, arrears), utility.minor_digits)}});
  return *std::move(row);
}

/// The balance before and after on the receipt, the orders that it asks for into the queue.
Booked finished(const books::Reader& books, Booking booking, books::RemoteAccount row, Money balance, const Context& context) {
  const Money after = balance + booking.sale.tendered;
  booking.document["tendered"] = booking.sale.tendered.minor();
  booking.document["balance_before"] = balance.minor();
  booking.document["balance_after"] = after.minor();
  if (const auto days = days_left(after, books.day_charges(row.account, days_shown))) booking.document["days_left"] = *days;
  const auto ordered = row.ordered;
  const auto commands = give_orders(books, row, after, context, booking.changes);
  if (row.ordered != ordered) {
    row.changed = context.now;
    booking.changes.put.emplace_back(row);
  }
  auto booked = booking.finish("applied", {});
  std::optional<books::MeterCommand> command;
  if (!commands.empty()) command = commands.front();
  return books::Decision<remote::Outcome>{std::move(booked.changes), {std::move(booked.answer), std::move(command)}};
}

/// A cashier's own slip of this shift is another right than somebody else's.
std::string right_for(const books::Sale& sale, const counter::Desk& desk, const Context& context) {
  const bool own = sale.operator_name == context.who.name && sale.station == context.station && sale.till == context.till &&
                   sale.shift == desk.shift.number;
  return own ? "take_back_own" : "take_back";
}

Result<books::Sale> payment_to_take_back(const books::Reader& books, const std::string& number) {
  const auto sale = books.sale(number);
  const auto state = books.sale_state(number);
  if (!sale || !state) return error(Fault::request, "unknown_sale", "There is no such sale.", {{"sale", number}});
  if (sale->kind == payment_kind && state->state == "applied") return *sale;
  return error(Fault::refused, "not_to_take_back", "This cannot be taken back: it is no payment, or was taken back before.",
               {{"sale", number}, {"state", state->state}});
}

}  // namespace

Booked pay(const books::Reader& books, const PayRequest& request, const Context& context) {
  TRY(before, counter::answered_before(books, request.claim));
  if (before) return repeated(std::move(*before));
  MUST(shift::require(context.who, "sell"));
  TRY(desk, counter::at_desk(books, context));
  TRY(supply, counter::supply_of(books, request.account, context.plans));
  TRY(amount, counter::parse_amount(request.amount, supply.utility));
  if (request.tender != "cash")
    return error(Fault::request, "tender_unknown", "This till takes cash only; nothing was booked.",
                 {{"tender", request.tender}});
  TRY(handed, handed_over(request.received, amount, supply.utility));
  TRY(row, payable(books, request.account, amount, supply.utility));

  Booking booking{std::move(desk), supply, context, request.claim, std::string{payment_kind}};
  booking.sale.tendered = amount;
  booking.document["tender"] = request.tender;
  booking.document["received"] = handed.minor();
  booking.document["change"] = (handed - amount).minor();
  MUST(booking.post(ledger::paid_in(booking.head(), booking.desk().cash(), request.account, amount)));
  return finished(books, std::move(booking), std::move(row), balance_of(books, request.account), context);
}

std::string approval_content(const PayBackRequest& request) { return fmt::format("take back payment {}", request.sale); }

Booked pay_back(const books::Reader& books, const PayBackRequest& request, const Context& context) {
  TRY(before, counter::answered_before(books, request.claim));
  if (before) return repeated(std::move(*before));
  if (request.reason.empty())
    return error(Fault::request, "reason_missing", "Say why; the books keep it.", {{"action", "take_back"}});
  TRY(desk, counter::at_desk(books, context));
  TRY(original, payment_to_take_back(books, request.sale));
  TRY(supply, counter::supply_of(books, original.account, context.plans));
  TRY(approval, shift::second_person(books,
                                     {right_for(original, desk, context), approval_content(request), original.tendered,
                                      supply.utility.refund_limit, request.approval},
                                     context));
  if (const Money cash = books.balance(desk.cash()); cash < original.tendered)
    return error(Fault::refused, "drawer_short", "There is not enough money in the drawer; nothing was paid out.",
                 {{"cash", format_money(cash, supply.utility.minor_digits)}});
  auto row = books.remote_account(original.account).value_or(books::RemoteAccount{});

  Booking booking{std::move(desk), supply, context, request.claim, "payment_back"};
  booking.sale.original = original.number;
  booking.sale.reason = request.reason;
  booking.sale.tendered = -original.tendered;
  if (approval) {
    booking.sale.approved_by = approval->decided_by;
    booking.changes.put.emplace_back(*approval);
  }
  booking.document["original"] = original.number;
  MUST(booking.post(ledger::pay_out(booking.head(), booking.desk().cash(), original.account, original.tendered)));
  auto state = *books.sale_state(original.number);
  state.state = "taken_back";
  state.since = context.now;
  booking.changes.put.emplace_back(state);
  return finished(books, std::move(booking), std::move(row), balance_of(books, original.account), context);
}

}  // namespace kwota::remote_account
