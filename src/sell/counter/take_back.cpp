#include "sell/counter/take_back.h"

#include <fmt/format.h>

#include "base/decimal.h"
#include "base/ids_text.h"
#include "sell/counter/at_office.h"
#include "sell/counter/instruction_book.h"
#include "sell/counter/sell.h"
#include "sell/ledger/chart.h"
#include "sell/shift/approval.h"

namespace kwota::counter {
namespace {

/// A cashier's own slip of this shift is another right than somebody else's sale.
std::string right_for(const books::Sale& sale, const Desk& desk, const Context& context) {
  const bool own = sale.operator_name == context.who.name && sale.station == context.station && sale.till == context.till &&
                   sale.shift == desk.shift.number;
  return own ? "take_back_own" : "take_back";
}

Result<books::Sale> to_take_back(const books::Reader& books, const std::string& number) {
  const auto sale = books.sale(number);
  const auto state = books.sale_state(number);
  if (!sale || !state) return error(Fault::request, "unknown_sale", "There is no such sale.", {{"sale", number}});
  const bool credit = sale->kind == "recharge" || sale->kind == "supplement" || sale->kind == "open";
  const bool unread = state->state == "booked" || state->state == "carried" || state->state == "in_doubt";
  if (!credit || !unread)
    return error(Fault::refused, "not_to_take_back", "This cannot be taken back: only credit that no meter has taken yet can.",
                 {{"sale", number}, {"state", state->state}});
  return *sale;
}

/// `take_back`: receipt of the take-back that the meter must confirm; empty: nothing of the sale is outside, the meter need not know.
Result<books::Instruction> void_of(const books::Reader& books, const Supply& supply, const books::Sale& sale, const std::string& take_back,
                                   Instant now) {
  if (!supply.on_the_way || !carries(*supply.on_the_way, sale.number))
    return error(Fault::refused, "not_to_take_back", "This cannot be taken back: only credit that no meter has taken yet can.",
                 {{"sale", sale.number}, {"state", "applied"}});
  Wish wish{"void", supply.on_the_way->amount - sale.credit, {}, take_back};
  if (take_back.empty()) wish.kind = "withdrawn";
  for (const auto& other : credited(books, *supply.on_the_way))
    if (other != sale.number) wish.sales.push_back(other);
  if (!wish.sales.empty()) wish.kind = "credit";
  return next_revision(books, supply.meter, wish, now);
}

}  // namespace

std::string approval_content(const TakeBackRequest& request) { return fmt::format("take back {}", request.sale); }
std::string approval_content(const PayOutRequest& request) {
  return fmt::format("pay out {} to account {}", request.amount.minor(), request.account);
}

Booked take_back(const books::Reader& books, const TakeBackRequest& request, const Context& context) {
  TRY(before, answered_before(books, request.claim));
  if (before) return books::Decision<Outcome>{{}, std::move(*before)};
  if (request.reason.empty()) return error(Fault::request, "reason_missing", "Say why; the books keep it.", {{"action", "take_back"}});
  TRY(desk, at_desk(books, context));
  TRY(original, to_take_back(books, request.sale));
  TRY(supply, supply_of(books, original.account, context.plans));
  std::optional<books::Card> card;
  if (request.carrier == Carrier::card) {
    TRY(found, usable_card(books, request.card, original.account, context));
    card = std::move(found);
  }
  MUST(check_clock(books, supply.meter.number, context.now));
  const auto action = right_for(original, desk, context);
  TRY(approval, shift::second_person(books, {action, approval_content(request), original.tendered, supply.utility.refund_limit, request.approval}, context));

  Booking booking{std::move(desk), supply, context, request.claim, "take_back"};
  booking.sale.original = original.number;
  booking.sale.reason = request.reason;
  booking.sale.tendered = -original.tendered;
  booking.sale.plan_version = original.plan_version;
  if (card) booking.sale.card = card->serial;
  if (approval) {
    booking.sale.approved_by = approval->decided_by;
    booking.changes.put.emplace_back(*approval);
  }
  TRY(paid, posted(original));
  const auto cash = ledger::till_cash(original.station, original.till);
  MUST(booking.post(ledger::take_back(booking.head(), paid, cash)));
  const bool withdrawn = !card && supply.on_the_way && !left_the_house(books, *supply.on_the_way, original.number);
  TRY(instruction, void_of(books, supply, original, withdrawn ? "" : booking.sale.number, context.now));
  booking.instruct(supply.meter, instruction);
  MUST(give_back_charges(books, original, booking.changes));
  auto state = *books.sale_state(original.number);
  state.state = withdrawn ? "taken_back" : "taking_back";
  state.since = context.now;
  booking.changes.put.emplace_back(state);
  booking.document["tendered"] = booking.sale.tendered.minor();
  booking.document["credit_taken_back"] = original.credit.minor();
  booking.document["original"] = original.number;
  booking.document["purchase_count"] = instruction.n.value();
  if (withdrawn) {
    auto due = ledger::refund_is_due(booking.head("/settled"), original.account, original.tendered);
    if (!due.ok()) return due.error();
    if (!due->legs.empty()) booking.changes.append.emplace_back(*std::move(due));
  }
  if (!card) return booking.finish(state.state, {});
  booking.document["card"] = to_text(card->serial);
  TRY(order, order_for(books, supply, instruction, booking.sale.number, &*card, context.now));
  return booking.finish("taking_back", std::move(order));
}

Money refund_due(const books::Reader& books, std::int64_t account) { return -books.balance(ledger::customer_balance(account)); }

Booked pay_out(const books::Reader& books, const PayOutRequest& request, const Context& context) {
  TRY(before, answered_before(books, request.claim));
  if (before) return books::Decision<Outcome>{{}, std::move(*before)};
  TRY(desk, at_desk(books, context));
  TRY(supply, supply_of(books, request.account, context.plans));
  const auto say = [&](Money amount) { return format_money(amount, supply.utility.minor_digits); };
  MUST(balance_is_free(books, request.account));
  const Money due = refund_due(books, request.account);
  if (request.amount <= Money{} || request.amount > due)
    return error(Fault::refused, "nothing_due", "The customer is not owed that much; nothing was paid out.", {{"due", say(due)}});
  if (const Money cash = books.balance(desk.cash()); cash < request.amount)
    return error(Fault::refused, "drawer_short", "There is not enough money in the drawer; nothing was paid out.", {{"cash", say(cash)}});
  TRY(approval, shift::second_person(books, {"pay_out", approval_content(request), request.amount, supply.utility.refund_limit, request.approval}, context));
  Booking booking{std::move(desk), supply, context, request.claim, "refund"};
  booking.sale.tendered = -request.amount;
  if (approval) {
    booking.sale.approved_by = approval->decided_by;
    booking.changes.put.emplace_back(*approval);
  }
  booking.document["tendered"] = booking.sale.tendered.minor();
  booking.document["balance_after"] = (due - request.amount).minor();
  MUST(booking.post(ledger::pay_out(booking.head(), booking.desk().cash(), request.account, request.amount)));
  return booking.finish("applied", {});
}

}  // namespace kwota::counter
