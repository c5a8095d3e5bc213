// Time of use: which rate counts at which minute. Year zone -> day table -> period -> rate, and holidays with tables of their
// own (DL/T 645-2007, 04010000 to 04030000 and 04010001 ff.; counts meters.md 2.3). Two sets of it, like the prices. The last
// period of a day lasts over midnight into the next day, the last zone over new year. Without a year zone everything is rate 1.
// Begin with rate_at().
#pragma once
#include <array>
#include <optional>
#include <span>

#include "meter/parts/calendar.h"
#include "meter/parts/slots.h"

namespace kwota::meter {

struct Schedule {
  static constexpr std::size_t zones_max = 14, tables_max = 8, periods_max = 14;
  struct Zone {
    std::uint8_t month = 0, day = 0, table = 0;  ///< first day; table 1..8; all zero: row not used
    friend constexpr bool operator==(const Zone&, const Zone&) = default;
  };
  struct Period {
    std::uint8_t hour = 0, minute = 0, rate = 0;  ///< begin; rate 1..Tariff::rates_max; 0: row not used
    friend constexpr bool operator==(const Period&, const Period&) = default;
  };
  using Table = std::array<Period, periods_max>;
  std::array<Zone, zones_max> zones{};
  std::array<Table, tables_max> tables{};
  friend bool operator==(const Schedule&, const Schedule&) = default;
};

struct Holiday {
  std::uint8_t year = 0, month = 0, day = 0, table = 0;  ///< year 0..99 of this century; table 0: row not used
  friend constexpr bool operator==(const Holiday&, const Holiday&) = default;
};

/// Both sets and the holidays, which belong to both. A record of its own: it is large and changes once a season, while the
/// account's record is written with every tenth of a kWh. Which set counts stands in the account's record.
struct Schedules {
  static constexpr std::size_t holidays_max = 40;
  std::array<Schedule, 2> sets{};
  std::array<Holiday, holidays_max> holidays{};
  friend bool operator==(const Schedules&, const Schedules&) = default;
};

/// Whether zones and periods rise, every date and time exists, every zone names a table that has a period, and no rate is above
/// `rates`. A schedule without zones is in order: everything is rate 1.
bool in_order(const Schedule& schedule, std::uint8_t rates);
bool in_order(std::span<const Holiday> holidays);

/// Of one day table alone, for who has no year zones: rows rise, and no rate is above `rates`; the rate of a minute of the day, which is
/// that of the last period before midnight until the first one begins, and 1 in an empty table.
bool in_order(const Schedule::Table& day, std::uint8_t rates);
std::uint8_t rate_at(const Schedule::Table& day, std::uint32_t minute);

/// 1-based rate of the minute of `at`. A holiday whose table this schedule does not have is an ordinary day.
std::uint8_t rate_at(const Schedule& schedule, std::span<const Holiday> holidays, ClockTime at);

inline constexpr std::size_t schedules_size =
    2 * 3 * (Schedule::zones_max + Schedule::tables_max * Schedule::periods_max) + 4 * Schedules::holidays_max;
using ScheduleSlots = TwinSlots<Schedules, schedules_size, 0x4B53>;  // "KS"

ScheduleSlots::Image encode(const Schedules& schedules);
std::optional<Schedules> decode_schedules(const ScheduleSlots::Image& image);

}  // namespace kwota::meter
