#include "sell/purse/purse_account.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/cause.h"
#include "base/decimal.h"
#include "base/ids_text.h"
#include "base/json_members.h"
#include "books/lookup.h"
#include "books/newest_sales.h"
#include "sell/counter/account/card_life.h"
#include "sell/counter/sell.h"
#include "sell/purse/card_number.h"
#include "sell/purse/outcome.h"
#include "sell/purse/returned.h"
#include "sell/scheme/scheme.h"
#include "sell/settings/in_force.h"

namespace kwota::purse {
namespace {

using books::Operation;
using books::PurseStatus;

/// Eight digits of the smallest unit: what pumps show and records name.
constexpr Money purse_most = Money::minor(99'999'999);
constexpr int purse_digits = 2;

Details about(const books::Account& account) { return {{"account", fmt::format("{}", account.number)}}; }

Error blocked_card(const books::Purse& purse) {
  return error(Fault::card, "blocked_card", "This card is blocked; nothing can be sold onto it. Replace it.",
               {{"card", purse.card ? to_text(*purse.card) : std::string{}}, {"reason", purse.state_reason}});
}

Details room_left(const PurseAccount& at, Money limit, Money before) {
  const auto say = [&](Money money) { return format_money(money, at.utility.minor_digits); };
  return {{"limit", say(limit)}, {"most", say(std::max(Money{}, limit - before))}};
}

bool is_unsettled(SaleStatus state) { return state == SaleStatus::booked || state == SaleStatus::in_doubt; }

/// The booking behind the newest move of any of the account's purses; empty: nothing was moved yet.
std::string last_settled(const books::Reader& books, std::int64_t account) {
  const auto newest = books.last<books::Purse>(account);
  for (auto number = newest ? newest->number : 0; number > 0; --number)
    if (const auto move = books.last<books::PurseMove>(account, number)) return move->sale;
  return {};
}

}  // namespace

std::optional<books::PurseMoveKind> move_of(Operation kind) {
  switch (kind) {
    case Operation::open:
    case Operation::recharge: return books::PurseMoveKind::load;
    case Operation::supplement: return books::PurseMoveKind::supplement;
    case Operation::paid_over: return books::PurseMoveKind::paid_over_to;
    case Operation::deduct:
    case Operation::closing: return books::PurseMoveKind::unload;
    case Operation::release: return books::PurseMoveKind::release;
    default: return std::nullopt;
  }
}

Result<PurseAccount> purse_account(const books::Reader& books, std::int64_t number, const Context& context) {
  auto account = books.find<books::Account>(number);
  if (!account) return error(Fault::request, "unknown_account", "There is no such account.", {{"account", fmt::format("{}", number)}});
  MUST(scheme::balance_on_card(*account, context));
  auto utility = books::utility_of(books);
  auto customer = books.find<books::Customer>(account->customer);
  auto purse = books.last<books::Purse>(number);
  if (!customer || !purse) return error(Fault::refused, "no_purse_account", "This account has no purse card; nothing was booked.", about(*account));
  return PurseAccount{std::move(utility), std::move(*account), std::move(*customer), std::move(*purse)};
}

Result<void> not_ended(const PurseAccount& at) {
  if (at.account.state != books::AccountStatus::closed) return Done{};
  return error(Fault::refused, Cause::account_closed, "This account is closed; nothing was booked.", about(at.account));
}

Result<void> may_be_loaded(const PurseAccount& at) {
  MUST(not_ended(at));
  if (at.account.state == books::AccountStatus::closing)
    return error(Fault::refused, "account_closing", "This account is being closed; finish the closing.", about(at.account));
  if (at.customer.state == books::CustomerStatus::blocked)
    return error(Fault::refused, "customer_blocked", "This customer is blocked; nothing is sold to him.", {{"customer", to_text(at.customer.number)}, {"reason", at.customer.state_reason}});
  if (at.purse.state != PurseStatus::granted && at.purse.state != PurseStatus::active) return blocked_card(at.purse);
  return Done{};
}

std::optional<books::Sale> unsettled(const books::Reader& books, std::int64_t account) {
  std::optional<books::Sale> open;
  std::optional<std::string> settled;  // one booking of a card after the other: none before this one waits
  books::newest_sales(books, account, [&](const books::Sale& sale) {
    const auto state = books.find<books::SaleState>(sale.number);
    const bool of_card = move_of(sale.kind) || sale.kind == Operation::replacement;
    if (of_card && state && is_unsettled(state->state)) open = sale;
    if (!open && !settled) settled = last_settled(books, account);
    return !open && sale.number != *settled;
  });
  return open;
}

namespace {

bool is_broken_off(const books::Reader& books, const books::Sale& open) { return makes_card(open) && !was_sealed(books, open.number); }

Error making_broken_off(const books::Sale& open) {
  return error(Fault::refused, "making_broken_off", "The card of this account is paid, and its making was not finished. Put the same blank card on the reader, and it goes on; where that card is lost or broken, give the booking up. Nothing was booked.",
               {{"sale", open.number}});
}

}  // namespace

Result<void> making_not_broken_off(const books::Reader& books, std::int64_t account) {
  const auto open = unsettled(books, account);
  return open && is_broken_off(books, *open) ? Result<void>(making_broken_off(*open)) : Result<void>(Done{});
}

Result<void> nothing_unsettled(const books::Reader& books, std::int64_t account) {
  const auto open = unsettled(books, account);
  if (!open) return Done{};
  if (is_broken_off(books, *open)) return making_broken_off(*open);
  if (never_arrived(books, *open))
    return error(Fault::refused, "load_not_carried", "A load never reached this card, and a pump has locked it since. Settle the lock with the pump's record: then the load is written without new money. Or give the load up, and free the card then. Nothing was booked.",
                 {{"sale", open->number}});
  return error(Fault::refused, Cause::sale_in_doubt, "A booking of this card is not confirmed yet; put the card on the reader first.", {{"sale", open->number}});
}

Error no_card() { return error(Fault::card, Cause::no_card, "No card lies on the reader; put the customer's card there, or a blank one where his is to be made."); }

Result<void> his_free_card(const books::Reader& books, const PurseAccount& at, const Result<CardSeen>& seen) {
  if (!seen) return seen.error();
  if (at.purse.card != seen->card) {
    const auto other = books.find<books::Card>(seen->card);
    if (!other) return error(Fault::card, "unknown_card", "This card is not in our books; nothing was booked.", {{"card", to_text(seen->card)}});
    if (other->account == at.account.number) return error(Fault::card, "blocked_card", "This card is blocked; nothing can be sold onto it. Replace it.",
                                                          {{"card", to_text(seen->card)}, {"reason", other->state_reason}});
    return error(Fault::card, "wrong_card", "The card on the reader belongs to another account; nothing was booked.",
                 {{"account", fmt::format("{}", other->account)}});
  }
  if (at.purse.state != PurseStatus::active) return blocked_card(at.purse);
  if (seen->grey)
    return error(Fault::card, "card_grey", "A pump has locked this card and not charged it yet; settle that first. Nothing was booked.",
                 {{"card", to_text(seen->card)}});
  return Done{};
}

Result<void> usable(const books::Reader& books, const PurseAccount& at, const Result<CardSeen>& seen) {
  MUST(his_free_card(books, at, seen));
  if (seen->balance <= at.purse.balance) return Done{};
  return error(Fault::forged, "purse_exceeds_books", "The card holds more than the books know of; nothing was booked. Have the manager take over what the card proves, where these books were restored from an older copy; else keep the card.",
               {{"card", to_text(seen->card)},
                {"balance", format_money(seen->balance, at.utility.minor_digits)},
                {"books", format_money(at.purse.balance, at.utility.minor_digits)}});
}

Result<void> not_expired(const books::Reader& books, const PurseAccount& at, const Context& context) {
  const auto card = at.purse.card ? books.find<books::Card>(*at.purse.card) : std::nullopt;
  return card ? counter::not_expired(*card, context) : Done{};
}

Result<void> counts_in_hundredths(const books::Utility& utility) {
  if (utility.minor_digits == purse_digits) return Done{};
  return error(Fault::refused, "purse_of_hundredths", "A purse card counts money in hundredths, as pumps do, and the currency of these books has another number of decimals. Nothing was booked.",
               {{"currency", utility.currency}, {"decimals", fmt::format("{}", utility.minor_digits)}});
}

Result<void> check_room(const books::Reader& books, const PurseAccount& at, Money before, Money amount, Instant now) {
  MUST(counts_in_hundredths(at.utility));
  const Money allowed = settings::money_in_force(books, settings::SettingName::hoarding_limit, now, &at.account);
  const Money limit = allowed.is_zero() ? purse_most : std::min(allowed, purse_most);
  if (before + amount <= limit) return Done{};
  return error(Fault::refused, "hoarding", "The card would hold more than is allowed; sell less.", room_left(at, limit, before));
}

Result<void> check_shown(const PurseAccount& at, Money before, Money amount) {
  if (before + amount <= purse_most) return Done{};
  return error(Fault::refused, "purse_full", "The card would hold more than a pump can show. Deduct from it first, or let it be used; nothing was booked.", room_left(at, purse_most, before));
}

Result<std::optional<Outcome>> answered_already(const books::Reader& books, const Claim& claim) {
  TRY(before, counter::answered_before(books, claim));
  if (!before) return std::optional<Outcome>{};
  return std::optional<Outcome>{Outcome{std::move(before->sale), before->state, {}, true}};
}

CardOrder order_for(const PurseAccount& at, CardWork work, const CardSerial& card, Money amount, Money before) {
  CardOrder order;
  order.account = at.account.number;
  order.customer = books::told_customer(at.account);
  order.holder = at.customer.name;
  order.card = card;
  order.work = work;
  order.amount = amount;
  order.before = before;
  if (!amount.is_zero()) order.n = at.purse.n.next();
  order.terms = books::terms_of(at.purse);
  return order;
}

namespace {

/// Two that are drawn at once get one after the other.
CardSerial next_card_number(const books::Reader& books, std::uint32_t county, Instant now) {
  auto number = card_number(county, now);
  while (books.find<books::Card>(number)) number = card_number(county, now = now + number_step);
  return number;
}

/// The blank card that a booking was to make one of; nothing: it makes none.
std::string chip_of(const books::Sale& sale) {
  const auto document = counter::document_of(sale);
  return document ? text_at(*document, chip_in_document) : std::string{};
}

/// The number under which the making of this blank card was broken off for him: its keys may stand there already, and no other number opens it again.
std::optional<books::Card> begun_before(const books::Reader& books, const PurseAccount& at, const CardSerial& chip) {
  const auto begun = books::newest_sale(books, at.account.number, {}, [&](const books::Sale& sale) { return sale.card && chip_of(sale) == to_text(chip); });
  auto card = begun ? books.find<books::Card>(*begun->card) : std::nullopt;
  if (card && card->state == books::CardStatus::spoiled && card->state_reason.empty()) return card;
  return std::nullopt;
}

}  // namespace

bool makes_card(const books::Sale& sale) { return sale.kind == Operation::open || sale.kind == Operation::replacement; }

bool was_begun_with(const books::Reader& books, const books::Card& card, const CardSerial& chip) {
  const bool is_open = card.state == books::CardStatus::fresh || (card.state == books::CardStatus::spoiled && card.state_reason.empty());
  if (!is_open || !books.last<books::Purse>(card.account)) return false;
  return books::newest_sale(books, card.account, card.issued, [&](const books::Sale& sale) { return sale.card == card.serial && chip_of(sale) == to_text(chip); }).has_value();
}

std::optional<CardSerial> chip_of_card(const books::Reader& books, const books::Card& card) {
  const auto sale = books::newest_sale(books, card.account, card.issued, [&](const books::Sale& one) { return one.card == card.serial && !chip_of(one).empty(); });
  if (!sale) return std::nullopt;
  const auto chip = parse_card_serial(chip_of(*sale));
  return chip.ok() ? std::optional(*chip) : std::nullopt;
}

Result<books::Card> card_to_make(const books::Reader& books, const PurseAccount& at, const CardSerial& chip, const Context& context) {
  MUST(may_be_made_of(books, chip));
  if (const auto begun = begun_before(books, at, chip)) {
    TRY(card, counter::new_card(books, begun->serial, at.account, context));
    card.issue_number = begun->issue_number;
    return card;
  }
  return counter::new_card(books, next_card_number(books, at.utility.county, context.now), at.account, context);
}

Booked finish(counter::Booking booking, CardOrder order) {
  booking.sale.card = order.card;
  booking.sale.n = order.n;
  booking.document["card_before"] = order.before.minor();
  if (!order.chip.is_zero()) booking.document[chip_in_document] = to_text(order.chip);
  order.sale = booking.sale.number;
  auto done = booking.finish(SaleStatus::booked, {});
  return books::Decision<Outcome>{std::move(done.changes), Outcome{std::move(done.answer.sale), SaleStatus::booked, std::move(order), false}};
}

Result<CardOrder> order_of_sale(const books::Reader& books, const std::string& number, const Context& context) {
  const auto sale = books.find<books::Sale>(number);
  const auto state = books.find<books::SaleState>(number);
  if (!sale || !state) return error(Fault::request, "unknown_sale", "There is no such sale.", {{"sale", number}});
  const bool issues = makes_card(*sale);
  if (!is_unsettled(state->state) || !sale->card || (!issues && !move_of(sale->kind)))
    return error(Fault::refused, "nothing_to_carry", "There is nothing to write: it is settled, or it was taken back.", {{"sale", number}});
  TRY(at, purse_account(books, sale->account, context));
  TRY(document, counter::document_of(*sale));
  const auto* before = document.if_contains("card_before");
  const Money amount = sale->credit.is_negative() ? -sale->credit.money() : sale->credit.money();
  auto order = order_for(at, sale->credit.is_negative() ? CardWork::unload : CardWork::load, *sale->card, amount,
                         Money::minor(before != nullptr && before->is_int64() ? before->get_int64() : 0));
  order.sale = number;
  order.n = sale->n;
  if (issues) order.work = CardWork::issue;
  if (sale->kind == Operation::release) order.work = CardWork::release;
  if (const auto card = books.find<books::Card>(*sale->card)) order.valid_to = card->valid_to;
  return order;
}

Result<std::optional<CardOrder>> being_made(const books::Reader& books, const CardSerial& chip, const Context& context) {
  const auto purse = books.find(books::Purse::of_chip, chip);
  const auto sale = purse ? unsettled(books, purse->account) : std::nullopt;
  if (!sale || !makes_card(*sale) || sale->card != purse->card) return std::optional<CardOrder>{};
  TRY(order, order_of_sale(books, sale->number, context));
  return std::optional(std::move(order));
}

}  // namespace kwota::purse
