// How quickly a supply uses up its credit, and when that will be gone.
// Guarantees: whole numbers throughout; a day of which nothing is known is skipped and never zero; without any known day there is no figure.
// Begin with forecast().
#pragma once
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "base/time.h"
#include "books/reader.h"

namespace kwota::insight {

/// Days that a pace looks back, days between two words of a meter that still say something of each day between, and days of which it must know. [K]
inline constexpr std::int64_t pace_days = 60, between_days_most = 45, known_days_least = 7;
/// The newest day counts 1/5, all before it 4/5. [K]
inline constexpr std::int64_t newest_part = 1, all_parts = 5;

/// What had been used as a day began, in 10^-5 of the meter's unit.
struct Mark {
  std::int64_t day = 0;  ///< day_number()
  std::int64_t used_e5 = 0;
};
struct Pace {
  std::int64_t daily_e5 = 0;
  std::int64_t known_days = 0;
  friend bool operator==(const Pace&, const Pace&) = default;
};
/// Exponentially weighted over the days before `today`; with too few known days the mean since the last but one mark. `marks` by day. Nothing: no day is known.
std::optional<Pace> pace(std::span<const Mark> marks, std::int64_t today);

/// When the credit of a supply will be gone.
struct Forecast {
  Unit unit = Unit::money;
  Credit remaining;               ///< as the meter said last, with what has been sold to it since
  std::int64_t told_day = 0;      ///< when it said so
  Pace pace;
  std::optional<std::int64_t> zero_day;      ///< nothing: nothing is used
  std::int64_t earliest = 0, latest = 0;     ///< zero day with 1.4 times and with 0.7 times the pace
};
/// Nothing: the supply has no meter that told anything, or is a purse.
std::optional<Forecast> forecast(const books::Reader& books, const books::Account& account, std::int64_t today, const Zone& zone);

/// The last day of the forecast counts from `today`; below zero: it is over.
inline std::optional<std::int64_t> days_left(const Forecast& forecast, std::int64_t today) {
  return forecast.zero_day ? std::optional(*forecast.zero_day - today) : std::nullopt;
}

}  // namespace kwota::insight
