// The meter's own clock: seconds since 2000-01-01 00:00 of its local wall time, without zones and without summer time,
// as meters of the DL/T 645 kind keep it. Never reads a clock: the hardware (or the simulator) says what time it is.
#pragma once
#include <optional>

#include "seal/user_card/files.h"

namespace kwota::meter {

using user_card::MeterTime;

/// A moment of the meter's clock. Range 2000-01-01 .. 2099-12-31.
struct ClockTime {
  std::uint32_t seconds = 0;
  friend constexpr auto operator<=>(ClockTime, ClockTime) = default;
};

inline constexpr ClockTime end_of_time{0xFFFF'FFFF};
inline constexpr std::uint32_t seconds_a_day = 86'400;

/// Nothing when there is no such date (month 13, 30 February) or the time is none.
std::optional<ClockTime> clock_of(const MeterTime& time);
/// Seconds are dropped: cards carry minutes.
MeterTime meter_time(ClockTime at);
/// 00:00 of the first day of its month, of the next day, of the next month.
ClockTime start_of_month(ClockTime at);
constexpr ClockTime next_day(ClockTime after) { return {(after.seconds / seconds_a_day + 1) * seconds_a_day}; }
ClockTime next_month(ClockTime after);

}  // namespace kwota::meter
