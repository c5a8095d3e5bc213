// What is to be read now, and what became of it: the decisions of collection. The runner (work/head_end) asks and tells.
//   due -> waiting (a try failed; another after the plan's pause) -> read | missed (tried often enough; the next slot is another reading)
// Guarantees: one row for each meter and moment of its plan, written at the first try, so that what was missed is seen and not
// only what was read; a reading that is there is never replaced; a link that is stopped or in trouble is left alone.
// Never: opens a line, or moves money.   Begin with due(), then taken() and tried().
#pragma once
#include "books/decision.h"
#include "books/reader.h"
#include "collect/readings/events.h"
#include "collect/readings/freezes.h"
#include "collect/readings/plan.h"

namespace kwota::readings {

struct DueReading {
  books::MeterLink link;
  books::ReadingPlan plan;
  Instant slot;
  std::optional<FreezeDays> freezes{};  ///< that are to be read with it
  RecordsKnown records{};               ///< of events, which the books have already
};
/// Whether this meter is to be read now.
Result<std::optional<DueReading>> due_of(const books::Reader& books, MeterNumber meter, Instant now, const devices::Known& devices);

struct Due {
  std::vector<books::MeterLink> links;  ///< to be read now, by meter
  std::optional<Instant> next;          ///< when there will be more; nothing: no plan reads anybody
};
/// Everybody's.
Result<Due> due(const books::Reader& books, Instant now);

/// What was heard: `row` has meter, due, plan and all values. A moment that was read already stays as it was.
Result<books::Decision<books::MeterReading>> taken(const books::Reader& books, books::MeterReading row);
/// A try that brought nothing.
Result<books::Decision<books::MeterReading>> tried(const books::Reader& books, const DueReading& what, const Error& cause, Instant now);

/// The zone of the utility, which all of its plans follow.
Result<Zone> zone_of(const books::Reader& books);

}  // namespace kwota::readings
