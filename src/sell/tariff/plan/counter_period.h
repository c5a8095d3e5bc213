// Where a moment lies: the counter period (month, two months ... year, with its own day and hour of beginning), the season,
// and which part of its first period a new customer has (pro rata). All of it in the local wall clock of the plan's zone.
#pragma once
#include <optional>
#include <string>

#include "sell/tariff/plan/exact.h"
#include "sell/tariff/plan/plan_data.h"

namespace kwota::tariff {

struct CounterPeriod {
  LocalDate label;                 ///< what the books write beside the counter: the first day, or the day of a reset
  std::optional<LocalDate> start;  ///< by the calendar; none with an endless counter that was reset
  std::optional<LocalDate> end;    ///< first day of the next period
};

/// None: the version has one endless counter.
std::optional<CounterPeriod> counter_period(const Version& version, const LocalTime& at);
/// "" when the version knows no seasons. A season begins at 00:00 and runs to the next begin, over the year's end.
std::string season_of(const Version& version, const LocalDate& date);
/// The part of the step widths that a supply opened on `opened` has in this period; 1 when it was opened before.
Exact opening_part(const Version& version, const CounterPeriod& period, const LocalDate& opened);

}  // namespace kwota::tariff
