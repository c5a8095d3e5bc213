// Slips of cash on its way: how a shift began and what it closed with, a drop to the safe, a deposit at the bank, the sheet of a station's day, or of several.
// Guarantees: drawn by their layouts, as receipts are; the day is the sum of its shifts, days together are the sum of theirs, and both say so line by line. Never: computes what stands in a row.
// Begin with closing_slip(), day_slip().
#pragma once
#include "books/rows/money/drawer.h"
#include "sell/receipt/layout.h"
#include "sell/receipt/slip.h"
#include "sell/till/drawer.h"
#include "sell/till/till.h"

namespace kwota::receipt {

/// With which float a shift began.
Slip opening_slip(const books::Utility& utility, const books::Station& station, const books::Shift& shift, const Style& style, const Layout& layout = {});
/// What a shift sold, by the figures of reports (collect/report/making/shift_figures.h): whoever prints has them from there.
struct Sold {
  /// Of one commodity; empty: of none.
  struct Service {
    std::string commodity;
    Money received;
    Energy energy;
    Volume volume;
  };
  std::vector<Service> services;
  Money received, tax;
  Money made_of;  ///< what reports say of what `received` is made
};
/// `pieces`: of which notes and coins the count was made; none: it was typed as a sum.
Slip closing_slip(const books::Utility& utility, const books::Station& station, const books::Shift& shift, const till::Figures& figures, const Sold& sold, const Style& style,
                  const books::Pieces& pieces = {}, const Layout& layout = {});
Slip drop_slip(const books::Utility& utility, const books::Station& station, const books::CashDrop& drop, const Style& style, const Layout& layout = {});
Slip deposit_slip(const books::Utility& utility, const books::Station& station, const books::Deposit& deposit, const Style& style, const Layout& layout = {});

struct ShiftOfDay {
  books::Shift shift;
  till::Figures figures;
  Sold sold;
};
/// One sheet of several days is what goes to the bank together: its lines are the days.
struct Day {
  std::string date;
  till::DaySheet sheet;
  std::vector<ShiftOfDay> shifts;
};
/// Of one day or of several, in their order.
Slip day_slip(const books::Utility& utility, const books::Station& station, const std::vector<Day>& days, const Style& style, const Layout& layout = {});

}  // namespace kwota::receipt
