// Columns of a report: of which days and in which unit their figures are, what must be added up besides to say them, and a cell made of exact sums.
// Begin with figures_of().
#pragma once
#include "collect/report/making/request.h"

namespace kwota::report {

/// The figures of the columns, and behind them those by which columns are multiplied and divided.
struct Figures {
  std::vector<Wanted> wanted;
  struct Places {
    std::size_t factor = 0, divisor = 0;  ///< in `wanted`; the column's own: none
  };
  std::vector<Places> places;
};

/// Says the columns in `made`.
Figures figures_of(const Request& request, Made& made);

/// Per mille, half up; nothing of nothing.
Cell share_of(std::int64_t part, std::int64_t whole);

/// The sums of which one cell is made.
struct CellSums {
  std::int64_t value = 0, factor = 0, divisor = 0;
  std::int64_t total = 0;  ///< of the value, over all rows
};
Cell cell_of(const Column& column, const CellSums& sums, int minor_digits);

}  // namespace kwota::report
