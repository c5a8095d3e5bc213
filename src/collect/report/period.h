// Periods of reports: business days from the first to the last, both included.
//   2026-10-05   2026-10   2026   2026-10-05..2026-11-02
// Begin with parse_period().
#pragma once
#include <array>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/result.h"
#include "base/words.h"

namespace kwota::report {

enum class PeriodKind : std::uint8_t { day, month, year, range };
constexpr auto words_of(PeriodKind) { return std::array<std::string_view, 4>{"day", "month", "year", "range"}; }

struct Period {
  PeriodKind kind = PeriodKind::day;
  std::string from, to;    ///< local dates
  friend bool operator==(const Period&, const Period&) = default;
};

/// Error `bad_period` {period}: no such days, or the last lies before the first.
Result<Period> parse_period(std::string_view text);
/// As long a one that ends where this one begins: the month before a month, the year before a year, as many days before days.
Period before(const Period& period);
/// From the first of January.
Period year_to_date(const Period& period);
/// The same days of the year before; of a 29th of February the 28th.
Period year_before(const Period& period);
/// Of a month: the one after it; it and the two before it.
Period month_after(const Period& month);
Period three_months(const Period& month);
/// The month in which it ends, up to that day, and the eleven before.
Period twelve_months(const Period& period);

}  // namespace kwota::report
