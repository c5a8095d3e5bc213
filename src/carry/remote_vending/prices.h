// A whole set of prices over a meter's line: rates, steps, year zones, day tables, holidays. Everything is written into the set
// that is not in force and read back, and only then the minutes at which it changes over (meters.md 2.3). A line that breaks
// before leaves the prices in force; the meter calls a half-written set off. To do it again is harmless, and what is right
// already is not written. Never: credit.   Begin with write_prices().
#pragma once
#include "carry/remote_vending/price_set.h"
#include "carry/remote_vending/remote_vending.h"

namespace kwota::dlt645 {

struct PriceOrder {
  Station station;
  PriceSet set;
  std::optional<LocalTime> at;  ///< on the meter's clock; nothing, or past: as soon as it is written
  LocalTime now;                ///< what the meter's clock should say
  Random1 random1{};
};

struct PricesHeld {
  bool was_there = false;  ///< nothing had to be written
  LocalTime from;          ///< when the set counts; was in force before: what the meter's clock said
};

/// A clock further from ours than this would change prices at another time than the books say. [K]
inline constexpr auto clock_tolerance = Duration::minutes(5);

/// Errors beside those of reading and authenticate(): `plan_does_not_fit`{why}; `meter_clock_wrong`{clock}: nothing was written;
/// `switch_pending`{at}: other prices come into force in a few minutes, ask again then; `not_written`{item}.
Dialogue<PricesHeld> write_prices(PriceOrder order);

}  // namespace kwota::dlt645
