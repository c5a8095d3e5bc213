// A reading by plan, as a dialogue: what the model has of what the plan asks for, as a row of the books. Whether it is due and what
// becomes of it collect/readings decides; whether the line is wanted for something more urgent, whoever drives it.
// Guarantees: the meter's clock is asked alone, so that our own time is that of the middle of its question and answer.
// Begin with read_meter().
#pragma once
#include "carry/lines/driver.h"
#include "collect/readings/due.h"

namespace kwota::head_end {

/// What a meter wrote down by itself; good also when the line breaks behind it.
struct WrittenDown {
  std::vector<lines::Frozen> days;
  std::vector<lines::Recorded> events;
};
/// `driver`, `clock` and `own` outlive the dialogue; `own` is filled as it goes on.
/// `zone`: of the meter's clock. Errors of the line.
dialogue::Dialogue<books::MeterReading> read_meter(readings::DueReading what, const lines::Driver& driver, lines::Meter meter,
                                                   const Clock& clock, Zone zone, WrittenDown& own);

books::MeterEvent event_row(MeterNumber meter, const lines::Recorded& event, Instant received);
books::DayFreeze freeze_row(MeterNumber meter, const lines::Frozen& frozen, Instant received);

/// What a plan calls by its words: registers, balance, settlement, states, events, network.
std::vector<devices::Quantity> quantities_of(const books::ReadingPlan& plan);
/// What was heard, in the row.
void note(books::MeterReading& row, const lines::Reading& received);
/// A meter's clock, held against ours; a meter that shows nonsense has no drift.
void note_clock(books::MeterReading& row, const std::optional<LocalTime>& shown, Instant asked, Instant answered, const Zone& zone);

}  // namespace kwota::head_end
