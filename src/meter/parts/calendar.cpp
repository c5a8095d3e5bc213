#include "meter/parts/calendar.h"

namespace kwota::meter {
namespace {

constexpr std::uint32_t days_in_month(std::uint32_t year, std::uint32_t month) {
  constexpr std::uint8_t days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  // 2000 was a leap year and 2100 lies outside the clock's range: every fourth year.
  return month == 2 && year % 4 == 0 ? 29 : days[month - 1];
}

constexpr std::uint32_t days_before_year(std::uint32_t year) { return year * 365 + (year + 3) / 4; }

struct Day {
  std::uint32_t year, month, day;
};

Day day_of(std::uint32_t number) {
  std::uint32_t year = number / 366;
  while (days_before_year(year + 1) <= number) ++year;
  number -= days_before_year(year);
  std::uint32_t month = 1;
  for (; number >= days_in_month(year, month); ++month) number -= days_in_month(year, month);
  return {year, month, number + 1};
}

}  // namespace

std::optional<ClockTime> clock_of(const MeterTime& time) {
  if (time.is_none() || time.year > 99 || time.month > 12 || time.hour > 23 || time.minute > 59) return std::nullopt;
  if (time.day == 0 || time.day > days_in_month(time.year, time.month)) return std::nullopt;
  std::uint32_t days = days_before_year(time.year) + time.day - 1;
  for (std::uint32_t month = 1; month < time.month; ++month) days += days_in_month(time.year, month);
  return ClockTime{days * seconds_a_day + time.hour * 3600u + time.minute * 60u};
}

MeterTime meter_time(ClockTime at) {
  const Day day = day_of(at.seconds / seconds_a_day);
  const std::uint32_t minutes = at.seconds % seconds_a_day / 60;
  return {static_cast<std::uint8_t>(day.year), static_cast<std::uint8_t>(day.month), static_cast<std::uint8_t>(day.day),
          static_cast<std::uint8_t>(minutes / 60), static_cast<std::uint8_t>(minutes % 60)};
}

ClockTime start_of_month(ClockTime at) {
  MeterTime month = meter_time(at);
  month.day = 1, month.hour = month.minute = 0;
  return clock_of(month).value_or(at);
}

ClockTime next_month(ClockTime after) {
  const MeterTime now = meter_time(after);
  MeterTime next{now.year, static_cast<std::uint8_t>(now.month + 1), 1, 0, 0};
  if (next.month > 12) next.year++, next.month = 1;
  return clock_of(next).value_or(end_of_time);
}

}  // namespace kwota::meter
