// Slips of cash on its way: the float of a shift, a drop to the safe, a deposit at the bank, the sheet of a station's day.
// Guarantees: the day is the sum of its shifts, and says so line by line. Never: computes what stands in a row.   Begin with day_slip().
#pragma once
#include "sell/receipt/slip.h"
#include "sell/till/drawer.h"

namespace kwota::receipt {

/// With which float a shift began.
Slip opening_slip(const books::Utility& utility, const books::Station& station, const books::Shift& shift, const Style& style);
Slip drop_slip(const books::Utility& utility, const books::Station& station, const books::CashDrop& drop, const Style& style);
Slip deposit_slip(const books::Utility& utility, const books::Station& station, const books::Deposit& deposit, const Style& style);

struct ShiftOfDay {
  books::Shift shift;
  till::Figures figures;
};
Slip day_slip(const books::Utility& utility, const books::Station& station, const std::string& day, const till::DaySheet& sheet, const std::vector<ShiftOfDay>& shifts,
              const Style& style);

/// Of which notes and coins a count was made.
void add_pieces(const books::Pieces& pieces, const Style& style, Slip& slip);

}  // namespace kwota::receipt
