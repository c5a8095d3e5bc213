// Everything that tells a meter's register around a day, whichever way it came: frozen, read on the line, brought by a card or a handheld, typed.
// Guarantees: each says how it came and when the register stood so; nothing here is judged.   Begin with candidates().
#pragma once
#include <vector>

#include "books/reader.h"
#include "books/rows/field/review.h"
#include "devices/facts.h"

namespace kwota::review {

struct Candidate {
  books::ReadingSource source = books::ReadingSource::line;
  Instant taken;
  Energy energy;
  std::optional<Money> remaining;
  std::optional<bool> relay_open;
  std::optional<std::int64_t> drift_seconds;
  friend bool operator==(const Candidate&, const Candidate&) = default;
};

struct Between {
  Instant from, to;  ///< the first included
};

/// By moment. `day`: for which reading day a typed one must be; of several typed for it the newest.
std::vector<Candidate> candidates(const books::Reader& books, MeterNumber meter, const LocalDate& day, const Between& span, const devices::Facts& facts, const Zone& zone);

/// When a typed reading counts: nobody writes the hour down, so noon, or when it was typed if that was earlier. [K]
Instant moment_of(const books::TypedReading& row, const Zone& zone);

}  // namespace kwota::review
