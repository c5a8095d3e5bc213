#include "sell/purse/lost_card.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/decimal.h"
#include "base/ids_text.h"
#include "books/black_list.h"
#include "books/card_areas.h"
#include "books/lookup.h"
#include "books/waterings.h"
#include "people/approval.h"
#include "people/permissions.h"
#include "people/reason.h"
#include "sell/counter/account/card_life.h"
#include "sell/ledger/chart.h"
#include "sell/ledger/tender.h"
#include "sell/purse/outcome.h"
#include "sell/purse/spent.h"
#include "sell/settings/in_force.h"

namespace kwota::purse {
namespace {

using books::PurseStatus;
using ledger::Operation;

/// What the second person agrees to.
people::Proposal approval_content(const PayOverRequest& request) { return people::Proposal(people::Proposed::pay_over).number(people::Part::account, request.account); }

Error in_another_state(const char* code, const char* what, const books::Purse& purse) {
  return error(Fault::refused, code, what, {{"account", fmt::format("{}", purse.account)}, {"state", std::string(word_of(purse.state))}});
}

/// The newest of the account's former purses of which what it held waits: a second card may be lost before the first one was paid over.
std::optional<books::Purse> lost_purse(const books::Reader& books, std::int64_t account) {
  const auto newest = books.last<books::Purse>(account);
  for (auto number = newest ? newest->number - 1 : 0; number > 0; --number) {
    auto lost = books.find<books::Purse>(account, number);
    if (lost && lost->state == PurseStatus::blocked && !waiting_of(books, *lost).is_zero()) return lost;
  }
  return std::nullopt;
}

/// When everything that the pump had recorded was read, and no number of its records is missing that anybody can still bring; nothing: it has not told all.
std::optional<Instant> told_all(const books::Reader& books, MeterNumber meter) {
  const auto head = books.find<books::WellHead>(meter);
  const auto is_open = [](const auto& gap) { return gap.state == books::GapStatus::open; };
  if (!head || !head->records_read || std::ranges::any_of(books.select<books::RecordGap>(meter), is_open)) return std::nullopt;
  return head->records_read;
}

/// The pump has the list on which it stands – one that these books gave, brought there after it came onto it –, and was read after that.
bool has_told(const books::Reader& books, const books::BlackListed& listed, MeterNumber meter) {
  const auto head = books.find<books::WellHead>(meter);
  const auto edition = std::max(listed.edition, books::black_list_since(books, meter));
  if (!head || head->edition < edition || head->edition > books::newest_black_list(books) || !head->edition_since || *head->edition_since < listed.since) return false;
  const auto told = told_all(books, meter);
  return told && *told >= *head->edition_since;
}

/// A pump that was there has told what it recorded while it was.
bool told_before_it_left(const books::Reader& books, const books::BlackListed& listed, const books::FormerArea& former) {
  if (!former.left) return has_told(books, listed, former.meter);
  const auto told = told_all(books, former.meter);
  return told && *told >= *former.left;
}

/// A pump that was taken down takes no card any more, and was read after its last day there – on that day somebody may have watered behind the reading –; or it
/// was gone before there was this card.
bool told_before_it_was_taken_down(const books::Reader& books, const books::Purse& lost, const books::WellMeter& place, const Zone& zone) {
  const auto card = books.find<books::Card>(*lost.card);
  constexpr std::int64_t days_of_doubt = 1;  // a last day that was written down the day after
  if (card && day_number(*place.to) + days_of_doubt < day_number(zone.local(card->issued).date)) return true;
  const auto told = told_all(books, place.meter);
  return told && zone.local(*told).date > *place.to;
}

/// Of a pump that its area has no more: where it hangs now, or where it hung last.
bool former_has_told(const books::Reader& books, const books::BlackListed& listed, const books::Purse& lost, const books::FormerArea& former, const Zone& zone) {
  if (books::place_at_well(books, former.meter)) return told_before_it_left(books, listed, former);
  const auto places = books.select(books::WellMeter::of_meter, former.meter);
  return places.empty() || !places.back().to || told_before_it_was_taken_down(books, lost, places.back(), zone);
}

/// Something of it came home that is not judged to the end: its pump's module is not known yet, its proof does not hold, or two records differ. Of what
/// was handed over and nobody has cleaned yet, who knows.
bool something_is_open(const books::Reader& books, const books::Purse& lost) {
  if (!books.select(books::HandOver::to_be_cleaned).empty()) return true;
  return std::ranges::any_of(books::waterings_of(books, lost.account, lost.number), [](const auto& row) {
    using enum books::WateringStatus;
    return row.state == unknown_well || row.state == unproven || row.state == contradicting;
  });
}

/// A well where the card was good once: it takes the card no more, and was read after the card was seen to be good elsewhere.
bool told_after_leaving(const books::Reader& books, const books::Purse& lost, const books::AreaLeft& left, const books::WellMeter& place, const Zone& zone) {
  const auto told = told_all(books, place.meter);
  return (told && *told >= left.when) || (place.to && told_before_it_was_taken_down(books, lost, place, zone));
}

/// A pump that its area has no more.
bool former_told_after_leaving(const books::Reader& books, const books::Purse& lost, const books::AreaLeft& left, const books::FormerArea& former, const Zone& zone) {
  if (const auto told = told_all(books, former.meter); told && (*told >= left.when || (former.left && *told >= *former.left))) return true;
  const auto places = books.select(books::WellMeter::of_meter, former.meter);
  return places.empty() || told_after_leaving(books, lost, left, places.back(), zone);
}

/// At the wells of an area: what hangs there now, and what was taken down.
std::vector<books::WellMeter> pumps_of_area(const books::Reader& books, const std::string& area_number) {
  std::vector<books::WellMeter> out;
  for (const auto& well : books.select(books::Well::of_area_number, area_number))
    for (auto& place : books.select<books::WellMeter>(well.number)) out.push_back(std::move(place));
  return out;
}

bool area_left_has_told(const books::Reader& books, const books::Purse& lost, const books::AreaLeft& left, const Zone& zone) {
  return std::ranges::all_of(books.select(books::FormerArea::of_area_number, left.area_number), [&](const auto& former) { return former_told_after_leaving(books, lost, left, former, zone); }) &&
         std::ranges::all_of(pumps_of_area(books, left.area_number), [&](const auto& place) { return told_after_leaving(books, lost, left, place, zone); });
}

/// Every pump that took it has it on its list and was read after that: nothing can come any more.
bool wells_have_told(const books::Reader& books, const books::Purse& lost, const Zone& zone) {
  const auto listed = lost.card ? books.find(books::BlackListed::of_card, *lost.card) : std::nullopt;
  if (!listed || something_is_open(books, lost)) return false;
  const auto former_told = [&](const books::FormerArea& former) { return former_has_told(books, *listed, lost, former, zone); };
  const auto pump_told = [&](const books::WellMeter& place) { return place.to ? told_before_it_was_taken_down(books, lost, place, zone) : has_told(books, *listed, place.meter); };
  bool some_pump_hangs = false;
  for (const auto& area : books::areas_of_card(books, lost)) {
    const auto pumps = pumps_of_area(books, area);
    if (!std::ranges::all_of(books.select(books::FormerArea::of_area_number, area), former_told) || !std::ranges::all_of(pumps, pump_told)) return false;
    some_pump_hangs = some_pump_hangs || std::ranges::any_of(pumps, [](const auto& place) { return !place.to; });
  }
  // Where no pump hangs any more, none says that it heard of the list: then only the hours count.
  return some_pump_hangs && std::ranges::all_of(books::areas_left(books, lost), [&](const auto& left) { return area_left_has_told(books, lost, left, zone); });
}

/// The next edition of the black list has it.
void put_on_black_list(const books::Reader& books, const books::Purse& purse, Instant now, books::Changes& changes) {
  if (!purse.card || books.find(books::BlackListed::of_card, *purse.card)) return;
  books::BlackListed row;
  row.edition = books::newest_black_list(books) + 1;
  row.card = *purse.card;
  row.account = purse.account;
  row.purse = purse.number;
  row.area_1 = purse.area_1;
  row.area_2 = purse.area_2;
  row.area_3 = purse.area_3;
  row.area_4 = purse.area_4;
  row.reason = purse.state_reason;
  row.since = now;
  changes.put.emplace_back(std::move(row));
}

Result<void> waited_long_enough(const books::Reader& books, const books::Purse& lost, const Context& context) {
  if (wells_have_told(books, lost, context.zone)) return Done{};
  const auto hours = settings::number_in_force(books, settings::SettingName::lost_card_hours, context.now);
  const auto from = lost.since + Duration::hours(hours);
  if (context.now >= from) return Done{};
  return error(Fault::refused, "waits_until", "The wells may still bring what the lost card has spent; nothing was paid over yet. Come back then.",
               {{"time", format_utc(from)}});
}

}  // namespace

books::Purse purse_after(const books::Purse& lost, Instant now) {
  books::Purse next;
  next.account = lost.account;
  next.number = lost.number + 1;
  books::give_terms(next, books::terms_of(lost));
  next.since = now;
  return next;
}

void lose_card(const books::Reader& books, books::Purse& purse, const std::string& reason, Instant now, books::Changes& changes) {
  purse.state = PurseStatus::blocked;
  purse.state_reason = reason;
  purse.since = now;
  purse.chip.reset();
  put_on_black_list(books, purse, now, changes);
}

void end_lost_purse(books::Purse& lost, const books::Sale& sale, Money amount, Instant now, books::Changes& changes) {
  lost.balance = {};  // what turns up of it from now on is an exception with a name
  lost.spent_since_seen = {};
  lost.state = PurseStatus::paid_over;
  lost.since = now;
  auto move = next_move(lost, sale, books::PurseMoveKind::paid_over_from, now);
  move.amount = amount;
  move.card = lost.card;
  move.balance = lost.balance;
  moved(lost, move);
  changes.put.emplace_back(lost);
  changes.append.emplace_back(std::move(move));
}

Result<books::Decision<books::Purse>> block_purse(const books::Reader& books, const BlockPurse& request, const Context& context) {
  MUST(people::require(context.who, "block"));
  MUST(people::has_reason(request.reason, "block"));
  TRY(at, purse_account(books, request.account, context));
  if (!at.purse.card || (at.purse.state != PurseStatus::active && at.purse.state != PurseStatus::granted))
    return in_another_state("purse_not_active", "This account has no card that could be blocked; nothing was changed.", at.purse);
  if (at.purse.state == PurseStatus::granted) MUST(making_not_broken_off(books, request.account));
  books::Decision<books::Purse> decision;
  TRY(purse, settle_without_card(books, at, context, decision.changes));
  MUST(keep_back_what_hangs(books, purse, context, decision.changes));
  lose_card(books, purse, request.reason, context.now, decision.changes);
  decision.changes.put.emplace_back(purse);
  if (auto card = books.find<books::Card>(*purse.card)) {
    card->state = books::CardStatus::blocked;
    card->state_reason = request.reason;
    decision.changes.put.emplace_back(*card);
  }
  decision.answer = purse;
  return decision;
}

Booked replace_card(const books::Reader& books, const ReplaceRequest& request, const Context& context) {
  TRY(before, answered_already(books, request.claim));
  if (before) return books::Decision<Outcome>{{}, std::move(*before)};
  MUST(people::require(context.who, "replace_card"));
  TRY(desk, counter::at_desk(books, context));
  TRY(at, purse_account(books, request.account, context));
  if (at.purse.state == PurseStatus::granted) MUST(making_not_broken_off(books, request.account));
  const bool once_more = at.purse.state == PurseStatus::granted && !at.purse.card && at.purse.number > 1;  // its making was torn, and its fee given back
  if (at.purse.state != PurseStatus::blocked && !once_more)
    return in_another_state("purse_not_blocked", "Block the lost card first, then make the new one. Nothing was booked.", at.purse);
  if (!request.chip) return request.chip.error();
  TRY(card, card_to_make(books, at, *request.chip, context));
  const Money fee = settings::money_in_force(books, settings::SettingName::card_fee, context.now);
  counter::Booking booking{std::move(desk), at.buyer(), context, request.claim, Operation::replacement};
  TRY(money, counter::taken(request.paying, fee, at.utility));
  MUST(counter::receive(books, money, booking.sale, booking.changes));
  const auto lost = once_more ? books.find<books::Purse>(at.purse.account, at.purse.number - 1).value_or(at.purse) : at.purse;
  booking.sale.reason = lost.state_reason;
  booking.document["tendered"] = fee.minor();
  MUST(booking.post(ledger::of_card_fee(booking.head(), ledger::at_till(booking.sale), fee)));
  if (auto old = lost.card ? books.find<books::Card>(*lost.card) : std::nullopt) {
    old->state = books::CardStatus::replaced;
    booking.changes.put.emplace_back(*old);
  }
  auto next = once_more ? at.purse : purse_after(lost, context.now);  // loads that were torn with their making are moves of it
  next.card = card.serial;
  next.chip = *request.chip;
  counter::hand_out(books, card, booking.sale.number, context, booking.changes);
  booking.changes.put.emplace_back(next);
  at.purse = next;
  auto order = order_for(at, CardWork::issue, card.serial, {}, {});
  order.chip = *request.chip;
  order.valid_to = card.valid_to;
  return finish(std::move(booking), std::move(order));
}

Result<void> nothing_waits(const books::Reader& books, std::int64_t account) {
  const auto lost = lost_purse(books, account);
  if (!lost) return Done{};
  return in_another_state("purse_waits", "What an earlier lost card held waits still; pay it over first. Nothing was booked.", *lost);
}

std::optional<Money> waiting(const books::Reader& books, std::int64_t account) {
  const auto newest = books.last<books::Purse>(account);
  const auto lost = newest && newest->state == PurseStatus::blocked ? newest : lost_purse(books, account);
  return lost ? std::optional(waiting_of(books, *lost)) : std::nullopt;
}

Booked pay_over(const books::Reader& books, const PayOverRequest& request, const Context& context) {
  TRY(before, answered_already(books, request.claim));
  if (before) return books::Decision<Outcome>{{}, std::move(*before)};
  MUST(people::require(context.who, "pay_over"));
  TRY(desk, counter::at_desk(books, context));
  TRY(at, purse_account(books, request.account, context));
  MUST(may_be_loaded(at));
  MUST(nothing_unsettled(books, request.account));
  MUST(usable(books, at, request.seen));
  MUST(not_expired(books, at, context));
  const auto lost = lost_purse(books, request.account);
  if (!lost)
    return error(Fault::refused, "nothing_waits", "No lost card of this account held anything that waits; nothing was paid over.",
                 {{"account", fmt::format("{}", request.account)}});
  MUST(waited_long_enough(books, *lost, context));
  const Money held = waiting_of(books, *lost);
  MUST(check_shown(at, request.seen->balance, held));
  TRY(approval, people::second_person(books, {"pay_over", approval_content(request), held, {}, request.approval, true}, context));
  counter::Booking booking{std::move(desk), at.buyer(), context, request.claim, Operation::paid_over};
  booking.sale.credit = held;
  booking.sale.reason = lost->state_reason;
  booking.agreed_to(approval);
  booking.document["carried_again"] = held.minor();
  booking.document[lost_in_document] = lost->number;
  booking.document["remaining"] = request.seen->balance.minor();
  booking.document["should_show"] = (request.seen->balance + held).minor();
  return finish(std::move(booking), order_for(at, CardWork::load, request.seen->card, held, request.seen->balance));
}

}  // namespace kwota::purse
