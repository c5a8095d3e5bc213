// Plans and total meters of areas as people keep them. Each is one decision that says whether the row may stand in the books.
// Begin with put_plan().
#pragma once
#include "books/decision.h"
#include "books/reader.h"
#include "people/context.h"

namespace kwota::readings {

/// Whether he may change what is read at this place: anywhere who works for the utility, else at his own station and its places. Error `reading_beyond_station` {station}.
Result<void> within_own_station(const books::Reader& books, const std::string& place, const people::Context& context);

/// New or changed; a changed plan begins anew: what was expected before is judged by what was read before.
/// Errors: permission_denied (collection_write), reading_beyond_station, code_missing, name_missing, unknown_place {place}, unknown_item {item},
/// bad_schedule {field}: no hour of the day, no divisor of 24, tries not 1..20, pause not 1..720 minutes; place_has_plan {plan}:
/// another active plan is for the same place.
Result<books::Decision<books::ReadingPlan>> put_plan(const books::Reader& books, books::ReadingPlan row, const people::Context& context);

/// Errors: permission_denied (collection_write), reading_beyond_station, unknown_place {place}: it is no area, unknown_meter {meter}, counts_other_area
/// {meter, area}, meter_in_use {meter, account}: a customer pays by it, bad_factor {factor}: not 1..1000000, area_counted_already {since, earliest}: days that have begun keep their
/// meter and factor, area_meter_later {since}: another meter counts from today on. Without another day it counts so from today. What was agreed for a day that has not come is agreed otherwise, for whatever day.
Result<books::Decision<books::AreaMeter>> put_area(const books::Reader& books, books::AreaMeter row, const people::Context& context);

}  // namespace kwota::readings
