// What a device charges by, in the field's terms: prices of rates, steps, year zones, day tables, holidays. How many of each a device has
// room for, and how they lie on its line, its driver knows.   Begin with PriceSet.
#pragma once
#include <optional>
#include <vector>

#include "base/core/core.h"
#include "base/time.h"

namespace kwota::devices {

struct Period {
  std::uint8_t hour = 0, minute = 0, rate = 1;  ///< begin; rate from 1
  friend bool operator==(const Period&, const Period&) = default;
};
using DayTable = std::vector<Period>;  ///< rising; empty: the device has no such table
struct YearZone {
  std::uint8_t month = 1, day = 1;  ///< first day
  std::size_t table = 1;            ///< from 1
  friend bool operator==(const YearZone&, const YearZone&) = default;
};
struct Holiday {
  LocalDate date;
  std::size_t table = 1;  ///< from 1
  friend bool operator==(const Holiday&, const Holiday&) = default;
};

struct Schedule {
  std::vector<YearZone> zones{};   ///< none: everything is rate 1
  std::vector<DayTable> tables{};  ///< by number, from 1
  friend bool operator==(const Schedule&, const Schedule&) = default;
};

/// A whole set.
struct PriceSet {
  std::vector<MeterPrice> rates{};        ///< 1 to 8
  std::vector<Energy> step_ends{};        ///< at most 6, rising
  std::vector<MeterPrice> step_prices{};  ///< step_ends.size() + 1
  Schedule schedule{};
  std::vector<Holiday> holidays{};
  /// When steps begin anew: day of the month and hour; nothing: never. A line writes it into a meter whose steps are its first, and
  /// only what comes every month; else the meter must have it.
  struct Settlement {
    unsigned day = 1, hour = 0;
    unsigned months = 1, month = 1;  ///< how many lie between, and one in which they begin anew
    bool every_month() const { return months == 1; }
  };
  std::optional<Settlement> settlement{};
};

}  // namespace kwota::devices
