#include "sell/tariff/use/time_of_use.h"

#include <fmt/format.h>

#include <algorithm>

#include "sell/tariff/plan/counter_period.h"
#include "sell/tariff/rounding.h"

namespace kwota::tariff {
namespace {

constexpr std::int64_t minute_ms = 60'000;
constexpr std::int64_t interval_minutes_max = 366 * 24 * 60;

Error bad_interval(std::string_view why) {
  return error(Fault::request, "bad_interval", fmt::format("An interval of the load cannot be priced: {}; nothing was priced.", why),
               {{"why", std::string(why)}});
}

std::string_view table_on(const Version& version, const LocalDate& date) {
  if (const auto holiday = version.holidays.find(date); holiday != version.holidays.end()) return holiday->second;
  const std::string season = season_of(version, date);
  const int day = weekday(date);
  for (const CalendarRow& row : version.calendar) {
    const bool fits = row.weekdays.empty() || std::find(row.weekdays.begin(), row.weekdays.end(), day) != row.weekdays.end();
    if (fits && (row.season.empty() || row.season == season)) return row.table;
  }
  return {};
}

void add_units(PeriodUnits& usage, std::string_view period, std::int64_t units) {
  for (auto& [name, sum] : usage)
    if (name == period) {
      sum.e3 += units;
      return;
    }
  usage.emplace_back(std::string(period), Units{units});
}

/// Minutes of an interval by period, in order of first use.
PeriodUnits minutes_by_period(const PlanData& plan, const Version& version, const Interval& interval) {
  PeriodUnits minutes;
  for (Instant at = interval.begin; at < interval.end; at = at + Duration::minutes(1)) add_units(minutes, period_at(version, plan.zone.local(at)), 1);
  return minutes;
}

Result<void> check_interval(const PlanData& plan, const Interval& interval, const Version* version, const std::string& season) {
  if (interval.begin.ms() % minute_ms != 0 || interval.end.ms() % minute_ms != 0) return bad_interval("it is not in whole minutes");
  if (interval.end <= interval.begin) return bad_interval("it does not end after it begins");
  if ((interval.end - interval.begin).ms() / minute_ms > interval_minutes_max) return bad_interval("it is longer than a year");
  const Instant last = interval.end - Duration::minutes(1);
  for (const Instant at : {interval.begin, last})
    if (plan.version_at(at) != version || season_of(*version, plan.zone.local(at).date) != season)
      return bad_interval("the load crosses a change of version or season");
  if (interval.units.e3 < 0 || interval.units.e3 % plan.quantum_e3 != 0) return bad_interval("its units are not a multiple of the quantum");
  return {};
}

}  // namespace

std::string_view period_at(const Version& version, const LocalTime& at) {
  const auto table = version.days.find(table_on(version, at.date));
  if (table == version.days.end()) return {};
  const int minute = static_cast<int>(at.hour * 60 + at.minute);
  std::string_view period;
  for (const DaySwitch& row : table->second)
    if (row.minute <= minute) period = row.period;
  return period;
}

Result<PeriodUnits> classify(const PlanData& plan, const std::vector<Interval>& intervals) {
  PeriodUnits usage;
  if (intervals.empty()) return bad_interval("there is none");
  const Version* version = plan.version_at(intervals.front().begin);
  if (version == nullptr) return bad_interval("it lies before the first version");
  const std::string season = season_of(*version, plan.zone.local(intervals.front().begin).date);
  for (const Interval& interval : intervals) {
    MUST(check_interval(plan, interval, version, season));
    const PeriodUnits minutes = minutes_by_period(plan, *version, interval);
    std::vector<std::int64_t> weights;
    for (const auto& [period, count] : minutes) weights.push_back(count.e3);
    const auto quanta = share_out(interval.units.e3 / plan.quantum_e3, weights);
    for (std::size_t i = 0; i < minutes.size(); ++i) add_units(usage, minutes[i].first, quanta[i] * plan.quantum_e3);
  }
  return usage;
}

}  // namespace kwota::tariff
