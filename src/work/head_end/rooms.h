// Rooms whose occupants changed by the calendar alone: once a day their meters are told how many live there now, and accounts
// count them (sell/rooms). Begin with look_at_rooms().
#pragma once
#include <vector>

#include "store/books.h"

namespace kwota::head_end {

/// Commands that were queued. All meters are gone through: not on the writer's thread.
Result<std::vector<books::MeterCommand>> look_at_rooms(store::Books& books, Instant now);

}  // namespace kwota::head_end
