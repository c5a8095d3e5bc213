#include "collect/report/making/by_groups.h"

#include <algorithm>

#include "books/lookup.h"
#include "books/rows/money/sheet.h"
#include "collect/report/facts/months.h"
#include "collect/report/making/buyers.h"
#include "collect/report/making/rows.h"

namespace kwota::report {
namespace {

/// What all rows of a column come to.
struct Spread {
  Wide count = 0, sum = 0, squares = 0;
  void add(std::int64_t value) {
    ++count;
    sum += value;
    squares += Wide{value} * value;
  }
  /// Further from the mean than three standard deviations, in whole numbers: (n x - sum)^2 > 9 (n sum of squares - sum^2).
  bool leaves_out(std::int64_t value) const {
    constexpr int three_squared = 9;
    const Wide distance = count * value - sum;
    return distance * distance > three_squared * (count * squares - sum * sum);
  }
};

void mark(Made& made) {
  for (std::size_t i = 0; i < made.columns.size(); ++i) {
    if (made.columns[i].show != Show::figure || !offered(made.report->marked, made.columns[i].figure)) continue;
    Spread all;
    for (const auto& row : made.rows) all.add(row.cells[i].value_or(0));
    for (auto& row : made.rows)
      if (all.leaves_out(row.cells[i].value_or(0))) row.marked.push_back(made.columns[i].figure);
  }
}

void sort_rows(Made& made) {
  for (std::size_t i = 0; i < made.columns.size(); ++i)
    if (made.columns[i].show == Show::figure && made.columns[i].figure == made.report->sort)
      return std::ranges::stable_sort(made.rows, std::ranges::greater{}, [i](const MadeRow& row) { return row.cells[i].value_or(0); }), void();
}

using Groups = Adding::Groups;

/// What is counted once in a month or a year cannot be added up for other days.
bool is_once_in_other_days(const Wanted& wanted) {
  return !wanted.figure->year_column.empty() && wanted.period.kind != PeriodKind::month && wanted.period.kind != PeriodKind::year;
}

/// Counts buyers of other days where they are asked for; gives which figures stay unknown.
std::vector<bool> count_buyers(const books::Reader& books, const Request& request, const std::vector<Wanted>& wanted, Groups& groups) {
  std::vector<bool> unknown(wanted.size());
  for (std::size_t i = 0; i < wanted.size(); ++i) {
    if (!is_once_in_other_days(wanted[i])) continue;
    const auto buyers = request.subject->sheet == books::DaySheet::table ? buyers_in(books, {wanted[i].period.from, wanted[i].period.to}) : std::nullopt;
    unknown[i] = !buyers;
    if (!buyers) continue;
    auto counting = request.adding(*request.subject, request.by, {wanted[i]});
    for (const auto& one : *buyers) counting.take(facts::Given<books::DaySheet>(one));
    for (auto& [names, sums] : groups) {
      const auto found = counting.groups().find(names);
      sums.values[i] = found == counting.groups().end() ? 0 : found->second.values.front();
    }
  }
  return unknown;
}

/// Of days before the books began no sheet of a day says anything: noughts would look like a count.
void leave_unknown_before_the_books(const books::Reader& books, const Request& request, const std::vector<Wanted>& wanted, std::vector<bool>& unknown) {
  const auto sheet = request.subject->sheet;
  if (sheet != books::DaySheet::table && sheet != books::MoneySheet::table && sheet != books::TaxSheet::table) return;
  const auto began = facts::books_began(books);
  for (std::size_t i = 0; i < wanted.size(); ++i)
    if (facts::is_before({wanted[i].period.from, wanted[i].period.to}, began)) unknown[i] = true;
}

/// Days of the period before are no rows of this one: they stand in the totals alone.
bool stands_elsewhere(const Request& request, const std::vector<std::string>& names) {
  for (std::size_t i = 0; i < names.size(); ++i)
    if (names_days(request.by[i]) && (names[i] < request.period.from.substr(0, names[i].size()) || names[i] > request.period.to.substr(0, names[i].size()))) return true;
  return false;
}

}  // namespace

Made by_groups(const books::Reader& books, const Request& request, Known& known) {
  auto made = made_for(request);
  auto figures = figures_of(request, made);
  const auto told = figures.wanted.size();
  const auto checked = add_checked(request, figures.wanted);
  auto adding = request.adding(*request.subject, request.by, figures.wanted);
  adding.read(books);
  auto groups = adding.take_groups();
  auto unknown = count_buyers(books, request, figures.wanted, groups);
  leave_unknown_before_the_books(books, request, figures.wanted, unknown);
  const auto totals = total_of(groups, figures.wanted.size());
  const RowMaker rows{request, figures, unknown, totals, books::minor_digits_of(books)};
  for (const auto& [names, sums] : groups)
    if (is_told(request, std::span(figures.wanted).first(told), sums) && !stands_elsewhere(request, names)) made.rows.push_back({names, rows.cells(sums), {}});
  made.totals = rows.total_cells();
  for (const auto& [name, place] : checked) known.of_period.emplace(name, totals.values[place]);
  mark(made);
  sort_rows(made);
  return made;
}

}  // namespace kwota::report
