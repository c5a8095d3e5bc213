// The rates of a plan for a meter: every combination of season and period that has prices of its own is a rate, and the plan's
// seasons and day tables become year zones and day tables of these rates. Only meter_table() uses it. Begin with rates_of().
#pragma once
#include "sell/tariff/use/meter_table.h"
#include "sell/tariff/plan/exact.h"
#include "sell/tariff/plan/misfit.h"
#include "sell/tariff/plan/plan_data.h"

namespace kwota::tariff {

/// The prices of a unit under one rate, by step; a plan without steps has one. In 10^-8 major units, levies and percents folded in.
using StepPrices = std::vector<Exact>;

struct Rates {
  std::vector<StepPrices> prices;   ///< by rate
  std::vector<std::string> names;
  MeterSchedule schedule;
};

/// Error `plan_does_not_fit`.
Result<Rates> rates_of(const Version& version, const LocalDate& today);

}  // namespace kwota::tariff
