// What a meter of the State Grid kind (DL/T 645) can hold of a plan: a price for each rate, steps that add to it, and which rate
// counts at which minute of the year. The meter knows no taxes and no levies: per-unit prices and percentages are folded in,
// rounded to 1e-4, and what rounding loses is told. What would be lost beyond that is not written but refused.
// Begin with meter_table().
#pragma once
#include <string>
#include <vector>

#include "sell/tariff/quote.h"

namespace kwota::tariff {

/// Which rate counts when; empty for a plan whose prices know no time of day and no season.
struct MeterSchedule {
  struct Zone {
    unsigned month = 1, day = 1;  ///< first day of the year zone
    std::size_t table = 1;        ///< from 1
  };
  struct Period {
    unsigned hour = 0, minute = 0;
    std::size_t rate = 1;  ///< from 1
  };
  struct Holiday {
    LocalDate date;
    std::size_t table = 1;
  };
  std::vector<Zone> zones;                   ///< at most 14, rising
  std::vector<std::vector<Period>> tables;   ///< at most 8 of at most 14 periods; the first begins at 00:00
  std::vector<Holiday> holidays;             ///< at most 40, from the asked day on
  bool empty() const { return zones.empty(); }
};

struct MeterTable {
  std::vector<MeterPrice> rate_prices;       ///< 1 to 8
  std::vector<std::string> rate_names;       ///< for people: the plan's period, with the season where it has several
  std::vector<Energy> step_ends;             ///< at most 6, for this supply (household and pro rata applied)
  std::vector<MeterPrice> step_prices;       ///< step_ends.size() + 1, added to the rate's price
  MeterSchedule schedule;
  int settlement_months = 0;                 ///< 0 endless, 1 monthly, 12 yearly
  unsigned settlement_month = 1, settlement_day = 1, settlement_hour = 0;
  std::vector<std::string> differences;      ///< what the table cannot say exactly, in words with figures
};

/// The plan's version at `at`, for this supply. Errors: `no_version`; `plan_does_not_fit` with `why`: sets, more than 7 steps or 8
/// rates, steps that differ by season or time of day, prices by weekday, ...
Result<MeterTable> meter_table(const PricePlan& plan, Instant at, const State& state);

}  // namespace kwota::tariff
