// What the receipts of one shift come to, by the figures of reports, commodity by commodity: what came in, taxes, units, and of what it is made.
// Guarantees: they are added up by the code that makes the sheets of days (day_sheets.h) and by the definitions of figure.cpp, so that a closing slip and R07 of the same
// receipts say the same; a sale that never happened after all is in them as it is in its day, and what was undone when the shift had been closed stays. Never: defines a figure.   Begin with shift_figures().
#pragma once
#include <string>
#include <vector>

#include "base/core/core.h"
#include "books/reader.h"

namespace kwota::report {

/// Of one commodity; empty: of none.
struct ShiftFigures {
  std::string commodity;
  Money received, tax;
  Money made_of;   ///< of what `received` is made, by the check line of reports (received_adds_up)
  Energy energy;   ///< sold, as it was booked
  Volume volume;
};
std::vector<ShiftFigures> shift_figures(const books::Reader& books, const books::Shift& shift);

}  // namespace kwota::report
