#include "collect/report/making/page.h"

#include <algorithm>

#include "books/lookup.h"
#include "collect/report/making/rows.h"

namespace kwota::report {
namespace {

/// Rows stand by their names, or by a figure that the report declares.
std::size_t behind(const Made& made, const std::vector<std::string>& names) {
  const auto same = std::ranges::find(made.rows, names, &MadeRow::names);
  if (same != made.rows.end()) return static_cast<std::size_t>(same - made.rows.begin()) + 1;
  if (!made.report->sort.empty()) return made.rows.size();  // it is a row no more, and nothing says where it stood
  return static_cast<std::size_t>(std::ranges::upper_bound(made.rows, names, {}, &MadeRow::names) - made.rows.begin());
}

/// Of the days that were asked, and of rows that stand by themselves.
bool is_plain(const Request& request, const Wanted& wanted) {
  return wanted.period == request.period && wanted.years_later == 0 && !wanted.of_other_days && wanted.figure->year_column.empty() && wanted.figure->sheet == request.subject->sheet;
}

bool comes_in_order(const Request& request, const std::vector<Wanted>& wanted) {
  const auto& report = *request.report;
  const auto* source = request.subject->source;
  if (source == nullptr || source->each_in_order == nullptr) return false;
  if (!report.sort.empty() || !report.marked.empty() || !report.grid.empty() || request.by.empty()) return false;
  const auto& first = *request.by.front();
  return first.column == source->in_order && first.letters == 0 && std::ranges::all_of(wanted, [&](const Wanted& one) { return is_plain(request, one); });
}

}  // namespace

MadePage page_of(Made made, const PageAsked& asked) {
  MadePage out{.made = {}, .all = made.rows.size()};
  if (made.report->lines.empty()) {
    const auto from = asked.after.empty() ? 0 : behind(made, asked.after);
    const auto to = std::min(from + asked.most, made.rows.size());
    out.more = to < made.rows.size();
    made.rows = std::vector<MadeRow>(made.rows.begin() + static_cast<std::ptrdiff_t>(std::min(from, to)), made.rows.begin() + static_cast<std::ptrdiff_t>(to));
  }
  out.made = std::move(made);
  return out;
}

std::optional<MadePage> page_in_order(const books::Reader& books, const Request& request, const PageAsked& asked, Known& known) {
  auto made = made_for(request);
  auto figures = figures_of(request, made);
  if (!comes_in_order(request, figures.wanted)) return std::nullopt;
  const auto told = figures.wanted.size();
  const auto checked = add_checked(request, figures.wanted);
  auto walk = request.adding(*request.subject, request.by, figures.wanted);
  std::vector<std::pair<std::vector<std::string>, Adding::Sums>> groups;
  MadePage out;
  const bool found = walk.each_in_order(books, asked.after.empty() ? "" : asked.after.front(), asked.look_most, [&](const std::vector<std::string>& names, const Adding::Sums& sums) {
    if (!is_told(request, std::span(figures.wanted).first(told), sums) || names <= asked.after) return true;
    out.more = groups.size() == asked.most;
    if (!out.more) groups.emplace_back(names, sums);
    return !out.more;
  });
  if (!found) return std::nullopt;
  auto all = request.adding(*request.subject, {}, figures.wanted);
  all.read(books);
  const auto totals = total_of(all.groups(), figures.wanted.size());
  const std::vector<bool> unknown(figures.wanted.size());
  const RowMaker rows{request, figures, unknown, totals, books::minor_digits_of(books)};
  for (auto& [names, sums] : groups) made.rows.push_back({std::move(names), rows.cells(sums), {}});
  made.totals = rows.total_cells();
  for (const auto& [name, place] : checked) known.of_period.emplace(name, totals.values[place]);
  if (!out.more && asked.after.empty()) out.all = made.rows.size();
  out.made = std::move(made);
  return out;
}

}  // namespace kwota::report
