// Registers at moments, whichever way they came: read by plan, told over the line under the meter's seal, or brought home by a
// card. Guarantees: a card's word counts for the moment at which the meter wrote it, not for the day on which it was carried to
// a counter. Begin with registers().
#pragma once
#include <span>
#include <vector>

#include "base/time.h"
#include "books/rows.h"
#include "books/rows/field/reading.h"

namespace kwota::readings {

struct Register {
  MeterNumber meter;
  Instant at;     ///< when the register stood so
  Energy energy;  ///< import in all
  bool by_card = false;
  bool frozen = false;  ///< by the meter itself, exactly as a day began
};

/// What a statement says of it: a card's word counts for when the meter wrote it.
Register register_of(const books::Statement& row, const Zone& zone);
/// By meter, then by moment. A freeze stands for the midnight with which its day began. What has no energy, and words of a clock that runs ahead or shows nonsense, count for when they came.
std::vector<Register> registers(std::span<const books::MeterReading> readings, std::span<const books::Statement> statements,
                                std::span<const books::DayFreeze> freezes, const Zone& zone);
/// The one that was frozen as that day began.
std::optional<Energy> frozen_at(std::span<const Register> all, MeterNumber meter, Instant midnight);
/// Those of one meter.
std::span<const Register> of_meter(std::span<const Register> all, MeterNumber meter);

}  // namespace kwota::readings
