#include "sell/life/change_scheme.h"

#include <fmt/format.h>

#include "base/cause.h"
#include "base/decimal.h"
#include "base/ids_text.h"
#include "base/text/typed_register.h"
#include "books/lookup.h"
#include "people/approval.h"
#include "people/reason.h"
#include "sell/counter/account/card_life.h"
#include "sell/counter/account/leaving_meter.h"
#include "sell/counter/order/fit.h"
#include "sell/counter/order/instruction_book.h"
#include "sell/counter/price.h"
#include "sell/counter/sell.h"
#include "sell/ledger/chart.h"
#include "sell/life/final_balance.h"
#include "sell/remote/link.h"
#include "sell/stock/stock.h"

namespace kwota::life {
namespace {

using books::BalanceSource;
using counter::Booking;
using counter::Desk;
using ledger::Operation;
using scheme::Carrier;
using scheme::Scheme;

constexpr books::Right right_to_change = "change_scheme";
constexpr std::string_view void_reason = "change_scheme";

/// What the request comes to, before money is looked at.
struct Move {
  Desk desk;
  Supply before, after;
  const Scheme *from, *to;
  MoneyGoes money;

  bool other_meter() const { return before.meter.number != after.meter.number; }
};

Result<void> may_move(const Supply& supply) {
  const Details about{{"account", fmt::format("{}", supply.account.number)}};
  if (supply.account.state != books::AccountStatus::open && supply.account.state != books::AccountStatus::closing)
    return error(Fault::refused, "account_not_open", "Only an open account goes on by another scheme; nothing was changed.", about);
  if (supply.customer.state != books::CustomerStatus::blocked) return Done{};
  return error(Fault::refused, "customer_blocked", "This customer is blocked; nothing was changed.", {{"customer", to_text(supply.customer.number)}, {"reason", supply.customer.state_reason}});
}

/// At the meter that comes in its place: a book of its own begins there.
Result<void> begin_there(const books::Reader& books, Move& move, const Context& context) {
  auto& after = move.after;
  after.in_transit = counter::in_transit(books, after.meter);
  after.units_in_transit = {};
  after.units_unreadable.reset();
  after.account.statements_before = after.meter.statements;
  after.account.first_number = move.to->holder == scheme::BalanceHolder::meter ? after.meter.applied.next() : after.meter.applied;
  MUST(counter::check_clock(books, after.meter.number, context.now));
  return counter::nothing_pending(books, after);
}

Result<Move> move_of(const books::Reader& books, const SchemeRequest& request, const Context& context) {
  MUST(people::has_reason(request.reason, right_to_change.word()));
  TRY(desk, counter::at_desk(books, context));
  TRY(before, counter::supply_of(books, request.account, context.now, context.plans));
  MUST(may_move(before));
  MUST(counter::check_clock(books, before.meter.number, context.now));
  TRY(from, scheme::scheme_of(before.account, context));
  const auto* to = context.schemes->find(request.scheme);
  if (to == nullptr) return error(Fault::request, "unknown_scheme", "There is no such scheme; choose one of the list.", {{"scheme", request.scheme}});
  TRY(after, by_scheme(books, before, *to, request.meter, context));
  Move out{std::move(desk), std::move(before), std::move(after), from, to, money_goes(*from, *to)};
  out.after.account.state = books::AccountStatus::open;
  if (out.other_meter()) MUST(begin_there(books, out, context));
  return out;
}

/// Cards of the way that ends carry no more.
std::int64_t void_cards(const books::Reader& books, std::int64_t account, books::Changes& changes) {
  std::int64_t count = 0;
  for (auto card : books::cards_of_account(books, account)) {
    if (card.state != books::CardStatus::active && card.state != books::CardStatus::fresh && card.state != books::CardStatus::blocked) continue;
    card.state = books::CardStatus::replaced;
    card.state_reason = void_reason;
    changes.put.emplace_back(std::move(card));
    ++count;
  }
  return count;
}

Booking booking_of(Move& move, const SchemeRequest& request, const std::string& version, const std::optional<books::Approval>& approval, const Context& context) {
  Booking booking{std::move(move.desk), move.after, context, request.claim, Operation::change_scheme};
  booking.sale.reason = request.reason;
  booking.sale.plan_version = version;
  booking.agreed_to(approval);
  auto& document = booking.document;
  document["from_scheme"] = move.from->name;
  document["to_scheme"] = move.to->name;
  if (move.other_meter()) document["old_meter"] = to_text(move.before.meter.number);
  return booking;
}

void note_change(const books::Reader& books, const Move& move, Money moved, std::int64_t cards_void, Booking& booking) {
  const auto last = books.last<books::SchemeChange>(move.before.account.number);
  const auto& sale = booking.sale;
  booking.document["moved"] = moved.minor();
  if (cards_void > 0) booking.document["cards_void"] = cards_void;
  booking.changes.put.emplace_back(books::SchemeChange{.account = move.before.account.number,
                                                       .number = last ? last->number + 1 : 1,
                                                       .time = sale.time,
                                                       .from_scheme = std::string{move.from->name},
                                                       .to_scheme = std::string{move.to->name},
                                                       .document = sale.number,
                                                       .old_meter = move.before.meter.number,
                                                       .new_meter = move.after.meter.number,
                                                       .moved = moved,
                                                       .cards_void = cards_void,
                                                       .reason = sale.reason,
                                                       .changed_by = sale.operator_name,
                                                       .approved_by = sale.approved_by});
}

/// The old meter leaves as at a swap: its late word is held against what was said of it.
Result<void> exchange_meter(const books::Reader& books, const Move& move, const FinalBalance& word, Money worth, Energy first, const Context& context, Booking& booking) {
  auto row = counter::leaving(books, move.before, booking.sale.time);
  write_down(row, word);
  row.new_meter = move.after.meter.number;
  row.document = booking.sale.number;
  row.first_register = first;
  row.compensation = worth;
  row.reason = booking.sale.reason;
  row.swapped_by = booking.sale.operator_name;
  row.approved_by = booking.sale.approved_by;
  if (row.last_register) booking.document["last_register"] = row.last_register->wh();
  booking.document["first_register"] = first.wh();
  counter::take_off(books, move.before.meter, move.before.account.number, booking.sale.number, context, booking.changes);
  MUST(stock::put_on(books, move.after.meter.number, move.before.account.number, booking.sale.number, context, booking.changes));
  // What it was to be asked is asked no more, unless only its line can still say what it held.
  if (auto link = books.find<books::MeterLink>(move.before.meter.number); link && link->state == books::LinkStatus::active && word.source != BalanceSource::typed) {
    link->state = books::LinkStatus::stopped;
    link->changed = context.now;
    booking.changes.put.emplace_back(*link);
  }
  booking.changes.put.emplace_back(std::move(row));
  return Done{};
}

remote::Booked without_command(books::Decision<counter::Outcome> booked) { return books::Decision<remote::Outcome>{std::move(booked.changes), {std::move(booked.answer), {}}}; }

// ---- the money stays where it is

remote::Booked stays(const books::Reader& books, Move move, const SchemeRequest& request, const Context& context) {
  if (!request.remaining.empty() || !request.last_register.empty())
    return error(Fault::request, "meter_stays", "The money stays in this meter: change the scheme with it, and swap the meter by itself. Nothing was changed.", {{"meter", to_text(move.before.meter.number)}});
  // A meter that has given up what it held waits for what the order was for.
  if (move.before.account.state == books::AccountStatus::closing)
    return error(Fault::refused, "account_closing", "This account is being closed; finish the closing or wait for the meter.", {{"account", fmt::format("{}", request.account)}});
  MUST(counter::nothing_pending(books, move.before));
  TRY(version, move.after.plan.version_at(context.now));
  auto booking = booking_of(move, request, version, {}, context);
  const bool ends_cards = !move.to->opens_by() || (!scheme::facts_of(*move.to->opens_by()).onto_card && !request.keep_cards);
  const auto cards = ends_cards ? void_cards(books, request.account, booking.changes) : 0;
  note_change(books, move, {}, cards, booking);
  booking.changes.put.emplace_back(move.after.account);
  return without_command(booking.finish(books::SaleStatus::applied, {}));
}

// ---- to the server

/// By its own word, or by what two people say of one that is taken off; never with something on its way to it.
Result<FinalBalance> said_of(const books::Reader& books, const Move& move, const SchemeRequest& request, const Context& context) {
  if (move.before.in_transit && move.before.in_transit->kind != books::InstructionKind::closing) MUST(counter::nothing_pending(books, move.before));
  if (!request.remaining.empty() && !move.other_meter())
    return error(Fault::refused, "meter_has_to_go", "What a meter holds is typed only of one that is taken off: it would give its credit once more. Nothing was booked. Name the meter that comes in its place.",
                 {{"meter", to_text(move.before.meter.number)}});
  return final_balance(books, move.before, {request.remaining, request.last_register, false, request.card}, context);
}

/// Where charging begins: at the new meter's first register, or where the one that stays was read.
remote_account::TypedRegisters opening_of(const Move& move, const SchemeRequest& request) {
  if (!move.other_meter()) return {request.last_register, {}};
  if (request.first_register.empty()) return {"0", {"0", "0", "0", "0"}};
  return {request.first_register, {}};
}

remote::Booked to_server(const books::Reader& books, Move move, const SchemeRequest& request, const Context& context) {
  TRY(word, said_of(books, move, request, context));
  TRY(first, typed_first_register(request.first_register));
  // What was paid out meanwhile, or pays a debt, is no balance any more.
  const Money moved = word.held.is_negative() ? word.worth : share_of(word.given, word.due).worth;
  TRY(version, move.after.plan.version_at(context.now));
  TRY(approval, people::second_person(books, {right_to_change, approval_content(request, books::minor_digits_of(books)), moved, {}, request.approval, true, request.reason}, context));
  const std::string before{move.from->name};
  TRY(begun, remote_account::begin_at(books, move.after, {request.terms, opening_of(move, request), before, word.due}, context));
  auto booking = booking_of(move, request, version, approval, context);
  MUST(post_final_balance(books, move.before, word, context, booking));
  auto& document = booking.document;
  document["balance_source"] = word_of(word.source);
  document["last_credit"] = word.held.amount();
  document["last_unit"] = word_of(move.before.meter.unit);
  document["balance_after"] = word.due.minor();
  if (word.last_register) document["last_register"] = word.last_register->wh();
  if (move.other_meter()) MUST(exchange_meter(books, move, word, moved, first, context, booking));
  note_change(books, move, moved, void_cards(books, request.account, booking.changes), booking);
  booking.changes.join(std::move(begun.changes));
  if (move.other_meter()) booking.changes.put.emplace_back(move.after.meter);
  booking.changes.put.emplace_back(move.after.account);
  return without_command(booking.finish(books::SaleStatus::applied, {}));
}

// ---- to the meter

/// The customer's card, or a blank one that is made out now; none on the reader: the one that he has gets it where it is put down next.
Result<std::optional<books::Card>> card_for(const books::Reader& books, const Move& move, const SchemeRequest& request, const Context& context) {
  if (!scheme::facts_of(move.to->carriers.front()).onto_card) return std::optional<books::Card>{};
  if (request.card) {
    const bool known = books.find<books::Card>(*request.card).has_value();
    TRY(card, known ? counter::usable_card(books, request.card, request.account, context) : counter::new_card(books, request.card, move.after.account, context));
    return std::optional{std::move(card)};
  }
  if (auto card = books::card_in_use(books, request.account)) return card;
  return error(Fault::card, Cause::no_card, "This account has no card in use: put a blank one on the reader; it is made out with its credit.");
}

/// What a balance becomes in the meter.
struct Bought {
  Credit credit;
  Money taken;  ///< of the balance; what bought nothing stays the customer's
  std::optional<counter::Quote> quote;
};
/// Money goes over as it is. Units are bought by the quote of the plan in force, with its charges and taxes; debts by name go on and take nothing of it.
Result<Bought> bought_with(const books::Reader& books, const Move& move, Money worth, const Context& context) {
  if (worth.is_zero() || move.after.meter.unit == Unit::money) return Bought{worth, worth, {}};
  auto buyer = move.after;
  buyer.debts.clear();
  auto quote = counter::price_of(books, buyer, *move.to, worth, context.now);
  if (!quote.ok() && (cause_of(quote.error()) == Cause::below_minimum || cause_of(quote.error()) == Cause::too_little)) return Bought{Credit::of(move.after.meter.unit, 0), {}, {}};
  if (!quote.ok()) return std::move(quote).error();
  return Bought{quote->credit, worth - quote->residue, *std::move(quote)};
}

/// The entry of a sale whose money was the customer's balance.
Result<books::Entry> paid_by_balance(const ledger::Head& head, const Move& move, const Bought& bought) {
  const auto account = move.after.account.number;
  if (!bought.quote) return ledger::credited_again(head, account, word_of(move.after.plan.commodity()), bought.taken);
  auto payment = bought.quote->payment;
  payment.tendered = bought.taken;
  payment.residue = {};
  return ledger::of_sale(head, {{ledger::customer_balance(account), bought.taken}}, account, payment);
}

FinalBalance read_at_the_end(const SchemeRequest& request) {
  FinalBalance out;
  out.source = BalanceSource::by_link;
  if (const auto last = typed_register(request.last_register); last.ok()) out.last_register = *last;
  return out;
}

remote::Booked to_meter(const books::Reader& books, Move move, const SchemeRequest& request, const Context& context) {
  if (!request.remaining.empty())
    return error(Fault::request, "balance_at_office", "The balance of this account is at the server: its meter holds nothing that could be typed. Nothing was booked.", {{"account", fmt::format("{}", request.account)}});
  TRY(left, remote_account::leave(books, request.account, {request.last_register, {}}, context));
  TRY(first, typed_first_register(request.first_register));
  const auto carrier = move.to->carriers.front();
  const Money worth = std::max(Money{}, left.answer.balance);
  move.after.account.charged = left.answer.charged;
  MUST(counter::nothing_pending(books, move.after));
  MUST(counter::check_hoarding(books, move.after, worth, context.now));
  TRY(then, counter::held_prices(books, move.after, carrier, context.now));
  move.after = std::move(then);
  TRY(bought, bought_with(books, move, worth, context));
  const bool carried = !bought.credit.is_zero();
  if (bought.quote) move.after.account.charged = counter::charged_text(bought.quote->charged_after);
  std::optional<books::Card> card;
  if (carried) {
    TRY(found, card_for(books, move, request, context));
    card = std::move(found);
  }
  TRY(version, move.after.plan.version_at(context.now));
  TRY(approval, people::second_person(books, {right_to_change, approval_content(request, books::minor_digits_of(books)), worth, {}, request.approval, !worth.is_zero() || request.last_register.empty(), request.reason}, context));

  auto booking = booking_of(move, request, version, approval, context);
  booking.sale.credit = bought.credit;
  if (card) booking.sale.card = card->serial;
  booking.changes.join(std::move(left.changes));
  MUST(booking.post(paid_by_balance(booking.head(), move, bought)));
  auto& document = booking.document;
  if (bought.quote) counter::describe(books, document, *bought.quote, move.after.utility.minor_digits);
  document["credit"] = bought.credit.amount();
  if (bought.taken != worth) document["residue"] = (worth - bought.taken).minor();
  if (left.answer.balance.is_negative()) document["debt"] = -left.answer.balance.minor();
  if (carried) document["should_show"] = bought.credit.amount();
  if (carried) booking.carried_by(carrier, card);
  if (move.other_meter()) MUST(exchange_meter(books, move, read_at_the_end(request), bought.taken, first, context, booking));
  note_change(books, move, left.answer.balance.is_negative() ? left.answer.balance : bought.taken, 0, booking);
  booking.changes.put.emplace_back(left.answer.account);
  if (card && !books.find<books::Card>(card->serial)) counter::hand_out(books, *card, booking.sale.number, context, booking.changes);
  auto row = *books.find<books::Account>(request.account);
  row.scheme = move.after.account.scheme, row.charged = move.after.account.charged;
  row.meter = move.after.account.meter, row.first_number = move.after.account.first_number, row.statements_before = move.after.account.statements_before;
  booking.changes.put.emplace_back(row);
  return remote::begun(books, std::move(booking), move.after, bought.credit, {carrier, request.card ? card : std::nullopt}, context);
}

}  // namespace

people::Proposal approval_content(const SchemeRequest& request, int digits) {
  using people::Part;
  people::Proposal content(people::Proposed::change_scheme);
  content.number(Part::account, request.account).word(Part::scheme, "scheme", request.scheme);
  if (request.meter) content.text(Part::new_meter, to_text(request.meter->number));
  content.figure(Part::remaining, request.remaining).figure(Part::last_register, request.last_register).figure(Part::first_register, request.first_register);
  if (!request.terms.overdraft.is_zero()) content.money(Part::may_owe, request.terms.overdraft, digits);
  return content;
}

remote::Booked change_scheme(const books::Reader& books, const SchemeRequest& request, const Context& context) {
  TRY(before, counter::answered_before(books, request.claim));
  if (before) return remote::again(books, std::move(*before));
  MUST(people::require(context.who, right_to_change));
  TRY(move, move_of(books, request, context));
  switch (move.money) {
    case MoneyGoes::to_server: return to_server(books, std::move(move), request, context);
    case MoneyGoes::to_meter: return to_meter(books, std::move(move), request, context);
    case MoneyGoes::nowhere: break;
  }
  return stays(books, std::move(move), request, context);
}

}  // namespace kwota::life
