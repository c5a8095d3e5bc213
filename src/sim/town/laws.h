// The laws of a simulated day, held for each of its meters and for all of them. Begin with hold_the_laws().
#pragma once
#include "sim/town/books.h"
#include "sim/town/town.h"

namespace kwota::sim {

/// Adds what was sold, applied, credited and used to the report, and a sentence for each law that is broken.
Result<void> hold_the_laws(store::Books& books, Meters& meters, DayReport& report);

}  // namespace kwota::sim
