#include "collect/report/making/columns.h"

#include "base/decimal.h"

namespace kwota::report {
namespace {

Unit unit_of(const Column& column) {
  const auto unit = figure_named(column.figure)->unit;
  if (column.show == Show::share || column.show == Show::ratio || column.show == Show::change || column.show == Show::year_change || column.show == Show::growth || column.show == Show::twelve_ratio) return Unit::share;
  if (column.show == Show::price) return unit == Unit::energy ? Unit::energy_price : Unit::volume_price;
  return column.show == Show::per_thousand ? Unit::count : unit;
}

/// Of which days the figure of a column is, when these are asked.
Period days_of(Show show, const Period& asked) {
  switch (show) {
    case Show::before: return before(asked);
    case Show::year_before: return year_before(asked);
    case Show::next_before:
    case Show::expected: return year_before(month_after(asked));
    case Show::three_months:
    case Show::growth: return three_months(asked);
    case Show::three_before: return year_before(three_months(asked));
    case Show::twelve_months:
    case Show::twelve_ratio: return twelve_months(asked);
    default: return asked;
  }
}

/// Money in its smallest unit for thousandths of a unit, as ten-thousandths of the currency for a whole one.
Cell price(std::int64_t paid, std::int64_t units, int minor_digits) {
  if (units == 0) return std::nullopt;
  constexpr int decimals = 4;
  Wide dividend = Wide{paid} * 1000, divisor = units;
  for (int i = minor_digits; i < decimals; ++i) dividend *= 10;
  for (int i = decimals; i < minor_digits; ++i) divisor *= 10;
  return divide(dividend, divisor, Round::half_up);
}

}  // namespace

Cell share_of(std::int64_t part, std::int64_t whole) {
  if (whole == 0) return std::nullopt;
  return divide(whole < 0 ? -part * 1000 : part * 1000, std::abs(whole), Round::half_up);
}

std::vector<MadeColumn> columns_of(const Report& report) {
  std::vector<MadeColumn> out;
  for (const auto& column : report.columns) out.push_back({column.figure, column.show, unit_of(column), {}, column.of});
  return out;
}

Figures figures_of(const Request& request, Made& made) {
  Figures out;
  const auto& columns = request.report->columns;
  const auto wanted = [&](std::string_view figure, Show show) {
    const auto period = days_of(show, request.period);
    return Wanted{figure_named(figure), period, show == Show::year_before ? 1 : 0, period != request.period};
  };
  for (const auto& column : columns) {
    const auto period = days_of(column.show, request.period);
    made.columns.push_back({column.figure, column.show, unit_of(column), column.show == Show::expected ? month_after(request.period) : period, column.of});
    out.places.push_back({out.wanted.size(), out.wanted.size()});
    out.wanted.push_back(wanted(column.figure, column.show));
  }
  const auto beside = [&](std::string_view figure, Show show) {
    out.wanted.push_back(wanted(figure, show));
    return out.wanted.size() - 1;
  };
  for (std::size_t i = 0; i < columns.size(); ++i) {
    const auto& column = columns[i];
    if (!column.of.empty()) out.places[i].divisor = beside(column.of, column.show == Show::twelve_ratio ? column.show : Show::figure);
    if (column.show == Show::change) out.places[i].divisor = beside(column.figure, Show::before);
    if (column.show == Show::year_change) out.places[i].divisor = beside(column.figure, Show::year_before);
    if (column.show == Show::expected) out.places[i].factor = beside(column.figure, Show::three_months);
    if (column.show == Show::expected || column.show == Show::growth) out.places[i].divisor = beside(column.figure, Show::three_before);
  }
  return out;
}

Cell cell_of(const Column& column, const CellSums& sums, int minor_digits) {
  const auto [value, factor, divisor, total] = sums;
  switch (column.show) {
    case Show::share: return share_of(value, total);
    case Show::ratio:
    case Show::twelve_ratio:
    case Show::growth: return share_of(value, divisor);
    case Show::change:
    case Show::year_change: return share_of(value - divisor, divisor);
    case Show::expected: return divisor <= 0 ? Cell() : Cell(divide(Wide{value} * factor, divisor, Round::half_up));
    case Show::mean: return divisor == 0 ? Cell() : Cell(divide(value, divisor, Round::half_up));
    case Show::per_thousand: return divisor == 0 ? Cell() : Cell(divide(Wide{value} * 1000, divisor, Round::half_up));
    case Show::price: return price(divisor, value, minor_digits);
    case Show::figure:
    case Show::before:
    case Show::year_before:
    case Show::next_before:
    case Show::three_months:
    case Show::three_before:
    case Show::twelve_months: break;
  }
  return value == 0 && figure_named(column.figure)->zero_unsaid ? Cell() : Cell(value);
}

}  // namespace kwota::report
