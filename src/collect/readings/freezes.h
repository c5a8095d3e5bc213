// Which midnights of a meter are to be fetched, and which of them count as the beginning of a day. The registers that a meter froze
// by itself need no line at midnight and are exact to the minute; but they stand by its clock.
// Guarantees: a day that is in the books is not asked for again and never replaced; a midnight counts only when the readings next
// to it, before and after, found the clock right.   Begin with freezes_due(), then froze().
#pragma once
#include <optional>

#include "base/time.h"
#include "books/decision.h"
#include "books/reader.h"

namespace kwota::readings {

/// A clock this far off, either way, makes no day boundaries. [K]
inline constexpr std::int64_t clock_off_seconds_most = 300;
/// So far back meters keep their midnights (meters.md 2.1), and so far back they are asked for. Days.
inline constexpr std::int64_t freezes_back_most = 62;

/// Days after the one until the other, which is today.
struct FreezeDays {
  LocalDate after, to;
};
/// Nothing: the plan does not ask for them, or the books have today's.
std::optional<FreezeDays> freezes_due(const books::Reader& books, const books::ReadingPlan& plan, MeterNumber meter, const LocalDate& today);

/// Whether a clock that is so far off now may be asked for its midnights; one that shows nonsense may not.
bool clock_is_right(const std::optional<std::int64_t>& drift_seconds);

/// What was heard of one meter, of which its clock was asked just now; the answer: how many of them count.
Result<books::Decision<std::size_t>> froze(const books::Reader& books, std::span<const books::DayFreeze> received, const Zone& zone);

}  // namespace kwota::readings
