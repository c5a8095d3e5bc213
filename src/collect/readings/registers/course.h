// A meter over time: its register as each day began, what went through on each day, and how strongly between one word and the next.
// Guarantees: where the meter froze its register that is it; else what it said within six hours of midnight; else what lies between two words at most 45
// days apart, which is said beside it; else nobody knows (console.md, 7.2).   Begin with course().
#pragma once
#include <array>
#include <optional>
#include <span>
#include <vector>

#include "books/reader.h"
#include "collect/readings/registers/registers.h"

namespace kwota::readings {

/// Between words so far apart nothing is said of a day. [K]
inline constexpr std::int64_t course_gap_days = 45;

struct CourseDay {
  LocalDate day;
  std::optional<Energy> begin;      ///< its register as the day began, as it shows it
  bool begin_estimated = false;
  std::optional<Energy> used;       ///< on this day: primary energy, as everything that went through here (books/register_ratio.h)
  bool used_estimated = false;
  std::array<std::optional<Energy>, 4> rates{};  ///< of what was used; none: its meter did not freeze them on both days
};

/// From one word of the meter to the next.
struct CourseSpan {
  Instant from, to;
  Energy used;
  std::int64_t watts = 0;  ///< on average, half up
};

struct Course {
  std::vector<CourseDay> days;    ///< oldest first, one for each day that was asked
  std::vector<CourseSpan> spans;  ///< those that end in these days; oldest first
};

/// Of the days from..to, both included; nothing is said of what lies behind `now`.
Course course(const books::Reader& books, MeterNumber meter, const LocalDate& from, const LocalDate& to, Instant now, const Zone& zone);

/// The register at a moment, out of one meter's; second: it is estimated.
std::optional<std::pair<Energy, bool>> register_about(std::span<const Register> all, Instant at);

}  // namespace kwota::readings
