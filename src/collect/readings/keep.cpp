#include "collect/readings/keep.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/ids_text.h"
#include "base/text/text_gate.h"
#include "books/lookup.h"
#include "collect/readings/plan.h"
#include "people/permissions.h"

namespace kwota::readings {
namespace {

constexpr std::int64_t tries_most = 20, retry_minutes_most = 720, factor_most = 1'000'000;

Result<void> in(std::string_view field, std::int64_t value, std::int64_t least, std::int64_t most) {
  if (value >= least && value <= most) return Done{};
  return error(Fault::request, "bad_schedule", "This plan cannot be followed; nothing was saved. Look at the marked field.",
               {{"field", std::string{field}}});
}

Result<void> check_items(const books::ReadingPlan& plan) {
  const auto items = items_of(plan);
  if (items.empty()) return in("items", 0, 1, 1);
  for (const auto& item : items)
    if (std::find(std::begin(item_names), std::end(item_names), item) == std::end(item_names))
      return error(Fault::request, "unknown_item", "The table of items has no single value of this name; nothing was asked.",
                   {{"item", item}}).trying(Again::never);
  return Done{};
}

Result<void> check_times(const books::ReadingPlan& plan) {
  MUST(in("tries_max", plan.tries_max, 1, tries_most));
  MUST(in("retry_minutes", plan.retry_minutes, 1, retry_minutes_most));
  MUST(in("every_hours", plan.every_hours, 0, 24));
  if (plan.every_hours > 0) return in("every_hours", 24 % plan.every_hours, 0, 0);
  return in("at", minutes_of(plan.at) ? 1 : 0, 1, 1);
}

Error unknown_place(const std::string& place) {
  return error(Fault::request, "unknown_place", "There is no such place; choose one of the list.", {{"place", place}});
}

books::FormerTotal counted_until(const books::AreaMeter& row, const LocalDate& until) { return {.area = row.area, .until = until, .since = row.since, .meter = row.meter, .factor = row.factor}; }

/// What counts it today, where something else was agreed for a day that has not come; nothing: nothing does.
std::optional<books::FormerTotal> until_then(const books::Reader& books, const books::AreaMeter& coming) {
  auto out = books.find<books::FormerTotal>(coming.area, coming.since);
  return out && out->since < out->until ? std::move(out) : std::nullopt;
}

/// An agreement that has not begun is agreed upon otherwise: it has counted nothing, so none of its days stays.
void instead_of(const books::AreaMeter& coming, const std::optional<books::FormerTotal>& present, const books::AreaMeter& row, books::Changes& changes) {
  if (!present || row.since == coming.since) return;
  auto none = *present;
  none.since = none.until;
  changes.put.emplace_back(none);
  auto now = *present;
  now.until = row.since;
  if (now.since < now.until) changes.put.emplace_back(now);
}

/// By which meter and factor it is counted from which day on; what counted it before stays beside it.
Result<books::Decision<books::AreaMeter>> counted_from(const books::Reader& books, books::AreaMeter row, const LocalDate& today) {
  const auto before = books.find<books::AreaMeter>(row.area);
  const bool same = before && before->meter == row.meter && before->factor == row.factor, begun = !before || before->since <= today;
  if (same && row.since == before->since) return books::Decision<books::AreaMeter>{{{row}, {}}, row};
  if (row.since == (before ? before->since : LocalDate{})) row.since = std::max(row.since, today);
  const auto since = format_date(row.since);
  if (row.since < today || (same && begun))
    return error(Fault::refused, "area_counted_already", "Days that have begun keep their meter and factor: choose a later day for another one. Nothing was saved.", {{"since", since}, {"earliest", format_date(today)}});
  const auto present = begun ? std::nullopt : until_then(books, *before);
  const auto counts_now = present ? std::optional(present->meter) : before && begun ? std::optional(before->meter) : std::nullopt;
  if (counts_now && *counts_now != row.meter && row.since > today)
    return error(Fault::refused, "area_meter_later", "Another meter counts an area from today on; only its factor is agreed for a later day. Nothing was saved.", {{"since", since}});
  books::Decision<books::AreaMeter> out{{{row}, {}}, row};
  if (!begun) instead_of(*before, present, row, out.changes);
  else if (before && before->since < row.since) out.changes.put.emplace_back(counted_until(*before, row.since));
  return out;
}

bool is_place(const books::Reader& books, const std::string& code) { return books.find<books::Place>(code) || books.find<books::Station>(code); }

}  // namespace

Result<void> within_own_station(const books::Reader& books, const std::string& place, const people::Context& context) {
  const auto& own = context.who.station;
  if (own.empty() || place == own) return Done{};
  if (const auto known = books.find<books::Place>(place); known && known->station == own) return Done{};
  return error(Fault::refused, "reading_beyond_station", "What is read of meters of other stations, or of the whole utility, is set by whoever works for the utility; nothing was saved. Choose a place of your own station.",
               {{"station", own}});
}

Result<books::Decision<books::ReadingPlan>> put_plan(const books::Reader& books, books::ReadingPlan row, const people::Context& context) {
  MUST(people::require(context.who, "collection_write"));
  MUST(text_gate::admit_code(row.code));
  if (row.name.empty()) return error(Fault::request, "name_missing", "A row needs a name; nothing was saved.", {{"field", "name"}});
  if (!row.place.empty() && !is_place(books, row.place)) return unknown_place(row.place);
  MUST(within_own_station(books, row.place, context));
  if (const auto before = books.find<books::ReadingPlan>(row.code)) MUST(within_own_station(books, before->place, context));
  MUST(check_items(row));
  MUST(check_times(row));
  for (const auto& other : books.all<books::ReadingPlan>())
    if (row.state == books::ReadingPlanStatus::active && other.state == books::ReadingPlanStatus::active && other.place == row.place && other.code != row.code)
      return error(Fault::refused, "place_has_plan", "Another plan reads these meters already; stop it first, or choose another place.",
                   {{"plan", other.code}});
  row.since = context.now;
  return books::Decision<books::ReadingPlan>{{{row}, {}}, row};
}

Result<books::Decision<books::AreaMeter>> put_area(const books::Reader& books, books::AreaMeter row, const people::Context& context) {
  MUST(people::require(context.who, "collection_write"));
  const auto place = books.find<books::Place>(row.area);
  if (!place || place->kind != books::PlaceKind::area) return unknown_place(row.area);
  MUST(within_own_station(books, row.area, context));
  const Details about{{"meter", to_text(row.meter)}};
  if (!books.find<books::Meter>(row.meter))
    return error(Fault::request, "unknown_meter", "The meter is not in the books; nothing was changed.", about);
  for (const auto& other : books.all<books::AreaMeter>())
    if (other.meter == row.meter && other.area != row.area)
      return error(Fault::refused, "counts_other_area", "This meter counts another area already; nothing was saved.",
                   {{"meter", about.at("meter")}, {"area", other.area}});
  if (const auto account = books::account_of_meter(books, row.meter))
    return error(Fault::refused, "meter_in_use", "A customer pays by this meter; nothing was changed.",
                 {{"meter", about.at("meter")}, {"account", fmt::format("{}", account->number)}});
  if (row.factor < 1 || row.factor > factor_most)
    return error(Fault::request, "bad_factor", "The factor is a whole number from 1 to 1000000; nothing was saved.",
                 {{"factor", fmt::format("{}", row.factor)}});
  return counted_from(books, std::move(row), context.zone.local(context.now).date);
}

}  // namespace kwota::readings
