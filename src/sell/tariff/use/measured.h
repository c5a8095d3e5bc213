// What measured use costs: by a register or a load profile, and bills of past periods.   Begin with price_usage(), price_bill().
#pragma once
#include <string>
#include <vector>

#include "sell/tariff/quote.h"

namespace kwota::tariff {

/// Metered use: what was used at which price; standing charges as in a sale.
struct Usage { PeriodUnits units; };

struct Interval {
  Instant begin, end;   ///< [begin, end), whole minutes
  Units units;
};
/// Load with instants, sorted into periods, then priced as Usage. All in one version and season.
struct LoadProfile { std::vector<Interval> intervals; };

/// Measured use from one local date to another (end not included), one counter period by definition, cut where a version or a
/// season begins.
struct BillAsk {
  LocalDate from, to;
  PeriodUnits units;    ///< one entry with an empty name when it was not measured by period
  std::string months;   ///< decimal; empty: 1
};

/// Metered use and bills. Errors: as quote(), and `bad_interval`, `bad_bill` (`why`).
Result<Quote> price_usage(const PricePlan& plan, Instant at, const State& state, const Usage& usage);
Result<Quote> price_load(const PricePlan& plan, Instant at, const State& state, const LoadProfile& load);
Result<Quote> price_bill(const PricePlan& plan, const State& state, const BillAsk& bill);

}  // namespace kwota::tariff
