// By which meter and which factor a transformer area was counted on which days: an agreement holds from a day on, and days before keep theirs.
// Begin with counted_by().
#pragma once
#include <span>
#include <vector>

#include "books/rows/field/reading.h"

namespace kwota::readings {

/// From the beginning of `from` to the one of `to`.
struct CountedBy {
  LocalDate from, to;
  MeterNumber meter;
  std::int64_t factor = 1;
};

/// Of these days, one behind the other. Days of which nobody knows by what they were counted are in none of them. `former`: of this area or of all.
std::vector<CountedBy> counted_by(const books::AreaMeter& area, std::span<const books::FormerTotal> former, const LocalDate& from, const LocalDate& to);
/// Whether they cover these days: else nobody can say what came in.
bool covers(std::span<const CountedBy> parts, const LocalDate& from, const LocalDate& to);

}  // namespace kwota::readings
