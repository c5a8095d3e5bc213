// A meter on a reading day: which reading stands for it, what rules find in it, what it would be where none came.
// Guarantees: a rejected reading is never taken again; a nearer one is taken before one that is further from the day, whatever way it came; an estimate says
// by what it was made, and any true reading is taken before it.
// Never: looks at a clock, or changes anything.   Begin with MeterDay, then judged() and estimate().
#pragma once
#include "collect/review/routes.h"
#include "collect/review/rules.h"

namespace kwota::review {

/// One meter, one of its reading days.
struct MeterDay {
  MeterNumber meter;
  const books::ReadingRoute& route;
  LocalDate day;
  const Zone& zone;
  const devices::Facts& facts;
  Instant begin() const { return zone.instant({day}); }
  /// In which a reading stands for the day.
  Between around() const;
};

/// The register of the reading day before that nobody rejected, else the one that the books have of about a month before; since a swap the new meter's first.
std::optional<Former> former_of(const books::Reader& books, const MeterDay& at);

/// The reading nearest to the day that nobody rejected, judged; nothing: none came. No step is counted in it yet. `typed`: that is being typed now.
std::optional<books::ReviewedReading> judged(const books::Reader& books, const MeterDay& at, Instant now, const books::TypedReading* typed = nullptr);

/// By registers on both sides of the day, else by this meter's own use in the periods before. Errors: nothing_to_estimate_by {meter}.
Result<books::ReviewedReading> estimate(const books::Reader& books, const MeterDay& at, Instant now);

/// Registers of a day's own beginning need nothing; others are brought there by what was used between the former and this one.
Energy at_beginning(const Candidate& reading, const std::optional<Former>& former, const MeterDay& at);

}  // namespace kwota::review
