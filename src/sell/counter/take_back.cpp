#include "sell/counter/take_back.h"

#include <fmt/format.h>

#include "base/decimal.h"
#include "base/ids_text.h"
#include "books/lookup.h"
#include "books/newest_sales.h"
#include "people/approval.h"
#include "people/reason.h"
#include "sell/counter/order/former_meter.h"
#include "sell/counter/order/instruction_book.h"
#include "sell/counter/sell.h"
#include "sell/ledger/chart.h"
#include "sell/stock/stock.h"

namespace kwota::counter {
namespace {

/// What the second person agrees to.
people::Proposal approval_content(const PayOutRequest& request) { return people::Proposal(people::Proposed::pay_out).number(people::Part::account, request.account); }

/// What the second person agrees to.
people::Proposal approval_content(const TakeBackRequest& request) {
  return people::Proposal(request.amount.empty() ? people::Proposed::take_back : people::Proposed::deduct).text(people::Part::sale, request.sale);
}

Error not_to_take_back(const std::string& sale, SaleStatus state) {
  return error(Fault::refused, "not_to_take_back", "This cannot be taken back: only credit that no meter has taken yet can.",
               {{"sale", sale}, {"state", std::string(word_of(state))}});
}
constexpr std::size_t whole_life = 100'000;          // more than an account's sales ever

Result<books::Sale> to_take_back(const books::Reader& books, const std::string& number) {
  const auto sale = books.find<books::Sale>(number);
  const auto state = books.find<books::SaleState>(number);
  if (!sale || !state) return error(Fault::request, "unknown_sale", "There is no such sale.", {{"sale", number}});
  const bool credit = sale->kind == books::Operation::recharge || sale->kind == books::Operation::supplement || sale->kind == books::Operation::open;
  const bool unread = state->state == SaleStatus::booked || state->state == SaleStatus::carried || state->state == SaleStatus::in_doubt;
  if (!credit || !unread)
    return not_to_take_back(number, state->state);
  return *sale;
}

/// `take_back`: receipt of the take-back that the meter must confirm; empty: nothing of the sale is outside, the meter need not know.
Result<books::Instruction> void_of(const books::Reader& books, const Supply& supply, const books::Sale& sale, const std::string& take_back,
                                   Instant now) {
  if (!supply.in_transit || !carries(*supply.in_transit, sale.number))
    return not_to_take_back(sale.number, SaleStatus::applied);
  InstructionRequest requested{books::InstructionKind::voided, supply.in_transit->amount - sale.credit, {}, take_back};
  if (take_back.empty()) requested.kind = books::InstructionKind::withdrawn;
  for (const auto& other : credited(books, *supply.in_transit))
    if (other != sale.number) requested.sales.push_back(other);
  if (!requested.sales.empty()) requested.kind = books::InstructionKind::credit;
  return next_revision(books, supply.meter, requested, now);
}

/// What deductions that are in transit take from this sale.
Credit deductions_of(const books::Reader& books, const Supply& supply, const books::Sale& sale) {
  Credit sum;
  if (!supply.in_transit) return sum;
  for (const auto& number : sales_of(*supply.in_transit)) {
    const auto row = books.find<books::Sale>(number);
    if (row && row->kind == books::Operation::deduct && row->original == sale.number) sum -= row->credit;
  }
  return sum;
}

/// Less than what is left of the sale's credit: the whole is taken back, so that fees and taxes come back too.
Result<Money> part_to_deduct(const books::Reader& books, const Supply& supply, const books::Sale& sale, const std::string& text) {
  if (!supply.in_transit || !carries(*supply.in_transit, sale.number)) return not_to_take_back(sale.number, SaleStatus::applied);
  if (sale.unit != Unit::money)
    return error(Fault::refused, "deducted_whole_only",
                 "Of a sale in units no part can be deducted: its price may differ from unit to unit. Take the whole sale back and sell again; nothing "
                 "was booked.",
                 {{"sale", sale.number}});
  TRY(amount, parse_amount(text, supply.utility));
  const Credit left = sale.credit - deductions_of(books, supply, sale);
  if (Credit{amount} < left) return amount;
  return error(Fault::refused, "deducts_too_much",
               "Only a part of what is left of this sale's credit can be deducted; take the whole sale back instead. Nothing was booked.",
               {{"left", format_credit(left, supply.utility.minor_digits)}});
}

/// An account whose only credit never left the house was not opened: it is a prepared one again, and its meter is free. The card that
/// was to be made for it is spoiled, so that it may be made for anybody.
void undo_opening(const books::Reader& books, const Supply& supply, const std::string& document, const Context& context, books::Changes& changes) {
  auto account = *books.find<books::Account>(supply.account.number);
  for (const auto& row : changes.put)
    if (const auto* changed = row.as<books::Account>()) account = *changed;
  account.state = books::AccountStatus::draft;
  account.opened.reset();
  account.first_sale.clear();
  changes.put.emplace_back(account);
  for (const auto& row : changes.put)
    if (const auto* changed = row.as<books::Meter>()) {
      auto meter = *changed;
      meter.state = books::MeterStatus::stock;
      meter.service_point.clear();
      changes.put.emplace_back(meter);
      break;
    }
  stock::never_put_on(books, supply.meter.number, account.number, document, context, changes);
  for (auto card : books::cards_of_account(books, account.number)) {
    if (card.state != books::CardStatus::fresh) continue;
    card.state = books::CardStatus::spoiled;
    card.state_reason = "opening_taken_back";
    changes.put.emplace_back(card);
  }
}

}  // namespace

books::Right right_to_take_back(const books::Sale& sale, const Desk& desk, const Context& context) {
  const bool own = sale.operator_name == context.who.name && sale.station == context.station && sale.till == context.till &&
                   sale.shift == desk.shift.number;
  return own ? books::Right("take_back_own") : books::Right("take_back");
}

Money done_alone(const books::Reader& books, std::int64_t account, std::initializer_list<ledger::Operation> operations, const Context& context) {
  Money sum;
  for (const auto& sale : books.newest(books::Sale::of_account, whole_life, account)) {
    if (sale.operator_name != context.who.name || !sale.approved_by.empty() || context.now - sale.time > slices_within) continue;
    const auto state = books.find<books::SaleState>(sale.number);
    if (!state || !books::happened(state->state) || std::ranges::find(operations, sale.kind) == operations.end()) continue;
    const Money moved = sale.tendered.is_zero() && sale.credit.is_money() ? sale.credit.money() : sale.tendered;
    sum += moved.is_negative() ? -moved : moved;
  }
  return sum;
}

namespace {

/// What was left in doubt when its meter left waits for that meter's word: what it held was typed and given out beside it.
Result<void> still_served(const books::Reader& books, const books::Sale& sale) {
  if (!has_left(books, sale)) return Done{};
  return error(Fault::refused, "meter_has_left", "The meter of this sale serves the account no longer; nothing was booked. Its own word settles the sale: applied, or owed to the customer.",
               {{"sale", sale.number}});
}

/// What taking back and deducting have in common: the sale is still under way, the desk, the card and the second person are there.
struct Undoing {
  books::Sale original;
  Supply supply;
  std::optional<books::Card> card;
  bool withdrawn = false;  ///< nothing of the sale is outside: no card, no void
  Booking booking;
};
Result<Undoing> begin_undoing(Carrier carrier, const books::Reader& books, const TakeBackRequest& request, ledger::Operation operation, const Context& context) {
  MUST(people::has_reason(request.reason, "take_back"));
  TRY(desk, at_desk(books, context));
  TRY(original, to_take_back(books, request.sale));
  TRY(supply, supply_of(books, original.account, context.now, context.plans));
  MUST(still_served(books, original));
  const bool withdrawn = request.amount.empty() && supply.in_transit && !may_have_been_sent(books, *supply.in_transit, original.number);
  std::optional<books::Card> card;
  if (!withdrawn) {
    TRY(found, card_at_hand(books, carrier, request.card, original.account, context));
    card = std::move(found);
  }
  MUST(check_clock(books, supply.meter.number, context.now));
  Money amount = original.tendered;
  if (!request.amount.empty()) {
    TRY(part, part_to_deduct(books, supply, original, request.amount));
    amount = part;
  }
  const auto action = right_to_take_back(original, desk, context);
  TRY(approval, people::second_person(books, {action, approval_content(request), amount, refund_limit(books, supply, context), request.approval, false, request.reason,
                                             done_alone(books, original.account, {ledger::Operation::take_back, ledger::Operation::deduct}, context)}, context));

  Booking booking{std::move(desk), supply, context, request.claim, operation};
  name_original(booking, original, request.reason);
  booking.sale.tendered = -amount;
  booking.sale.plan_version = original.plan_version;
  booking.document["tendered"] = booking.sale.tendered.minor();
  if (card) booking.sale.card = card->serial;
  booking.agreed_to(approval);
  return Undoing{std::move(original), std::move(supply), std::move(card), withdrawn, std::move(booking)};
}

Booked deduct(Carrier carrier, const books::Reader& books, const TakeBackRequest& request, const Context& context) {
  TRY(undoing, begin_undoing(carrier, books, request, ledger::Operation::deduct, context));
  auto& [original, supply, card, withdrawn, booking] = undoing;
  const Money amount = -booking.sale.tendered;
  booking.sale.credit = -amount;
  MUST(booking.post(ledger::deducted(booking.head(), word_of(supply.plan.commodity()), amount)));
  TRY(instruction, credit_instruction(books, supply, booking.sale.credit, booking.sale.number, context.now));
  booking.instruct(supply.meter, instruction);
  booking.document["credit_taken_back"] = amount.minor();
  if (!card) return booking.finish(SaleStatus::booked, {});
  TRY(order, order_for(books, supply, instruction, booking.sale.number, &*card, context.now));
  return booking.finish(SaleStatus::booked, std::move(order));
}

}  // namespace

void name_original(Booking& booking, const books::Sale& original, const std::string& reason) {
  booking.sale.original = original.number;
  booking.sale.reason = reason;
  booking.sale.one_hand = original.operator_name == booking.sale.operator_name;
  booking.document["original"] = original.number;
}

void put_state(const books::Reader& books, const books::Sale& original, SaleStatus state, Booking& booking) {
  auto row = *books.find<books::SaleState>(original.number);
  row.state = state;
  row.since = booking.sale.time;
  booking.changes.put.emplace_back(row);
}

Booked take_back(const books::Reader& books, const TakeBackRequest& request, const Context& context) { return take_back_by(Carrier::card, books, request, context); }

Booked take_back_by(Carrier carrier, const books::Reader& books, const TakeBackRequest& request, const Context& context) {
  TRY(before, answered_before(books, request.claim));
  if (before) return books::Decision<Outcome>{{}, std::move(*before)};
  if (!request.amount.empty()) return deduct(carrier, books, request, context);
  TRY(undoing, begin_undoing(carrier, books, request, ledger::Operation::take_back, context));
  auto& [original, supply, card, withdrawn, booking] = undoing;
  if (!deductions_of(books, supply, original).is_zero())
    return error(Fault::refused, "deduction_in_transit",
                 "A part of this sale is being deducted. Let the meter read the card first; nothing was booked.", {{"sale", original.number}});
  MUST(booking.post(ledger::take_back(booking.head(), posted(books, original))));
  TRY(instruction, void_of(books, supply, original, withdrawn ? "" : booking.sale.number, context.now));
  booking.instruct(supply.meter, instruction);
  MUST(give_back_charges(books, original, booking.changes));
  const auto ends_as = withdrawn ? SaleStatus::taken_back : SaleStatus::taking_back;
  put_state(books, original, ends_as, booking);
  booking.document["credit_taken_back"] = original.credit.amount();
  if (withdrawn && original.kind == books::Operation::open && instruction.kind == books::InstructionKind::withdrawn) undo_opening(books, supply, booking.sale.number, context, booking.changes);
  if (withdrawn) {
    auto due = ledger::refund_is_due(booking.head("/settled", ledger::Operation::settle), original.account, original.tendered);
    if (!due.ok()) return due.error();
    if (!due->legs.empty()) booking.changes.append.emplace_back(*std::move(due));
  }
  if (!card) return booking.finish(ends_as, {});
  TRY(order, order_for(books, supply, instruction, booking.sale.number, &*card, context.now));
  return booking.finish(SaleStatus::taking_back, std::move(order));
}

namespace {

/// What is left is of what came in last: cash that was used long ago does not make cash of today's cheque. Walked from the newest booking back.
class FreshCash {
 public:
  explicit FreshCash(Money left) : left_(left) {}
  void went_out(Money sum, Money cash) { gone_cash_ += cash, gone_other_ += sum - cash; }
  void came_in(Money sum, Money cash) {
    const Money other = still_there(sum - cash, gone_other_);
    cash = still_there(cash, gone_cash_);
    const Money taken = std::min(cash + other, left_);
    left_ -= taken;
    cash_ += std::max(Money{}, taken - other);
  }
  Money cash() const { return cash_; }

 private:
  /// What went out later went out of what had come by the same tender last.
  static Money still_there(Money came, Money& gone) {
    const Money out = std::clamp(gone, Money{}, std::max(Money{}, came));
    gone -= out;
    return came - out;
  }
  Money left_, gone_cash_, gone_other_, cash_;
};

}  // namespace

bool beyond_what_was_paid_in(const books::Reader& books, std::int64_t account, Money amount) {
  Money covered;
  FreshCash fresh(std::max(amount, refund_due(books, account)));
  for (const auto& sale : books.newest(books::Sale::of_account, whole_life, account)) {
    const auto state = books.find<books::SaleState>(sale.number);
    if (!state || !books::happened(state->state)) continue;
    const bool two = !sale.approved_by.empty();
    if (ledger::row_of(sale.kind).cash == ledger::Cash::in || !two) covered += ledger::parts_of(sale).of(books::Tender::cash);
    const bool given = sale.kind == books::Operation::supplement && state->state != SaleStatus::taken_back && sale.credit.is_money();
    if (given && two) covered += sale.credit.money();
    if (given) fresh.came_in(sale.credit.money(), two ? sale.credit.money() : Money{});
    const auto cash = ledger::parts_of(sale).of(books::Tender::cash);
    if (ledger::row_of(sale.kind).cash == ledger::Cash::in) fresh.came_in(sale.tendered, cash);
    if (ledger::row_of(sale.kind).cash == ledger::Cash::out) fresh.went_out(-sale.tendered, -cash);
  }
  return amount > std::min(covered, fresh.cash());
}

Money payable_now(const books::Reader& books, std::int64_t account) {
  Money due = due_beyond_claims(books, account);
  books::sales_that_may_be_open(books, account, [&](const books::Sale& sale) {
    const auto state = books.find<books::SaleState>(sale.number);
    if (!state || state->state != SaleStatus::booked) return;
    for (const auto& leg : books.legs(sale.number))
      if (leg.account == ledger::customer_balance(account) && leg.amount.is_negative()) due += leg.amount;
  });
  return due;
}

Result<void> enough_in_drawer(const books::Reader& books, const Desk& desk, Money cash) {
  const Money there = books.balance(desk.cash());
  if (there >= cash) return Done{};
  return error(Fault::refused, "drawer_short", "There is not enough money in the drawer; nothing was paid out.", {{"cash", format_money(there, books::minor_digits_of(books))}});
}

Money refund_due(const books::Reader& books, std::int64_t account) { return -books.balance(ledger::customer_balance(account)); }
Error nothing_due(Money due, int minor_digits) {
  return error(Fault::refused, "nothing_due", "The customer is not owed that much; nothing was paid out.", {{"due", format_money(std::max(Money{}, due), minor_digits)}});
}
Money due_beyond_claims(const books::Reader& books, std::int64_t account) { return refund_due(books, account) - std::max(Money{}, books.balance(ledger::claim(account))); }

Booked pay_out(const books::Reader& books, const PayOutRequest& request, const Context& context) {
  TRY(before, answered_before(books, request.claim));
  if (before) return books::Decision<Outcome>{{}, std::move(*before)};
  TRY(desk, at_desk(books, context));
  TRY(supply, supply_of(books, request.account, context.now, context.plans));
  MUST(scheme::balance_is_free(supply.account, context));
  const Money due = payable_now(books, request.account);
  if (request.amount <= Money{} || request.amount > due)
    return nothing_due(due, supply.utility.minor_digits);
  MUST(enough_in_drawer(books, desk, request.amount));
  TRY(approval, people::second_person(books, {"pay_out", approval_content(request), request.amount, refund_limit(books, supply, context), request.approval,
                                             beyond_what_was_paid_in(books, request.account, request.amount), {}, done_alone(books, request.account, {ledger::Operation::refund}, context)}, context));
  Booking booking{std::move(desk), supply, context, request.claim, ledger::Operation::refund};
  booking.sale.tendered = -request.amount;
  booking.agreed_to(approval);
  booking.document["tendered"] = booking.sale.tendered.minor();
  booking.document["balance_after"] = (refund_due(books, request.account) - request.amount).minor();
  MUST(booking.post(ledger::pay_out(booking.head(), ledger::at_till(booking.sale), request.account)));
  return booking.finish(SaleStatus::applied, {});
}

}  // namespace kwota::counter
