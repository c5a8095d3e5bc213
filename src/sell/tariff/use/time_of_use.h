// Time of use: which period of the day a moment belongs to (holiday, else the first row of the calendar that fits season and
// weekday; local wall clock), and load with instants sorted into periods. Real elapsed time counts: a day may have 23 or 25 hours.
#pragma once
#include <string>
#include <vector>

#include "sell/tariff/terms.h"
#include "sell/tariff/use/measured.h"

namespace kwota::tariff {

/// The period of a local minute; "" when the version has no day tables.
std::string_view period_at(const Version& version, const LocalTime& at);
/// Units by period, in the order of first use. An interval that straddles a boundary is divided by elapsed minutes, largest remainder in quanta.
/// Errors: `bad_interval` (whole minutes, end after begin, all in one version and season).
Result<PeriodUnits> classify(const PlanData& plan, const std::vector<Interval>& intervals);

}  // namespace kwota::tariff
