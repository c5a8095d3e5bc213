// A reading by plan, as a dialogue: what the model has of what the plan asks for, as a row of the books. Whether it is due and what
// becomes of it collect/readings decides; whether the line is wanted for something more urgent, whoever drives it.
// Guarantees: the meter's clock is asked alone, so that our own time is that of the middle of its question and answer.
// Begin with read_meter().
#pragma once
#include "carry/remote_vending/events.h"
#include "carry/remote_vending/freezes.h"
#include "carry/remote_vending/reading.h"
#include "collect/readings/due.h"

namespace kwota::head_end {

/// What a meter wrote down by itself; good also when the line breaks behind it.
struct WrittenDown {
  std::vector<dlt645::Frozen> days;
  std::vector<dlt645::Recorded> events;
};
/// `clock` and `own` outlive the dialogue; `own` is filled as it goes on.
/// `zone`: of the meter's clock. Errors of the line.
dialogue::Dialogue<books::MeterReading> read_meter(readings::DueReading what, dlt645::Address address, std::string model,
                                                   const Clock& clock, Zone zone, WrittenDown& own);

books::MeterEvent event_row(MeterNumber meter, const dlt645::Recorded& event, Instant heard);
books::DayFreeze freeze_row(MeterNumber meter, const dlt645::Frozen& frozen, Instant heard);

/// What is asked of a model for the plan's items, beside the clock.
std::vector<dlt645::Question> questions_for(const models::Model& model, const books::ReadingPlan& plan);
/// What was heard, in the row.
void note(books::MeterReading& row, const models::Model& model, std::span<const dlt645::Heard> heard);
/// A meter's clock, held against ours; a meter that shows nonsense has no drift.
void note_clock(books::MeterReading& row, const std::optional<LocalTime>& shown, Instant asked, Instant answered, const Zone& zone);

}  // namespace kwota::head_end
