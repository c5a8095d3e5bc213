#include "sell/life/final_balance.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <set>

#include "base/decimal.h"
#include "base/ids_text.h"
#include "base/register_turn.h"
#include "base/text/typed_register.h"
#include "books/lookup.h"
#include "sell/counter/order/brought_along.h"
#include "sell/counter/take_back.h"
#include "sell/counter/worth.h"
#include "sell/ledger/chart.h"

namespace kwota::life {
namespace {

using books::BalanceSource;
using counter::Booking;
using ledger::Operation;

constexpr std::size_t all_sales = 100'000;  // more than an account's ever

Result<std::optional<Energy>> last_register(const Supply& supply, const TypedBalance& typed, const Context& context) {
  const auto reported = supply.statement ? std::optional{supply.statement->energy} : std::nullopt;
  // Of a meter that cannot speak nobody knows what it counted after its last report, unless somebody reads it off.
  if (typed.last_register.empty()) return typed.remaining.empty() ? reported : std::nullopt;
  TRY(shown, typed_register(typed.last_register));
  if (!reported || shown >= *reported) return std::optional{shown};
  if (register_went(register_shows(*reported), shown, context.now - said_at(*supply.statement, context.zone), context.devices.facts_of(supply.meter.model).largest_watts)) return std::optional{shown};
  return error(Fault::refused, "register_went_back", "The meter has reported more than that before; nothing was booked. Read its register again.",
               {{"reported", format_decimal(reported->wh(), 3)}});
}

/// "12.30", "-4.00": in the meter's unit, down to what a device counts.
Result<Credit> held_as_typed(const Supply& supply, std::string text) {
  const bool overdraft = text.starts_with('-');
  if (overdraft) text.erase(0, 1);
  const auto unit = supply.meter.unit;
  const auto amount = parse_decimal(text, unit == Unit::money ? supply.utility.minor_digits : 3);
  if (!amount.ok() || *amount < 0)
    return error(Fault::request, "bad_amount", "Type what the meter held, zero if it was nothing; nothing was booked.", {{"text", text}});
  const auto whole = *amount - *amount % counted_as_one(unit);
  return Credit::of(unit, overdraft ? -whole : whole);
}

/// Nobody's meter ever held more than was bought for it and not given up since. What is being taken back is given back in the ledger already: had the meter kept it, its own word says so and corrects what is typed.
Result<void> was_bought(const books::Reader& books, const Supply& supply, Credit held, const Pending& pending) {
  Credit most = counter::brought_credit(books, supply.meter.number, supply.account.number).value_or(Credit{});
  for (const auto& sale : books.newest(books::Sale::of_account, all_sales, supply.account.number)) {
    const auto state = books.find<books::SaleState>(sale.number);
    const bool came = state && books::happened(state->state) && state->state != books::SaleStatus::taken_back && state->state != books::SaleStatus::taking_back;
    if (came && sale.meter == supply.meter.number) most += sale.credit;
  }
  if (supply.statement) {
    const auto before = books::newest_statement(books, supply.meter.number, supply.account.statements_before).value_or(books::Statement{});
    most -= supply.statement->surrendered - before.surrendered;
  }
  most -= pending.credit;
  if (held <= most) return Done{};
  return error(Fault::refused, "more_than_bought", "The meter cannot have held more than was bought for it; nothing was booked. Look at its display or its history again.",
               {{"most", format_credit(most, supply.utility.minor_digits)}});
}

/// Receipts whose money goes another way than by what is typed: what goes over was never taken, and what is being taken back is given back in the ledger already.
std::set<std::string> valued_elsewhere(const books::Reader& books, const Supply& supply, const Pending& pending) {
  std::set<std::string> out(pending.moved.begin(), pending.moved.end());
  for (const auto& sale : books.newest(books::Sale::of_account, all_sales, supply.account.number)) {
    const auto state = books.find<books::SaleState>(sale.number);
    if (sale.meter == supply.meter.number && state && state->state == books::SaleStatus::taking_back) out.insert(sale.number);
  }
  return out;
}

/// By its own word: it gave up what it held, and that is owed to the customer already.
Result<FinalBalance> by_its_word(const books::Reader& books, const Supply& supply) {
  TRY(given, surrendered_by(books, supply));
  FinalBalance out;
  out.source = supply.statement->carrier == books::Carrier::link ? BalanceSource::by_link : BalanceSource::by_card;
  out.held = given.credit;
  out.given = given;
  out.due = counter::refund_due(books, supply.account.number);
  return out;
}

/// By what two people say, with what had not reached it.
Result<FinalBalance> as_typed(const books::Reader& books, const Supply& supply, const TypedBalance& typed) {
  if (surrendered_by(books, supply).ok())
    return error(Fault::refused, "balance_reported", "The meter has said itself what it held; nothing is typed in its place.", {{"meter", to_text(supply.meter.number)}});
  FinalBalance out;
  out.source = BalanceSource::typed;
  TRY(held, held_as_typed(supply, typed.remaining));
  out.held = held;
  TRY(pending, pending_of(books, supply, typed.card, typed.leave_in_doubt));
  out.pending = std::move(pending);
  MUST(was_bought(books, supply, held, out.pending));
  out.worth = counter::worth_of(books, supply.account.number, held, supply.meter.number, valued_elsewhere(books, supply, out.pending));
  out.given = {out.pending.credit, out.pending.worth};
  if (!held.is_negative()) out.given = {out.given.credit + held, out.given.worth + out.worth};
  // A debt of the account, or of the meter's overdraft, is paid by it first.
  out.due = counter::refund_due(books, supply.account.number) + out.worth + out.pending.worth + out.pending.refund;
  return out;
}

}  // namespace

Result<FinalBalance> final_balance(const books::Reader& books, const Supply& supply, const TypedBalance& typed, const Context& context) {
  TRY(out, typed.remaining.empty() ? by_its_word(books, supply) : as_typed(books, supply, typed));
  TRY(last, last_register(supply, typed, context));
  out.last_register = last;
  return out;
}

Result<void> post_final_balance(const books::Reader& books, const Supply& supply, const FinalBalance& word, const Context& context, Booking& booking) {
  MUST(move_pending(books, supply, word.pending, context, booking.changes));
  if (word.source != BalanceSource::typed || word.worth.is_zero()) return Done{};
  const auto commodity = word_of(supply.plan.commodity());
  if (word.worth.is_negative())
    return booking.post(ledger::overdraft_cleared(booking.head("/cleared", Operation::cleared), supply.account.number, commodity, -word.worth));
  return booking.post(ledger::surrendered(booking.head("/surrendered", Operation::surrendered), supply.account.number, commodity, word.worth));
}

void write_down(books::MeterSwap& row, const FinalBalance& word) {
  row.balance_source = word.source;
  row.last_register = word.last_register;
  row.last_credit = word.held;
  row.carried_over = word.pending.credit;
  row.carried_number = word.pending.moved.empty() ? SequenceNumber{} : row.last_number;
  row.in_doubt = fmt::format("{}", fmt::join(word.pending.in_doubt, ","));
}

}  // namespace kwota::life
