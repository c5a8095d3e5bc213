#include "collect/readings/registers/pumps.h"

#include <algorithm>
#include <iterator>
#include <set>
#include <tuple>

#include "base/decimal.h"
#include "base/register_turn.h"

namespace kwota::readings {
namespace {

using books::Watering;

bool follows(const PumpRun& one, const PumpRun& next) { return next.series == one.series && next.number == one.number + 1; }

/// A watering of which only the hung record came says no register, and one without a clock no moment.
std::optional<PumpRun> run_of(const Watering& row, const Zone& zone) {
  const bool is_certain = row.start && !row.clock_invalid && row.state != books::WateringStatus::contradicting && row.register_after != Energy{};
  if (!is_certain) return std::nullopt;
  const auto from = zone.instant(*row.start);
  const auto before = Energy::wh(register_behind(row.register_after.wh(), row.used.wh()));
  return PumpRun{row.series, row.number, from, from + Duration::seconds(row.seconds), before, row.used, row.register_after};
}

/// The last one that began before the moment, and those behind it.
std::vector<PumpRun> runs_since(const books::Reader& books, const books::WellMeter& place, Instant from, const Zone& zone) {
  const auto moment = zone.local(from);
  auto rows = books.rows<Watering>({.table = &books::table_of<Watering>(), .index = &Watering::of_well, .equal = {books::value_of(place.well)}, .from = {}, .up_to = books::value_of(moment), .newest = true, .limit = 1});
  std::ranges::move(books.since(Watering::of_well, moment, place.well), std::back_inserter(rows));
  std::vector<PumpRun> out;
  for (const auto& row : rows)
    if (const auto run = row.meter == place.meter ? run_of(row, zone) : std::nullopt) out.push_back(*run);
  const auto order = [](const PumpRun& run) { return std::tuple(run.series, run.number); };
  std::ranges::sort(out, {}, order);
  out.erase(std::unique(out.begin(), out.end(), [&](const PumpRun& a, const PumpRun& b) { return order(a) == order(b); }), out.end());
  return out;
}

PumpCourse course_of(const books::Reader& books, const books::WellMeter& place, const std::string& area, Instant from, const Zone& zone) {
  PumpCourse out{.meter = place.meter, .area = area, .since = zone.instant({place.from}), .runs = runs_since(books, place, from, zone), .told = {}, .shown = {}};
  if (const auto head = books.find<books::WellHead>(place.meter); head && head->records_read) {
    out.told = std::min(*head->records_read, head->read);
    out.shown = head->energy;
  }
  return out;
}

/// Evenly, as a pump runs.
Energy part_of(const PumpRun& run, Instant at) {
  return register_onward(run.before, Energy::wh(divide(Wide{run.used.wh()} * (at - run.from).ms(), (run.to - run.from).ms(), Round::half_up)));
}

}  // namespace

std::vector<PumpCourse> pumps_of_areas(const books::Reader& books, Instant from, const Zone& zone) {
  std::set<std::string> counted;
  for (const auto& total : books.all<books::AreaMeter>()) counted.insert(total.area);
  std::vector<PumpCourse> out;
  if (counted.empty()) return out;
  for (const auto& place : books.all<books::WellMeter>()) {
    const auto well = place.to ? std::nullopt : books.find<books::Well>(place.well);
    if (well && counted.contains(well->area)) out.push_back(course_of(books, place, well->area, from, zone));
  }
  return out;
}

std::optional<Energy> register_of_pump(const PumpCourse& pump, Instant at) {
  if (at < pump.since) return std::nullopt;
  const auto next = std::ranges::find_if(pump.runs, [&](const PumpRun& run) { return run.to >= at; });
  if (next == pump.runs.end()) {
    if (!pump.told || *pump.told < at) return std::nullopt;
    return pump.runs.empty() ? pump.shown : pump.runs.back().after;  // what it shows may have a watering in it that is under way
  }
  if (next->from <= at) return next->to == next->from ? next->after : part_of(*next, at);
  const bool is_first = next->series == 1 && next->number == 0, is_next = next != pump.runs.begin() && follows(*(next - 1), *next);
  return is_first || is_next ? std::optional(next->before) : std::nullopt;
}

std::optional<Energy> counted_by_pump(const PumpCourse& pump, Instant from, Instant to) {
  const auto before = register_of_pump(pump, from), after = register_of_pump(pump, to);
  return before && after ? register_went(*before, *after, to - from) : std::nullopt;
}

}  // namespace kwota::readings
