#include "sell/purse/contact.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/ids_text.h"
#include "books/waterings.h"
#include "sell/purse/counted.h"
#include "sell/purse/spent.h"

namespace kwota::purse {
namespace {

using books::PurseStatus;

/// A card that was put back holds more than it did, or counts less.
bool can_be(const books::Purse& purse, const CardShown& shown) {
  return shows_balance(purse) && !shown.balance.is_negative() && shown.balance <= purse.balance && shown.offline.value_or(purse.offline) >= purse.offline;
}

bool says_something_new(const books::Purse& purse, const CardShown& shown) {
  return shown.balance != purse.balance || shown.offline.value_or(purse.offline) != purse.offline || !purse.spent_since_seen.is_zero() || purse.steps_since_seen != 0;
}

bool is_in_doubt(const books::Reader& books, const books::Purse& purse) {
  const auto sale = unsettled(books, purse.account);
  return sale && sale->card == purse.card;
}

/// It was reported lost in the middle of a booking, which was settled without it: what it holds may be with that booking or without, and says nothing of
/// what was spent.
bool was_settled_without_it(const books::Reader& books, const books::Purse& purse) {
  if (purse.state != PurseStatus::blocked) return false;
  const auto move = books.last<books::PurseMove>(purse.account, purse.number);
  return move && move->time == purse.since && move->outcome != books::PurseOutcome::done;
}

}  // namespace

Result<void> on_its_chip(const books::Reader& books, const CardSerial& card, const CardSerial& chip) {
  const auto known = books.find<books::Card>(card);
  const auto made_of = known ? chip_of_card(books, *known) : std::nullopt;
  if (!made_of || *made_of == chip) return Done{};
  return error(Fault::forged, "card_copied", "This chip has the number and the keys of another one: it is a copy of that farmer's card. Nothing was booked; keep it and tell the manager.",
               {{"card", to_text(card)}, {"account", fmt::format("{}", known->account)}});
}

std::optional<books::Purse> after_contact(const books::Reader& books, const CardShown& shown, Instant now) {
  auto purse = books.find(books::Purse::of_card, shown.card);
  if (!purse || !can_be(*purse, shown) || !says_something_new(*purse, shown) || is_in_doubt(books, *purse) || was_settled_without_it(books, *purse)) return std::nullopt;
  purse->balance = shown.balance;
  purse->offline = shown.offline.value_or(purse->offline);
  purse->seen = now;
  purse->spent_since_seen = purse->state == PurseStatus::blocked ? kept_back_still(books, *purse) : Money{};
  purse->steps_since_seen = 0;
  books::sum_up(*purse);
  return purse;
}

Result<books::Decision<Done>> note_contact(const books::Reader& books, const CardShown& shown, const Context& context) {
  books::Decision<Done> decision;
  auto purse = after_contact(books, shown, context.now);
  const bool told = purse.has_value();
  if (!told) purse = books.find(books::Purse::of_card, shown.card);
  if (!purse) return decision;
  auto hung = books.select(books::Watering::hanging_on_card, shown.card);
  TRY(settled, settle_counted(books, *purse, hung, context, decision.changes));
  for (auto& row : hung)
    if (row.state != books::WateringStatus::hung) decision.changes.put.emplace_back(std::move(row));
  if (told || settled != 0) decision.changes.put.emplace_back(std::move(*purse));
  return decision;
}

namespace {

LocalTime later_by(const LocalTime& start, std::int64_t seconds) {
  const auto wall = Zone::utc();  // a pump's clock knows no summer time
  return wall.local(wall.instant(start) + Duration::seconds(seconds));
}

bool tells_of(const books::Watering& row, const LoggedWatering& line) {
  if (row.amount != line.amount) return false;
  if (row.terminal == line.terminal && row.offline == line.offline && !row.gmac.empty()) return true;
  const auto paid = row.debited ? row.debited : row.start ? std::optional(later_by(*row.start, row.seconds)) : std::nullopt;
  return paid && line.at && *paid == *line.at;
}

/// Where that terminal was on the day, else where it is now.
std::string well_of(const books::Reader& books, const LoggedWatering& line) {
  std::string well;
  for (const auto& place : books.select(books::WellMeter::of_terminal, line.terminal))
    if (well.empty() || !line.at || place.from <= line.at->date) well = place.well;
  return well;
}

}  // namespace

std::vector<WateringOnCard> waterings_on_card(const books::Reader& books, const CardSerial& card, const std::vector<LoggedWatering>& log) {
  const auto purse = books.find(books::Purse::of_card, card);
  auto rows = purse ? books::waterings_of(books, purse->account, purse->number) : std::vector<books::Watering>{};
  std::vector<WateringOnCard> out;
  for (const auto& line : log) {
    const auto record = std::ranges::find_if(rows, [&](const auto& row) { return tells_of(row, line); });
    out.push_back({line, record != rows.end() && !record->well.empty() ? record->well : well_of(books, line), record != rows.end()});
    if (record != rows.end()) rows.erase(record);  // one record is one line
  }
  return out;
}

}  // namespace kwota::purse
