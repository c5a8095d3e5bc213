// Slips of cash on its way: how a shift began and what it closed with, a drop to the safe, a deposit at the bank, the sheet of a station's day.
// Guarantees: drawn by their layouts, as receipts are; the day is the sum of its shifts, and says so line by line. Never: computes what stands in a row.
// Begin with closing_slip(), day_slip().
#pragma once
#include "books/rows/drawer.h"
#include "sell/receipt/layout.h"
#include "sell/receipt/slip.h"
#include "sell/till/drawer.h"
#include "sell/till/till.h"

namespace kwota::receipt {

/// With which float a shift began.
Slip opening_slip(const books::Utility& utility, const books::Station& station, const books::Shift& shift, const Style& style, const Layout& layout = {});
/// `pieces`: of which notes and coins the count was made; none: it was typed as a sum.
Slip closing_slip(const books::Utility& utility, const books::Station& station, const books::Shift& shift, const till::Figures& figures, const Style& style,
                  const books::Pieces& pieces = {}, const Layout& layout = {});
Slip drop_slip(const books::Utility& utility, const books::Station& station, const books::CashDrop& drop, const Style& style, const Layout& layout = {});
Slip deposit_slip(const books::Utility& utility, const books::Station& station, const books::Deposit& deposit, const Style& style, const Layout& layout = {});

struct ShiftOfDay {
  books::Shift shift;
  till::Figures figures;
};
Slip day_slip(const books::Utility& utility, const books::Station& station, const std::string& day, const till::DaySheet& sheet, const std::vector<ShiftOfDay>& shifts,
              const Style& style, const Layout& layout = {});

}  // namespace kwota::receipt
