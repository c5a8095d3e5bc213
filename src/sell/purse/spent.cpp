#include "sell/purse/spent.h"

#include <algorithm>

#include "base/json_members.h"
#include "books/chains.h"
#include "books/lookup.h"
#include "books/waterings.h"
#include "sell/ledger/posting.h"
#include "sell/purse/outcome.h"
#include "sell/purse/purse_account.h"
#include "sell/settings/in_force.h"

namespace kwota::purse {
namespace {

using books::PurseStatus;
using books::WateringStatus;

/// What a booking that nobody has settled yet may have put onto this card: he may have watered with it.
Money in_doubt_for(const books::Reader& books, const books::Purse& purse) {
  const auto sale = unsettled(books, purse.account);
  return sale && sale->card == purse.card && !sale->credit.is_negative() ? sale->credit.money() : Money{};
}

/// What is booked to be paid over from this purse and not settled yet: it may lie on the next card already, whatever a record tells now.
Money leaving(const books::Reader& books, const books::Purse& purse) {
  if (purse.state != PurseStatus::blocked) return {};
  const auto sale = unsettled(books, purse.account);
  if (!sale || sale->kind != books::Operation::paid_over) return {};
  const auto document = counter::document_of(*sale);
  return document && number_at(*document, lost_in_document) == purse.number ? sale->credit.money() : Money{};
}

/// A pump's clock may be a little off, never a day: a handheld sets it.
constexpr auto clocks_differ_most = Duration::hours(24);

/// What the card held before it was loaded when it was seen last; nothing: nobody loaded it then.
std::optional<Money> held_before_load(const books::Reader& books, const books::Purse& purse) {
  const auto move = books.last<books::PurseMove>(purse.account, purse.number);
  if (!move || move->time != purse.seen || !books::adds_to_card(move->kind) || !books::happened(move->outcome)) return std::nullopt;
  return move->balance - move->amount;
}

/// By a clock that is ahead it came after that load, and is just what had gone off the card before it and no record has told of.
bool fits_before_load(const books::Reader& books, const books::Watering& watering, const books::Purse& purse) {
  const auto before = held_before_load(books, purse);
  const Money unexplained = purse.not_known + watering.posted;  // with this one, told or not
  return before && watering.after >= *before && watering.after + watering.amount <= *before + unexplained;
}

/// By the pump's clock, and against it where the money says so: what a card held when it was seen last was never on it again, unless somebody loaded it and
/// thereby saw it. Who began with more watered before; who began with just what is left of it watered after. What was not paid, or not with money, has no
/// other moment than its start. What a lost card showed is the next one's once that was paid over, and says nothing more.
bool after_it_was_seen(const books::Reader& books, const books::Watering& watering, const books::Purse& purse, const Context& context) {
  if (!purse.seen) return true;
  const Money began_with = watering.after + watering.amount;
  const auto& at = watering.debited ? watering.debited : watering.start;
  if (purse.state == PurseStatus::paid_over) return !at || context.zone.local(*purse.seen) < *at;
  if (!at || context.zone.local(*purse.seen) < *at) {
    const bool soon = at && context.zone.instant(*at) - *purse.seen < clocks_differ_most;
    if (soon && fits_before_load(books, watering, purse)) return false;
    return began_with <= purse.balance || began_with <= purse.balance + in_doubt_for(books, purse);
  }
  const bool same_day = *purse.seen - context.zone.instant(*at) < clocks_differ_most;
  const Money left = purse.balance - purse.spent_since_seen;  // with this watering's own money, or without
  return same_day && (began_with == left || (began_with <= purse.balance && watering.after == left));
}

/// A locked card shows what it held before, and is loaded by nobody: one that has shown less since, or was loaded since, has paid, wherever that was.
bool may_hang_still(const books::Watering& row, const books::Purse& purse, const Zone& zone) {
  const Money began_with = row.after + row.amount;
  if (!shows_balance(purse) || !purse.seen || !row.start || began_with == purse.balance) return true;
  return began_with < purse.balance && *purse.seen - zone.instant(*row.start) < clocks_differ_most;
}

Money owed_still(const books::Reader& books, const books::Purse& purse, bool (*is_meant)(const books::Watering&)) {
  Money owed;
  const auto found = books::utility_zone(books);
  const auto zone = found ? *found : Zone::utc();
  for (const auto& row : books::waterings_of(books, purse.account, purse.number))
    if (is_meant(row) && may_hang_still(row, purse, zone)) owed += row.amount;
  return owed;
}

/// What it held has gone to the next card, and of a lock that the card had not paid when it was seen last nothing was held back: what is left of it belongs to
/// what other wells prove.
bool has_gone(const books::Reader& books, const books::Watering& hung, const books::Purse& purse) {
  if (purse.state != PurseStatus::paid_over && leaving(books, purse).is_zero()) return false;
  return hung.gmac.empty() || purse.offline < hung.offline + steps_of_lock_and_debit;
}

bool is_of(const books::Watering& watering, const books::Purse& purse) { return watering.account == purse.account && watering.purse == purse.number; }

Result<books::Entry> entry_for(const books::Reader& books, const books::Watering& watering, const Context& context) {
  const auto chain = books::chain_of_station(watering.station);
  const auto day = settings::business_day(books, context.now, context.zone);
  return ledger::watered({ledger::watered_number(watering.meter, watering.series, watering.number), chain, context.now, day, ledger::Operation::watered, watering.account}, watering.amount);
}

Result<void> spend_within(const books::Reader& books, Money room, books::Watering& watering, books::Purse& purse, const Context& context, books::Changes& changes) {
  const bool was_posted = !watering.posted.is_zero() || watering.amount.is_zero();
  watering.state = was_posted || watering.amount <= room ? WateringStatus::proven : WateringStatus::late;
  if (!watering.settled) watering.settled = context.now;
  if (was_posted || watering.state == WateringStatus::late) return Done{};
  TRY(entry, entry_for(books, watering, context));
  changes.append.emplace_back(std::move(entry));
  watering.posted = watering.amount;
  purse.spent += watering.amount;
  if (after_it_was_seen(books, watering, purse, context)) purse.spent_since_seen += watering.amount;
  books::sum_up(purse);
  return Done{};
}

/// What a watering may take of it while bookings are on the way.
Money room_now(const books::Reader& books, const books::Watering& watering, const books::Purse& purse) {
  const Money room = purse::room_of(purse) - leaving(books, purse);
  return watering.amount > room ? room + in_doubt_for(books, purse) : room;
}

Result<void> keep_back_within(const books::Reader& books, Money room, books::Watering& watering, books::Purse& purse, const Context& context, books::Changes& changes) {
  const Money counted = purse.spent_since_seen;
  const bool is_shown_still = purse.state != PurseStatus::paid_over && may_hang_still(watering, purse, context.zone);
  watering.paid = books::WateringPaid::kept_back;
  MUST(spend_within(books, room, watering, purse, context, changes));
  if (is_shown_still && purse.spent_since_seen == counted) purse.spent_since_seen += watering.posted;  // that it was locked is older than its last look, and it held the money then
  books::sum_up(purse);
  return Done{};
}

/// Of the steps that this watering is known to have taken beyond `known`, those that the card took after it was seen last. The hung record knows the counter before the lock, and so
/// on which side of that look lock and debit lie: a card that was grey then had taken the first and not the second. Of a lock that was not paid, what the card held says nothing, for
/// it held the same before; the moment of the lock does. Else the watering's moment says it of both.
std::int64_t steps_after_look(const books::Reader& books, const books::Purse& purse, std::int64_t known, const books::Watering& now, const Context& context) {
  const auto steps = books::steps_of(now);
  const bool unpaid = now.state == WateringStatus::hung || now.paid == books::WateringPaid::kept_back;
  if (steps > known && !now.gmac.empty()) return std::clamp<std::int64_t>(now.offline + steps - purse.offline, 0, steps - known);
  if (steps <= known || !unpaid) return after_it_was_seen(books, now, purse, context) ? steps - known : 0;
  const bool locked_before = known == 0 && purse.seen && now.start && *now.start <= context.zone.local(*purse.seen);
  return steps - known - (locked_before ? 1 : 0);
}

}  // namespace

Money room_of(const books::Purse& purse) { return purse.brought - purse.spent; }

void moved(books::Purse& purse, const books::PurseMove& move) {
  if (books::happened(move.outcome)) purse.brought += books::adds_to_card(move.kind) ? move.amount : -move.amount;
  books::sum_up(purse);
}

void count_steps(const books::Reader& books, books::Purse& purse, const std::optional<books::Watering>& before, const books::Watering& now, const Context& context) {
  const auto known = before && is_of(*before, purse) ? books::steps_of(*before) : 0;
  purse.steps += books::steps_of(now) - known;
  purse.steps_since_seen = std::max<std::int64_t>(0, purse.steps_since_seen + steps_after_look(books, purse, known, now, context));
  books::sum_up(purse);
}

Money hung_of(const books::Reader& books, const books::Purse& purse) {
  return owed_still(books, purse, [](const books::Watering& row) { return row.state == WateringStatus::hung; });
}

Money kept_back_still(const books::Reader& books, const books::Purse& lost) {
  return owed_still(books, lost, [](const books::Watering& row) { return row.state == WateringStatus::proven && row.paid == books::WateringPaid::kept_back; });
}

Result<void> keep_back(const books::Reader& books, books::Watering& watering, books::Purse& purse, const Context& context, books::Changes& changes) {
  if (watering.amount.is_zero() || !has_gone(books, watering, purse)) return keep_back_within(books, room_now(books, watering, purse), watering, purse, context, changes);
  watering.paid = books::WateringPaid::kept_back;
  watering.state = WateringStatus::late;
  watering.settled = context.now;
  return Done{};
}

Result<void> keep_back_what_hangs(const books::Reader& books, books::Purse& purse, const Context& context, books::Changes& changes) {
  for (auto& row : books::waterings_of(books, purse.account, purse.number)) {
    if (row.state != WateringStatus::hung) continue;
    const auto before = row;
    MUST(keep_back(books, row, purse, context, changes));
    count_steps(books, purse, before, row, context);
    changes.put.emplace_back(std::move(row));
  }
  return Done{};
}

Money left_of(const books::Purse& lost) { return std::max(Money{}, std::min(books::on_card_by_books(lost), room_of(lost))); }

Money waiting_of(const books::Reader& books, const books::Purse& lost) { return std::max(Money{}, left_of(lost) - hung_of(books, lost)); }

Result<void> spend(const books::Reader& books, books::Watering& watering, books::Purse& purse, const Context& context, books::Changes& changes) {
  return spend_within(books, room_now(books, watering, purse), watering, purse, context, changes);
}

Result<void> spend_after_all(const books::Reader& books, books::Purse& purse, const Context& context, books::Changes& changes) {
  for (auto& row : books::waterings_of(books, purse.account, purse.number)) {
    if (row.state != WateringStatus::late) continue;
    const auto take = row.paid == books::WateringPaid::kept_back ? keep_back_within : spend_within;
    MUST(take(books, room_of(purse), row, purse, context, changes));
    changes.put.emplace_back(std::move(row));
  }
  return Done{};
}

}  // namespace kwota::purse
