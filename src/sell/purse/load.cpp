#include "sell/purse/load.h"

#include <fmt/format.h>

#include "base/cause.h"
#include "base/decimal.h"
#include "base/fingerprint.h"
#include "base/ids_text.h"
#include "people/approval.h"
#include "people/permissions.h"
#include "sell/counter/account/card_life.h"
#include "sell/counter/account/recovered.h"
#include "sell/counter/price.h"
#include "sell/counter/supplement.h"
#include "sell/counter/take_back.h"
#include "sell/ledger/chart.h"
#include "sell/ledger/tender.h"
#include "sell/purse/returned.h"
#include "sell/settings/in_force.h"
#include "sell/tariff/plan/smallest_amount.h"

namespace kwota::purse {
namespace {

using books::PurseStatus;

/// The same card with the same money on it, or the quote is an old one.
std::string mark(const PurseAccount& at, Money amount, Money before, const counter::Shares& shares) {
  auto seen = fmt::format("{}|{}|{}|{}|{}|{}", at.account.number, at.purse.number, at.purse.n.value(), at.purse.moves, amount.minor(), before.minor());
  for (const auto& share : shares) seen += fmt::format("|{}:{}:{}", share.id, share.amount.minor(), share.left.minor());
  return fmt::format("{:016x}", fingerprint(seen));
}

/// What may be loaded now, and what the card holds before.
struct Room {
  PurseAccount at;
  Money before;
  std::vector<debts::Owed> owed;
};
/// A load makes an account's first card. One in the place of a lost one costs its fee, also where its making was torn and the fee given back.
Result<void> is_its_first_card(const PurseAccount& at) {
  if (at.purse.number == 1) return Done{};
  return error(Fault::refused, "next_card_first", "This account had a card before, and the next one costs its fee: make that card first, then load it. Nothing was booked.", {{"account", fmt::format("{}", at.account.number)}});
}

Result<Room> room_of(const books::Reader& books, PurseAccount at, const Result<CardSeen>& seen, const Context& context) {
  MUST(may_be_loaded(at));
  MUST(nothing_unsettled(books, at.account.number));
  auto owed = debts::owed_by(books, at.account.number, context.now, context.zone);
  if (at.purse.state == PurseStatus::granted) {
    MUST(is_its_first_card(at));
    MUST(may_be_made_of(books, seen ? std::optional(seen->card) : std::nullopt));
    return Room{std::move(at), {}, std::move(owed)};
  }
  MUST(usable(books, at, seen));
  MUST(not_expired(books, at, context));
  return Room{std::move(at), seen->balance, std::move(owed)};
}

Result<Room> room_for(const books::Reader& books, std::int64_t account, const Result<CardSeen>& seen, const Context& context) {
  TRY(at, purse_account(books, account, context));
  return room_of(books, std::move(at), seen, context);
}

/// So little is a slip of a key, and costs the counter more than it brings.
Result<void> large_enough(const books::Reader& books, const PurseAccount& at, Money amount, Instant now) {
  const Money least = settings::money_in_force(books, settings::SettingName::smallest_load, now, &at.account);
  if (amount >= least) return Done{};
  return error(Fault::refused, "load_too_small", "So little is not loaded onto a card; take more.", {{"least", format_money(least, at.utility.minor_digits)}});
}

/// The least payment of which something comes onto the card: what debts take of this one says nothing of what they take of a larger one.
std::string least_beside(const std::vector<tariff::Debt>& debts, int digits) {
  const auto least = tariff::smallest_amount([&](std::int64_t paid) {
    const auto taken = tariff::recover(debts, Money::minor(paid), digits);
    return taken.ok() && counter::sum_of(*taken) < Money::minor(paid);
  });
  return format_money(Money::minor(least.value_or(money_minor_max)), digits);
}

Result<LoadQuote> quote_for(const books::Reader& books, const Room& room, Money amount, Instant now) {
  const auto& [at, before, owed] = room;
  const int digits = at.utility.minor_digits;
  MUST(large_enough(books, at, amount, now));
  TRY(shares, tariff::recover(debts::recoverable(owed, digits), amount, digits));
  const Money credit = amount - counter::sum_of(shares);
  if (credit <= Money{})
    return error(Fault::refused, "debts_take_all", "The debts take all of this payment, and nothing would come onto the card; nothing was booked. Take more.", {{"need", least_beside(debts::recoverable(owed, digits), digits)}});
  MUST(check_room(books, at, before, credit, now));
  LoadQuote out{.id = fmt::format("{}.{}.{}", at.account.number, amount.minor(), mark(at, amount, before, shares)), .account = at.account.number, .amount = amount, .credit = credit,
                .before = before, .after = before + credit, .issues = at.purse.state == PurseStatus::granted, .recovered = shares, .owed = owed, .confirm = {}};
  out.confirm = counter::unusual_payment(books, at.account, at.utility.minor_digits, amount, now);
  return out;
}

/// The purse gets the card that is going to be made.
Result<books::Card> take_card(const books::Reader& books, const PurseAccount& at, const Result<CardSeen>& seen, const Context& context, counter::Booking& booking) {
  if (!seen) return seen.error();
  TRY(card, card_to_make(books, at, seen->card, context));
  auto purse = at.purse;
  purse.card = card.serial;
  purse.chip = seen->card;
  counter::hand_out(books, card, booking.sale.number, context, booking.changes);
  booking.changes.put.emplace_back(purse);
  return card;
}

/// What the slip says of the card.
void say_balance(counter::Booking& booking, Money before, Money amount) {
  booking.document["remaining"] = before.minor();
  booking.document["should_show"] = (before + amount).minor();
}

/// What was quoted is taken, and ordered of the card.
Booked booked_load(const books::Reader& books, const Room& room, const LoadQuote& quote, const LoadRequest& request, counter::Desk desk, const Context& context) {
  const auto& at = room.at;
  if (quote.issues) MUST(people::require(context.who, "open_account"));
  counter::Booking booking{std::move(desk), at.buyer(), context, request.claim, quote.issues ? ledger::Operation::open : ledger::Operation::recharge};
  MUST(counter::confirm(booking, quote.confirm, request.confirmed));
  TRY(money, counter::taken(request.paying, quote.amount, at.utility));
  MUST(counter::receive(books, money, booking.sale, booking.changes));
  booking.sale.credit = quote.credit;
  if (!money.change.is_zero()) {
    booking.document["received"] = money.received.minor();
    booking.document["change"] = money.change.minor();
  }
  if (!quote.recovered.empty()) booking.document["recovered"] = counter::lines_of(books, quote.owed, quote.recovered, at.utility.minor_digits);
  say_balance(booking, quote.before, quote.credit);
  MUST(booking.post(ledger::of_sale(booking.head(), ledger::at_till(booking.sale), at.account.number,
                                    {.commodity = std::string(ledger::purse), .tendered = quote.amount, .credit = quote.credit, .residue = {}, .charges = debts::charges_of(quote.owed, quote.recovered)})));
  if (!quote.issues) return finish(std::move(booking), order_for(at, CardWork::load, request.seen->card, quote.credit, quote.before));
  TRY(card, take_card(books, at, request.seen, context, booking));
  auto order = order_for(at, CardWork::issue, card.serial, quote.credit, {});
  order.chip = request.seen->card;
  order.valid_to = card.valid_to;
  return finish(std::move(booking), std::move(order));
}

}  // namespace

Result<LoadQuote> quote_load(const books::Reader& books, const LoadQuoteRequest& request, const Context& context) {
  TRY(room, room_for(books, request.account, request.seen, context));
  TRY(amount, counter::parse_amount(request.pay, room.at.utility));
  return quote_for(books, room, amount, context.now);
}

Booked load(const books::Reader& books, const LoadRequest& request, const Context& context) {
  TRY(before, answered_already(books, request.claim));
  if (before) return books::Decision<Outcome>{{}, std::move(*before)};
  MUST(people::require(context.who, "sell"));
  TRY(name, counter::parse_quote_id(request.quote));
  TRY(desk, counter::at_desk(books, context));
  TRY(room, room_for(books, name.account, request.seen, context));
  TRY(quote, quote_for(books, room, name.tendered, context.now));
  if (quote.id != request.quote)
    return error(Fault::refused, Cause::quote_stale, "The card or the limits changed since this quote; nothing was booked. Look at the new one.",
                 {{"quote", quote.id}, {"credit", format_money(quote.credit, room.at.utility.minor_digits)}});
  return booked_load(books, room, quote, request, std::move(desk), context);
}

Result<LoadQuote> quote_first_load(const books::Reader& books, const PurseAccount& at, const std::string& pay, const Result<CardSeen>& seen, const Context& context) {
  TRY(room, room_of(books, at, seen, context));
  TRY(amount, counter::parse_amount(pay, at.utility));
  return quote_for(books, room, amount, context.now);
}

Booked first_load(const books::Reader& books, const PurseAccount& at, const std::string& pay, const LoadRequest& request, const Context& context) {
  MUST(people::require(context.who, "sell"));
  TRY(desk, counter::at_desk(books, context));
  TRY(room, room_of(books, at, request.seen, context));
  TRY(amount, counter::parse_amount(pay, at.utility));
  TRY(quote, quote_for(books, room, amount, context.now));
  return booked_load(books, room, quote, request, std::move(desk), context);
}

Booked supplement(const books::Reader& books, const SupplementRequest& request, const Context& context) {
  TRY(before, answered_already(books, request.claim));
  if (before) return books::Decision<Outcome>{{}, std::move(*before)};
  MUST(people::require(context.who, "supplement"));
  TRY(reason, counter::supplement_reason(books, request.reason_code, request.reason));
  TRY(desk, counter::at_desk(books, context));
  TRY(at, purse_account(books, request.account, context));
  MUST(may_be_loaded(at));
  MUST(nothing_unsettled(books, request.account));
  MUST(usable(books, at, request.seen));
  MUST(not_expired(books, at, context));
  TRY(amount, counter::parse_amount(request.amount, at.utility));
  MUST(check_room(books, at, request.seen->balance, amount, context.now));
  const Money limit = settings::money_in_force(books, settings::SettingName::supplement_limit, context.now, &at.account);
  TRY(approval, people::second_person(books, {"supplement", people::Proposal(people::Proposed::supplement).number(people::Part::account, request.account), amount, limit, request.approval, false, reason,
                                             counter::done_alone(books, request.account, {ledger::Operation::supplement}, context)}, context));
  counter::Booking booking{std::move(desk), at.buyer(), context, request.claim, ledger::Operation::supplement};
  booking.sale.credit = amount;
  booking.sale.reason = reason;
  booking.agreed_to(approval);
  MUST(booking.post(ledger::of_supplement(booking.head(), request.reason_code, ledger::purse, amount)));
  booking.document["credit"] = amount.minor();
  booking.document["reason"] = request.reason;
  booking.document["reason_code"] = request.reason_code;
  say_balance(booking, request.seen->balance, amount);
  return finish(std::move(booking), order_for(at, CardWork::load, request.seen->card, amount, request.seen->balance));
}

}  // namespace kwota::purse
