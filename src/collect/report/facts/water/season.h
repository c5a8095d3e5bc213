// Seasons of farming, by the calendar: three months each, winter from December on.   Begin with season_of().
#pragma once
#include <array>
#include <string>

#include "base/time.h"

namespace kwota::facts {

/// "winter", "spring", "summer", "autumn".
inline std::string season_of(const LocalDate& date) {
  constexpr std::array<std::string_view, 4> names{"winter", "spring", "summer", "autumn"};
  return std::string(names[date.month % 12 / 3]);
}
/// The first day of the season in which a day lies: of a January the first of December before.
constexpr LocalDate season_begins(const LocalDate& date) {
  constexpr unsigned december = 12;
  const auto first = date.month % december / 3 * 3;
  if (first != 0) return {date.year, first, 1};
  return {date.month == december ? date.year : date.year - 1, december, 1};
}

}  // namespace kwota::facts
