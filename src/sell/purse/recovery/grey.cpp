#include "sell/purse/recovery/grey.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/cause.h"
#include "base/decimal.h"
#include "base/ids_text.h"
#include "books/chains.h"
#include "books/waterings.h"
#include "people/approval.h"
#include "people/permissions.h"
#include "people/reason.h"
#include "sell/counter/price.h"
#include "sell/ledger/posting.h"
#include "sell/purse/spent.h"
#include "sell/settings/in_force.h"

namespace kwota::purse {
namespace {

using books::Watering;
using books::WateringPaid;
using books::WateringStatus;
using ledger::Operation;

/// What the second person agrees to.
people::Proposal approval_content(const ReleaseRequest& request) { return people::Proposal(people::Proposed::release_lock).number(people::Part::account, request.account); }

books::JournalEntry journal(books::JournalEvent what, const std::string& vault, const HungOrder& order, const std::string& details, Instant now) {
  return {books::chain_of(books::ChainKind::vault, vault), 0, now, what, order.record, order.meter, {}, 0, order.card, details.empty() ? "{}" : details};
}

bool was_refused(const books::Reader& books, const HungOrder& order) {
  return std::ranges::any_of(books.select(books::JournalEntry::of_sale, order.record), [](const auto& row) { return row.what == books::JournalEvent::not_carried; });
}

/// It is his card, whatever it holds: what a lock takes is not known before.
Result<void> is_his(const books::Reader& books, const PurseAccount& at, const Result<CardSeen>& seen) {
  if (seen && !seen->grey) return error(Fault::card, Cause::purse_not_grey, "This card is not locked; nothing is to be released.");
  auto free = seen;
  if (free) free->grey = false;
  return usable(books, at, free);
}

Result<void> held_long_enough(const books::Reader& books, const ReleaseRequest& request, const Context& context) {
  const auto hours = settings::number_in_force(books, settings::SettingName::hold_hours, context.now);
  if (!request.locked) return Done{};
  const auto from = context.zone.instant(*request.locked) + Duration::hours(hours);
  if (context.now >= from) return Done{};
  return error(Fault::refused, "held_until", "The pump's record may still come; the card is freed without it only after the holding time. Come back then.", {{"time", format_utc(from)}});
}

Result<Money> used_of(const ReleaseRequest& request, const books::Utility& utility) {
  if (request.amount.empty()) return Money{};
  if (const auto none = parse_money(request.amount, utility.minor_digits); none.ok() && none->is_zero()) return Money{};
  return counter::parse_amount(request.amount, utility);
}

/// Of this lock two records have come home that say different things: no amount is sure, and a card counts what it is asked in vain.
std::optional<Watering> told_twice(const books::Reader& books, const books::Purse& purse, const LockSeen& lock) {
  for (auto& row : books::waterings_of(books, purse.account, purse.number))
    if (row.state == WateringStatus::contradicting && row.terminal == lock.terminal && row.offline == lock.offline) return std::move(row);
  return std::nullopt;
}

}  // namespace

std::optional<HungOrder> record_of(const books::Reader& books, const CardSerial& card, const LockSeen& lock) {
  for (const auto& row : books.select(Watering::hanging_on_card, card)) {
    if (row.terminal != lock.terminal || row.offline != lock.offline || row.gmac.empty()) continue;
    return HungOrder{ledger::watered_number(row.meter, row.series, row.number), row.meter, row.series, row.number, card, row.amount, row.offline, row.terminal, row.gmac};
  }
  return std::nullopt;
}

Result<HungOrder> record_to_pay(const books::Reader& books, const CardSerial& card, const std::optional<LockSeen>& lock) {
  if (lock)
    if (auto record = record_of(books, card, *lock)) return *std::move(record);
  const auto purse = books.find(books::Purse::of_card, card);
  if (purse && (purse->state == books::PurseStatus::blocked || purse->state == books::PurseStatus::paid_over))
    return error(Fault::card, "blocked_card_found", "This card is blocked: what wells recorded of it is paid by what it held, and nothing is taken off it any more. Keep it.",
                 {{"card", to_text(card)}, {"reason", purse->state_reason}});
  if (const auto two = purse && lock ? told_twice(books, *purse, *lock) : std::nullopt)
    return error(Fault::refused, "records_differ", "This pump has told two different things of this watering, and neither is proven. Nothing was taken. Its own well settles the card with the next swipe; else two persons free it after the holding time, for what they say was used.",
                 {{"terminal", two->terminal}, {"well", two->well}});
  return error(Fault::refused, Cause::record_missing, "The pump's record of this watering has not come home; have its well read, or free the card after the holding time. Nothing was taken.",
               {{"terminal", lock ? lock->terminal : std::string{}}});
}

Result<books::Decision<Done>> debiting(const books::Reader&, const std::string& vault, const HungOrder& order, const std::string& details, const Context& context) {
  return books::Decision<Done>{{{}, {journal(books::JournalEvent::sealing, vault, order, details, context.now)}}, {}};
}

Result<books::Decision<Done>> refused_by_card(const books::Reader&, const std::string& vault, const HungOrder& order, const Context& context) {
  return books::Decision<Done>{{{}, {journal(books::JournalEvent::not_carried, vault, order, {}, context.now)}}, {}};
}

Result<books::Decision<Watering>> debited(const books::Reader& books, const std::string& vault, const HungOrder& order, const Debited& card, const Context& context) {
  auto row = books.find<Watering>(order.meter, order.series, order.number);
  auto purse = books.find<books::Purse>(row->account, row->purse);  // whoever hangs is known, and neither is ever taken out
  const auto event = card.proof_holds ? books::JournalEvent::confirmed : books::JournalEvent::unproven;
  books::Decision<Watering> decision;
  decision.changes.append.emplace_back(journal(event, vault, order, {}, context.now));
  const auto before = row;
  if (!books::is_proven(row->state)) {
    row->tac = books::Hex(card.proof);
    row->debited = card.at;
    row->paid = WateringPaid::at_counter;
    row->state = WateringStatus::unproven;  // the card has paid, and what it says of it does not hold: the manager is told
    if (card.proof_holds) MUST(spend(books, *row, *purse, context, decision.changes));
    decision.changes.put.emplace_back(*row);
  }
  count_steps(books, *purse, before, *row, context);
  if (shows_balance(*purse) && !unsettled(books, purse->account)) {  // in doubt, what it shows belongs to that booking, too: the next look settles both
    purse->balance = card.balance;
    purse->seen = context.now;
    purse->spent_since_seen = {};
    purse->steps_since_seen = 0;
    purse->offline = std::max(purse->offline, order.offline + 2);
  }
  books::sum_up(*purse);
  decision.changes.put.emplace_back(*purse);
  decision.answer = *row;
  return decision;
}

Booked release(const books::Reader& books, const ReleaseRequest& request, const Context& context) {
  TRY(before, answered_already(books, request.claim));
  if (before) return books::Decision<Outcome>{{}, std::move(*before)};
  MUST(people::require(context.who, "release_lock"));
  MUST(people::has_reason(request.reason, "release_lock"));
  TRY(desk, counter::at_desk(books, context));
  TRY(at, purse_account(books, request.account, context));
  MUST(may_be_loaded(at));
  MUST(nothing_unsettled(books, request.account));
  MUST(is_his(books, at, request.seen));
  if (const auto record = record_of(books, request.seen->card, request.lock); record && !was_refused(books, *record))
    return error(Fault::refused, "record_is_there", "The pump's record of this lock has come; settle the card with it. Nothing was released.", {{"record", record->record}});
  MUST(held_long_enough(books, request, context));
  TRY(amount, used_of(request, at.utility));
  if (amount > request.seen->balance)
    return error(Fault::refused, "card_holds_less", "The card does not hold that much; nothing was booked.", {{"most", format_money(request.seen->balance, at.utility.minor_digits)}});
  TRY(approval, people::second_person(books, {"release_lock", approval_content(request), amount, {}, request.approval, true, request.reason}, context));
  counter::Booking booking{std::move(desk), at.buyer(), context, request.claim, Operation::release};
  booking.sale.reason = request.reason;
  booking.sale.credit = -amount;
  booking.agreed_to(approval);
  booking.document["agreed"] = amount.minor();
  booking.document["remaining"] = request.seen->balance.minor();
  booking.document["should_show"] = (request.seen->balance - amount).minor();
  booking.document["lock_terminal"] = request.lock.terminal;
  booking.document["lock_counter"] = request.lock.offline;
  if (request.locked) booking.document["lock_moment"] = format_local(*request.locked);
  auto order = order_for(at, CardWork::release, request.seen->card, amount, request.seen->balance);
  order.n = at.purse.n.next();  // also where nothing is taken: the release itself moves it on
  return finish(std::move(booking), std::move(order));
}

}  // namespace kwota::purse
