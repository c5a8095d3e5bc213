#include "collect/report/making/rows.h"

#include <algorithm>

#include "collect/report/making/checks.h"

namespace kwota::report {

namespace {

bool names_moments(const Dimension* one) { return one->column == "time"; }

std::vector<Cell> cells_of(const RowMaker& rows, const Adding::Sums& sums, bool without_before) {
  std::vector<Cell> out;
  const auto& [request, figures, unknown, totals, minor_digits] = rows;
  const auto& columns = request.report->columns;
  for (std::size_t i = 0; i < columns.size(); ++i) {
    const auto [factor, divisor] = figures.places[i];
    const bool mixed = sums.of[i].is_mixed() || sums.of[factor].is_mixed() || sums.of[divisor].is_mixed() || (columns[i].show == Show::share && totals.of[i].is_mixed());
    const bool unsaid = (without_before && columns[i].show == Show::before) || unknown[i] || (!figures.wanted[i].figure->said_by.empty() && !sums.said[i]);
    out.push_back(mixed || unsaid ? Cell{} : cell_of(columns[i], {sums.values[i], sums.values[factor], sums.values[divisor], totals.values[i]}, minor_digits));
  }
  return out;
}

}  // namespace

bool names_days(const Dimension* one) { return one->column == "business_day"; }

bool is_told(const Request& request, std::span<const Wanted> told, const Adding::Sums& sums) {
  const bool by_moments = std::ranges::any_of(request.by, names_moments);
  for (std::size_t i = 0; i < told.size(); ++i)
    if (sums.values[i] != 0 && !(by_moments && told[i].period == before(request.period))) return true;
  return false;
}

Adding::Sums total_of(const Adding::Groups& groups, std::size_t figures) {
  Adding::Sums out{std::vector<std::int64_t>(figures), std::vector<OneCommodity>(figures), std::vector<bool>(figures)};
  for (const auto& [names, sums] : groups)
    for (std::size_t i = 0; i < figures; ++i) {
      out.values[i] += sums.values[i];
      out.of[i].add(sums.of[i]);
      out.said[i] = out.said[i] || sums.said[i];
    }
  return out;
}

std::vector<std::pair<std::string_view, std::size_t>> add_checked(const Request& request, std::vector<Wanted>& wanted) {
  std::vector<std::pair<std::string_view, std::size_t>> places;
  if (request.subject != request.report->subject || !request.tells(*request.subject)) return places;
  for (const auto name : checked_figures(request, false)) {
    const auto* figure = figure_named(name);
    if (figure->sheet != request.subject->sheet) continue;
    const auto same = std::ranges::find_if(wanted, [&](const Wanted& one) { return one.figure == figure && one.period == request.period && one.years_later == 0; });
    places.emplace_back(name, static_cast<std::size_t>(same - wanted.begin()));
    if (same == wanted.end()) wanted.push_back({figure, request.period});
  }
  return places;
}

std::vector<Cell> RowMaker::cells(const Adding::Sums& sums) const {
  return cells_of(*this, sums, std::ranges::any_of(request.by, [](const Dimension* one) { return names_days(one) || names_moments(one); }));
}

std::vector<Cell> RowMaker::total_cells() const { return cells_of(*this, totals, false); }

}  // namespace kwota::report
