// Rows of a report by groups: a group's exact sums as the cells of its row, what is a row at all, and which figures of the check lines are added up with them.
// Begin with RowMaker.
#pragma once
#include <span>
#include <utility>

#include "collect/report/making/columns.h"

namespace kwota::report {

/// Whose values are days, months or years.
bool names_days(const Dimension* one);
/// Whether a group is a row: something of what the report tells moves it. Rows of the sheet may belong there of which nothing is told; and what happened in the
/// period before stands in the totals alone, where a row is what happened at one moment.
bool is_told(const Request& request, std::span<const Wanted> told, const Adding::Sums& sums);
/// Of groups, or of none, all that they come to.
Adding::Sums total_of(const Adding::Groups& groups, std::size_t figures);
/// Figures of the checks that stand in the rows which are read anyway: they are added up with these. Gives where each of them stands.
std::vector<std::pair<std::string_view, std::size_t>> add_checked(const Request& request, std::vector<Wanted>& wanted);

/// What a row says, by the columns of the report.
struct RowMaker {
  const Request& request;
  const Figures& figures;
  const std::vector<bool>& unknown;  ///< of `figures.wanted`: what nobody can say of these days
  const Adding::Sums& totals;
  int minor_digits = 0;

  /// Which day of the period before a day is held against nobody said: of a row by days only the totals say it.
  std::vector<Cell> cells(const Adding::Sums& sums) const;
  std::vector<Cell> total_cells() const;
};

}  // namespace kwota::report
