#include "sell/counter/account/card_life.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/cause.h"
#include "base/decimal.h"
#include "base/ids_text.h"
#include "books/lookup.h"
#include "people/approval.h"
#include "people/reason.h"
#include "sell/counter/order/instruction_book.h"
#include "sell/scheme/scheme.h"
#include "sell/settings/in_force.h"
#include "sell/stock/card_stock.h"

namespace kwota::counter {
namespace {

constexpr int card_years = 10;  ///< a user card's validity [K]

/// What the second person agrees to.
people::Proposal approval_content(const BlockRequest& request) { return people::Proposal(people::Proposed::unblock_card).text(people::Part::card, to_text(request.card)); }

std::string valid_to(const Context& context) {
  auto date = context.zone.local(context.now).date;
  date.year += card_years;
  if (!valid(date)) date.day = 28;
  return format_date(date);
}

bool in_hand(books::CardStatus state) { return state == books::CardStatus::active || state == books::CardStatus::fresh || state == books::CardStatus::blocked; }

void retire(const books::Reader& books, std::int64_t account, const std::string& reason, books::Changes& changes) {
  for (auto card : books::cards_of_account(books, account)) {
    if (!in_hand(card.state)) continue;
    card.state = card.state == books::CardStatus::fresh ? books::CardStatus::spoiled : books::CardStatus::replaced;
    card.state_reason = reason;
    changes.put.emplace_back(card);
  }
}

}  // namespace

Result<void> may_get_by(const books::Meter& meter, scheme::Carrier carrier, const Context& context) {
  if (!scheme::facts_of(carrier).onto_card || context.devices.facts_of(meter.model).takes_cards) return Done{};
  return error(Fault::refused, "meter_takes_no_cards",
               fmt::format("Meter {} takes no cards: it has no security module. Nothing was booked. Sell to it over its line.", to_text(meter.number)),
               {{"meter", to_text(meter.number)}, {"model", meter.model}});
}

Result<books::Card> new_card(const books::Reader& books, const std::optional<CardSerial>& serial,
                             const books::Account& account, const Context& context) {
  MUST(scheme::carries(account, scheme::Carrier::card, context));
  TRY(scheme, scheme::scheme_of(account, context));
  if (const auto meter = books.find<books::Meter>(account.meter)) MUST(may_get_by(*meter, scheme::Carrier::card, context));
  if (!serial) return error(Fault::card, Cause::no_card, "No card lies on the reader; put the customer's card there.");
  if (const auto known = books.find<books::Card>(*serial); known && known->state != books::CardStatus::spoiled)
    return error(Fault::card, "card_in_use", "This card is in use already; put a blank card on the reader.",
                 {{"card", to_text(*serial)}, {"account", fmt::format("{}", known->account)}});
  books::Card card;
  card.serial = *serial;
  card.product = scheme->card_product;
  card.account = account.number;
  for (const auto& old : books::cards_of_account(books, account.number)) card.issue_number = std::max(card.issue_number, old.issue_number + 1);
  card.issued = context.now;
  card.valid_to = valid_to(context);
  return card;
}

void hand_out(const books::Reader& books, const books::Card& card, const std::string& document, const Context& context, books::Changes& changes) {
  stock::card_made(books, card, document, context, changes);
  changes.put.emplace_back(card);
}

Booked replace_card(const books::Reader& books, const ReplaceRequest& request, const Context& context) {
  TRY(before, answered_before(books, request.claim));
  if (before) return books::Decision<Outcome>{{}, std::move(*before)};
  MUST(people::require(context.who, "replace_card"));
  const auto cards = books::cards_of_account(books, request.account);
  const bool has_one = std::ranges::any_of(cards, [](const books::Card& card) { return in_hand(card.state); });
  const auto reason = parse_word<NewCardReason>(request.reason);
  const bool known = reason && (*reason == NewCardReason::first ? !has_one : !cards.empty());
  if (!known)
    return error(Fault::request, "reason_unknown", "Choose a reason from the list.", {{"reason", request.reason}});
  TRY(desk, at_desk(books, context));
  TRY(supply, supply_of(books, request.account, context.now, context.plans));
  MUST(may_be_sold_to(supply));
  MUST(check_clock(books, supply.meter.number, context.now));
  TRY(card, new_card(books, request.card, supply.account, context));

  Booking booking{std::move(desk), supply, context, request.claim, ledger::Operation::replacement};
  const Money fee = settings::money_in_force(books, settings::SettingName::card_fee, context.now);
  TRY(money, taken(request.paying, fee, supply.utility));
  MUST(receive(books, money, booking.sale, booking.changes));
  booking.sale.card = card.serial;
  booking.sale.reason = request.reason;
  MUST(booking.post(ledger::of_card_fee(booking.head(), ledger::at_till(booking.sale), fee)));
  retire(books, supply.account.number, request.reason, booking.changes);
  hand_out(books, card, booking.sale.number, context, booking.changes);
  const auto instruction = for_new_card(supply);
  booking.document["tendered"] = fee.minor();
  booking.document["received"] = money.received.minor();
  if (!money.change.is_zero()) booking.document["change"] = money.change.minor();
  booking.document["carried_again"] = supply.in_transit ? instruction.amount.amount() : 0;
  const auto named = supply.in_transit ? sales_of(*supply.in_transit).back() : booking.sale.number;
  TRY(order, order_for(books, supply, instruction, named, &card, context.now));
  return booking.finish(SaleStatus::booked, std::move(order));
}

Result<books::Decision<books::Card>> block_card(const books::Reader& books, const BlockRequest& request, const Context& context) {
  MUST(people::has_reason(request.reason, "block"));
  auto card = books.find<books::Card>(request.card);
  const Details about{{"card", to_text(request.card)}};
  if (!card) return error(Fault::card, "unknown_card", "This card is not in our books; nothing was booked.", about);
  if (books.find(books::Purse::of_card, request.card))
    return error(Fault::refused, "card_of_purse", "This card holds money of its own: block it at the farmer's account, so that its wells are told. Nothing was changed.", about);
  const auto from = request.block ? books::CardStatus::active : books::CardStatus::blocked;
  if (card->state != from)
    return error(Fault::refused, "card_not_blockable", "The card is in another state; nothing was changed.",
                 {{"card", to_text(request.card)}, {"state", std::string(word_of(card->state))}});
  books::Decision<books::Card> decision;
  if (request.block) {
    MUST(people::require(context.who, "block"));
  } else {
    TRY(approval, people::second_person(books, {"unblock", approval_content(request), {}, {}, request.approval}, context));
    if (approval) decision.changes.put.emplace_back(*approval);
  }
  card->state = request.block ? books::CardStatus::blocked : books::CardStatus::active;
  card->state_reason = request.reason;
  decision.changes.put.emplace_back(*card);
  decision.answer = *card;
  return decision;
}

}  // namespace kwota::counter
