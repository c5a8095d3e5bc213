#include "sell/counter/sell.h"

#include <fmt/format.h>

#include "base/cause.h"
#include "base/decimal.h"
#include "base/ids_text.h"
#include "books/lookup.h"
#include "people/permissions.h"
#include "sell/counter/order/fit.h"
#include "sell/counter/order/instruction_book.h"

namespace kwota::counter {
namespace {

namespace json = boost::json;

json::object line_json(const tariff::Line& line) {
  json::object out{{"id", line.id}, {"minor", line.amount.minor()}};
  if (line.step) out["step"] = *line.step;
  if (line.units) out["units_e3"] = line.units->e3;
  if (!line.price.empty()) out["price"] = line.price;
  if (!line.count.empty()) out["count"] = line.count;
  if (line.base) out["base"] = line.base->minor();
  if (!line.percent.empty()) out["percent"] = line.percent;
  if (!line.base_fees.is_zero()) out["base_fees"] = line.base_fees.minor();
  if (!line.base_fixed.is_zero()) out["base_fixed"] = line.base_fixed.minor();
  if (line.left) out["left"] = line.left->minor();
  if (line.memo) out["memo"] = true;
  return out;
}

json::object texts(const std::map<std::string, std::string>& rows) {
  json::object out;
  for (const auto& [key, value] : rows) out[key] = value;
  return out;
}

/// The newest receipt of an instruction names it to people.
std::string named_by(const books::Instruction& instruction) {
  const auto sales = sales_of(instruction);
  return sales.empty() ? std::string{} : sales.back();
}

/// By what it said last, for this account or for one before.
bool meter_is_ahead(const books::Reader& books, const Supply& supply) {
  if (supply.statement && supply.statement->meter == supply.meter.number) return supply.statement->count > supply.meter.sold;
  const auto reported = books::newest_statement(books, supply.meter.number);
  return reported && reported->count > supply.meter.sold;
}

Result<void> check_unread_state(const books::Reader& books, const books::Instruction& unread) {
  const auto line = on_the_line(books, unread);
  for (const auto& number : sales_of(unread)) {
    const auto state = books.find<books::SaleState>(number);
    if (state && state->state == SaleStatus::in_doubt)
      return error(Fault::refused, Cause::sale_in_doubt, "A sale to this meter is not confirmed yet; put its card on the reader first.", {{"sale", number}});
    // What waits in the queue of a link is booked too, but nobody is writing it.
    const bool waits = line == LinkDelivery::queued || line == LinkDelivery::ended;
    if (line == LinkDelivery::sent || (state && state->state == SaleStatus::booked && !waits))
      return error(Fault::refused, Cause::sale_in_flight, "A sale to this meter has not reached it yet: it is being written or sent, maybe from another counter, or waits for the customer's card. Nothing was booked. Wait for it, or put his card on the reader.",
                   {{"sale", number}});
  }
  return Done{};
}

/// The quote that was shown is the sale, or nothing is.
Result<Quote> still_true(const books::Reader& books, const Supply& supply, const QuoteName& name, std::string_view shown, const Context& context) {
  TRY(scheme, scheme::scheme_of(supply.account, context));
  TRY(now, price_of(books, supply, *scheme, name.tendered, context.now));
  if (now.id != shown)
    return error(Fault::refused, Cause::quote_stale, "Tariff, meter or limits changed since this quote; nothing was booked. Look at the new one.",
                 {{"quote", now.id}, {"credit", format_credit(now.credit, supply.utility.minor_digits)}});
  return now;
}

}  // namespace

std::optional<CardSerial> card_of_quote(const books::Reader& books, std::string_view quote) {
  const auto name = parse_quote_id(quote);
  if (!name) return std::nullopt;
  const auto card = books::card_in_use(books, name->account);
  return card ? std::optional{card->serial} : std::nullopt;
}

Result<void> not_expired(const books::Card& card, const Context& context) {
  if (card.valid_to.empty() || context.today() <= card.valid_to) return Done{};
  return error(Fault::card, Cause::card_expired, "This card has expired; replace it.", {{"card", to_text(card.serial)}, {"valid_to", card.valid_to}});
}

Result<books::Card> usable_card(const books::Reader& books, const std::optional<CardSerial>& serial, std::int64_t account,
                                const Context& context) {
  if (!serial) return error(Fault::card, Cause::no_card, "No card lies on the reader; put the customer's card there.");
  const Details about{{"card", to_text(*serial)}};
  const auto card = books.find<books::Card>(*serial);
  if (!card) return error(Fault::card, "unknown_card", "This card is not in our books; nothing was booked.", about);
  if (card->state == books::CardStatus::blocked || card->state == books::CardStatus::replaced || card->state == books::CardStatus::spoiled)
    return error(Fault::card, "blocked_card", "This card is blocked; nothing can be sold onto it. Replace it.",
                 {{"card", to_text(*serial)}, {"reason", card->state_reason}});
  if (card->state == books::CardStatus::closed) return error(Fault::card, Cause::account_closed, "The account of this card is closed; open a new account.",
                                            {{"account", fmt::format("{}", card->account)}});
  if (card->account != account)
    return error(Fault::card, "wrong_card", "The card on the reader belongs to another account; nothing was booked.",
                 {{"account", fmt::format("{}", card->account)}});
  MUST(not_expired(*card, context));
  return *card;
}

Result<std::optional<books::Card>> card_at_hand(const books::Reader& books, Carrier carrier, const std::optional<CardSerial>& serial, std::int64_t account,
                                                const Context& context) {
  if (!scheme::facts_of(carrier).onto_card) return std::optional<books::Card>{};
  TRY(card, usable_card(books, serial, account, context));
  return std::optional{std::move(card)};
}

Result<void> nothing_pending(const books::Reader& books, const Supply& supply) {
  if (meter_is_ahead(books, supply))
    return error(Fault::meter, "meter_ahead", "The meter has taken more instructions than the books know; nothing was booked. Call support.",
                 {{"meter", to_text(supply.meter.number)}});
  if (!supply.in_transit) return Done{};
  if (supply.in_transit->kind == books::InstructionKind::closing)
    return error(Fault::refused, "account_closing", "This account is being closed; finish the closing or wait for the meter.",
                 {{"account", fmt::format("{}", supply.account.number)}});
  MUST(check_unread_state(books, *supply.in_transit));
  const auto number = named_by(*supply.in_transit);
  const auto sale = books.find<books::Sale>(number);
  return error(Fault::refused, Cause::pending_sale, "The last sale has not reached the meter yet; sum onto it, or let the meter read the card first.",
               {{"sale", number},
                {"amount", format_credit(sale ? amount_of(*sale) : supply.in_transit->amount, supply.utility.minor_digits)},
                {"sum", format_credit(supply.in_transit->amount, supply.utility.minor_digits)}});
}

Result<std::optional<std::string>> pending_to_merge(const books::Reader& books, const Supply& supply, OnPending on_pending) {
  const auto clear = nothing_pending(books, supply);
  if (clear.ok()) return std::optional<std::string>{};
  if (cause_of(clear.error()) != Cause::pending_sale || on_pending != OnPending::sum) return clear.error();
  return std::optional{named_by(*supply.in_transit)};
}

Result<books::Instruction> credit_instruction(const books::Reader& books, const Supply& supply, Credit credit, const std::string& receipt,
                                              Instant now) {
  if (supply.meter.sold == supply.meter.applied) return next_number(supply.meter, {books::InstructionKind::credit, credit, {receipt}, {}}, now);
  InstructionRequest requested{books::InstructionKind::credit, credit, {}, {}};
  if (supply.in_transit) {
    requested.amount += supply.in_transit->amount;
    requested.sales = credited(books, *supply.in_transit);
  }
  requested.sales.push_back(receipt);
  return next_revision(books, supply.meter, requested, now);
}

void describe(const books::Reader& books, json::object& document, const Quote& quote, int minor_digits) {
  json::array lines;
  for (const auto& line : quote.lines) {
    auto row = line_json(line);
    if (const auto* debt = debt_named(quote, line)) row["debt"] = debts::in_words(books, debt->row, minor_digits);
    lines.push_back(std::move(row));
  }
  document["lines"] = std::move(lines);
  if (!quote.residue.is_zero()) document["residue"] = quote.residue.minor();
  document["units_e3"] = quote.units.e3;
  if (quote.remaining) document["remaining"] = quote.remaining->amount();
  document["should_show"] = quote.should_show.amount();
  if (quote.next) {
    json::object next{{"price", quote.next->price}, {"step", quote.next->step}};
    if (quote.next->left_in_step) next["left_e3"] = quote.next->left_in_step->e3;
    if (!quote.next->price_after.empty()) next["price_after"] = quote.next->price_after;
    document["next"] = std::move(next);
  }
}

Result<void> take_money(const books::Reader& books, Booking& booking, const Supply& supply, const Quote& quote, const Paying& paying) {
  TRY(money, taken(paying, quote.tendered, supply.utility));
  MUST(receive(books, money, booking.sale, booking.changes));
  booking.sale.credit = quote.credit;
  booking.sale.plan_version = quote.plan_version;
  describe(books, booking.document, quote, supply.utility.minor_digits);
  if (!money.change.is_zero()) {
    booking.document["received"] = money.received.minor();
    booking.document["change"] = money.change.minor();
  }
  // What a reversal gives back (give_back_charges).
  if (const auto before = parse_charged(supply.account.charged); before != quote.charged_after) {
    booking.document["charged_before"] = texts(before);
    booking.document["charged_after"] = texts(quote.charged_after);
  }
  MUST(booking.post(ledger::of_sale(booking.head(), ledger::at_till(booking.sale), supply.account.number, quote.payment)));
  return Done{};
}

Booked sell(const books::Reader& books, const SellRequest& request, const Context& context) { return sell_by(Carrier::card, books, request, context); }

Booked sell_by(Carrier carrier, const books::Reader& books, const SellRequest& request, const Context& context) {
  TRY(before, answered_before(books, request.claim));
  if (before) return books::Decision<Outcome>{{}, std::move(*before)};
  MUST(may_sell(context));
  TRY(name, parse_quote_id(request.quote));
  TRY(desk, at_desk(books, context));
  TRY(asked, supply_of(books, name.account, context.now, context.plans));
  MUST(may_be_sold_to(asked));
  MUST(scheme::balance_in_meter(asked.account, context));
  MUST(scheme::carries(asked.account, carrier, context));
  TRY(held, held_by_meter(books, std::move(asked), carrier, context.now));
  const auto& supply = held.supply;
  TRY(card, card_at_hand(books, carrier, request.card, name.account, context));
  MUST(check_clock(books, supply.meter.number, context.now));
  TRY(unread, pending_to_merge(books, supply, request.on_pending));
  TRY(quote, still_true(books, supply, name, request.quote, context));

  Booking booking{std::move(desk), supply, context, request.claim, ledger::Operation::recharge};
  booking.carried_by(carrier, card);
  MUST(confirm(booking, unusual_sale(books, supply, quote.tendered, quote.plan_version, context.now), request.confirmed));
  MUST(take_money(books, booking, supply, quote, request.paying));
  TRY(instruction, credit_instruction(books, supply, quote.credit, booking.sale.number, context.now));
  booking.instruct(supply.meter, instruction);
  if (unread) booking.document["summed_onto"] = *unread;
  if (quote.charged_after != parse_charged(supply.account.charged)) {
    auto account = supply.account;
    account.charged = charged_text(quote.charged_after);
    booking.changes.put.emplace_back(account);
  }
  if (!card) return booking.finish_paid(books, SaleStatus::booked);
  return booking.finish(SaleStatus::booked, order_for(books, held, instruction, booking.sale.number, *card, context.now));
}

}  // namespace kwota::counter
