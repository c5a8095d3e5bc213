#include "sell/tariff/plan/counter_period.h"

namespace kwota::tariff {
namespace {

/// The calendar period of `counter` that contains the date.
LocalDate period_start(const CounterRule& counter, LocalDate date) {
  LocalDate start{date.year, date.month, counter.start_day};
  if (date.day < counter.start_day) start = add_months(start, -1);
  const int past = (static_cast<int>(start.month) - static_cast<int>(counter.start_month) + 12) % counter.months;
  return add_months(start, -past);
}

}  // namespace

std::optional<CounterPeriod> counter_period(const Version& version, const LocalTime& at) {
  if (!version.counter) {
    if (!version.reset) return std::nullopt;
    return CounterPeriod{version.from_local.date, std::nullopt, std::nullopt};
  }
  const CounterRule& counter = *version.counter;
  const LocalDate date = at.hour < counter.hour ? date_of_day(day_number(at.date) - 1) : at.date;
  CounterPeriod period;
  period.start = period_start(counter, date);
  period.end = add_months(*period.start, counter.months);
  const bool reset_inside = version.reset && LocalTime{*period.start, counter.hour, 0, 0} < version.from_local;
  period.label = reset_inside ? version.from_local.date : *period.start;
  return period;
}

std::string season_of(const Version& version, const LocalDate& date) {
  // The latest begin of this year that is not after the date; before the first one the last season of the year still runs.
  const SeasonBegin* running = nullptr;
  const SeasonBegin* last = nullptr;
  const auto of = [](const SeasonBegin& season) { return season.month * 100 + season.day; };
  for (const auto& season : version.seasons) {
    if (last == nullptr || of(season) > of(*last)) last = &season;
    const bool begun = of(season) <= date.month * 100 + date.day;
    if (begun && (running == nullptr || of(season) > of(*running))) running = &season;
  }
  if (last == nullptr) return {};
  return running != nullptr ? running->name : last->name;
}

Exact opening_part(const Version& version, const CounterPeriod& period, const LocalDate& opened) {
  if (version.prorate == Prorate::none || !period.start || opened < period.label || opened >= *period.end) return 1;
  if (version.prorate == Prorate::days)
    return Exact::fraction(day_number(*period.end) - day_number(opened), day_number(*period.end) - day_number(*period.start));
  // The opening month counts whole: opened 17 May of a calendar year -> 8/12.
  const int months = version.counter->months;
  return Exact::fraction(months - months_between(*period.start, opened), months);
}

}  // namespace kwota::tariff
