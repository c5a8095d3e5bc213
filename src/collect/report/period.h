// Periods of reports: business days from the first to the last, both included.
//   2026-10-05   2026-10   2026   2026-10-05..2026-11-02
// Begin with parse_period().
#pragma once
#include <string>
#include <string_view>

#include "base/result.h"

namespace kwota::report {

struct Period {
  std::string_view kind;   ///< "day", "month", "year", "range"
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

}  // namespace kwota::report
