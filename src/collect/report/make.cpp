#include "collect/report/make.h"

#include <fmt/format.h>

#include <algorithm>
#include <span>

#include "base/decimal.h"
#include "books/lookup.h"
#include "collect/report/adding.h"
#include "collect/report/buyers.h"
#include "collect/report/facts/months.h"
#include "collect/report/open_months.h"
#include "collect/report/request.h"
#include "sell/ledger/chart.h"

namespace kwota::report {
namespace {

/// Before all books.
constexpr std::string_view first_day = "0001-01-01";

Error unbalanced(std::string_view number, const MadeCheck& check) {
  return error(Fault::forged, "books_unbalanced",
               fmt::format("The figures of report {} do not add up ({}): it is not given out. Run verify: it names the row that was changed.", number, check.name),
               {{"report", std::string(number)}, {"check", std::string(check.name)}, {"amount", std::to_string(check.gap)}});
}

/// Sums over all groups, each figure from its own sheet; nothing where that sheet does not tell by what was asked.
std::vector<Cell> sums_of(const books::Reader& books, const Request& request, const std::vector<Wanted>& wanted) {
  std::vector<Cell> out(wanted.size(), Cell(0));
  for (const auto* subject : subjects()) {
    std::vector<std::size_t> places;
    std::vector<Wanted> of_sheet;
    for (std::size_t i = 0; i < wanted.size(); ++i)
      if (wanted[i].figure->sheet == subject->sheet) places.push_back(i), of_sheet.push_back(wanted[i]);
    if (of_sheet.empty()) continue;
    if (!request.tells(*subject)) {
      for (const auto place : places) out[place] = Cell{};
      continue;
    }
    auto adding = request.adding(*subject, {}, std::move(of_sheet));
    adding.read(books);
    for (std::size_t i = 0; i < places.size() && !adding.groups().empty(); ++i) out[places[i]] = adding.groups().begin()->second.values[i];
  }
  return out;
}

/// Everything up to the last day of the period.
Period all_up_to(const Period& period) { return {PeriodKind::range, std::string(first_day), period.to}; }

/// Sums of figures over all groups, by their names.
using Totals = std::map<std::string_view, std::int64_t>;

Totals totals_of(const books::Reader& books, const Request& request, const std::vector<std::string_view>& figures, const Period& period) {
  std::vector<Wanted> wanted;
  for (const auto name : figures) wanted.push_back({figure_named(name), period});
  Totals out;
  const auto sums = sums_of(books, request, wanted);
  for (std::size_t i = 0; i < figures.size(); ++i) out[figures[i]] = sums[i].value_or(0);
  return out;
}

/// Rows that make one sum of a report are a part of it: check lines are of the whole, or of what the report offers as filters.
bool is_part(const Request& request) {
  return std::ranges::any_of(request.filters, [&](const auto& one) { return one.first != "station" && offered(request.report->groups, one.first) && !offered(request.report->filters, one.first); });
}

/// Whether the two sides can be told by what was asked.
bool is_held(const Request& request, const Check& check) {
  return !is_part(request) && !(check.from_the_first && request.account_alone) && !(check.of_all && !request.filters.empty());
}

/// What checks of the period, or those of all days, are made of.
std::vector<std::string_view> checked_figures(const Request& request, bool from_the_first) {
  std::vector<std::string_view> names;
  for (const auto& check : request.report->checks)
    for (const auto* side : {&check.left, &check.right})
      for (const auto name : *side)
        if (check.from_the_first == from_the_first && is_held(request, check) && !offered(names, name)) names.push_back(name);
  return names;
}

/// Sums for check lines that were read with what the report shows.
struct Known {
  Totals of_period, of_all_days;
};

/// What of the figures is not known yet is read.
Totals with_the_rest(const books::Reader& books, const Request& request, std::vector<std::string_view> figures, const Period& period, const Totals& known) {
  std::erase_if(figures, [&](std::string_view name) { return known.contains(name); });
  auto out = totals_of(books, request, figures, period);
  out.insert(known.begin(), known.end());
  return out;
}

Result<void> hold_checks(const books::Reader& books, const Request& request, const Known& known, Made& made) {
  const auto of_period = with_the_rest(books, request, checked_figures(request, false), request.period, known.of_period);
  const auto of_all_days = with_the_rest(books, request, checked_figures(request, true), all_up_to(request.period), known.of_all_days);
  for (const auto& check : request.report->checks) {
    if (!is_held(request, check)) continue;
    const auto& totals = check.from_the_first ? of_all_days : of_period;
    MadeCheck held{check.name, 0};
    for (const auto name : check.left) held.gap += totals.at(name);
    for (const auto name : check.right) held.gap -= totals.at(name);
    made.checks.push_back(held);
  }
  const auto wrong = std::ranges::find_if(made.checks, [](const MadeCheck& one) { return one.gap != 0; });
  return wrong == made.checks.end() ? Result<void>(Done{}) : Result<void>(unbalanced(request.report->number, *wrong));
}

Made made_for(const Request& request) {
  Made made;
  made.report = request.report;
  made.period = request.period;
  made.subject = request.subject;
  made.by_itself = request.rows_alone;
  made.groups = request.groups;
  made.filters = request.filters;
  return made;
}

/// Per mille, half up; nothing of nothing.
Cell share(std::int64_t part, std::int64_t whole) {
  if (whole == 0) return std::nullopt;
  return divide(whole < 0 ? -part * 1000 : part * 1000, std::abs(whole), Round::half_up);
}

/// Rows of the sheet belong there, and none of them moves what the report tells of: its first so many figures.
bool is_nothing(std::span<const std::int64_t> values) {
  return std::ranges::all_of(values, [](std::int64_t value) { return value == 0; });
}

// ---- rows by groups ---------------------------------------------------------------------------------------------------

/// The figures of the columns, and behind them those by which columns are multiplied and divided.
struct Figures {
  std::vector<Wanted> wanted;
  struct Places {
    std::size_t factor = 0, divisor = 0;  ///< in `wanted`; the column's own: none
  };
  std::vector<Places> places;
};

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

/// Money in its smallest unit for thousandths of a unit, as ten-thousandths of the currency for a whole one.
Cell price(std::int64_t paid, std::int64_t units, int minor_digits) {
  if (units == 0) return std::nullopt;
  constexpr int decimals = 4;
  Wide dividend = Wide{paid} * 1000, divisor = units;
  for (int i = minor_digits; i < decimals; ++i) dividend *= 10;
  for (int i = decimals; i < minor_digits; ++i) divisor *= 10;
  return divide(dividend, divisor, Round::half_up);
}

/// A cell of sums; totals for shares of them.
Cell cell_of(const Column& column, std::int64_t value, std::int64_t factor, std::int64_t divisor, std::int64_t total, int minor_digits) {
  switch (column.show) {
    case Show::share: return share(value, total);
    case Show::ratio:
    case Show::twelve_ratio:
    case Show::growth: return share(value, divisor);
    case Show::change:
    case Show::year_change: return share(value - divisor, divisor);
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

/// Further from the mean of all rows than three standard deviations, in whole numbers: (n x - sum)^2 > 9 (n sum of squares - sum^2).
bool stands_apart(std::int64_t value, const std::vector<std::int64_t>& all) {
  const Wide count = static_cast<std::int64_t>(all.size());
  Wide sum = 0, squares = 0;
  for (const auto one : all) {
    sum += one;
    squares += Wide{one} * one;
  }
  const Wide distance = count * value - sum;
  constexpr int three_squared = 9;
  return distance * distance > three_squared * (count * squares - sum * sum);
}

void mark(Made& made) {
  for (std::size_t i = 0; i < made.columns.size(); ++i) {
    if (made.columns[i].show != Show::figure || !offered(made.report->marked, made.columns[i].figure)) continue;
    std::vector<std::int64_t> all;
    for (const auto& row : made.rows) all.push_back(row.cells[i].value_or(0));
    for (auto& row : made.rows)
      if (stands_apart(row.cells[i].value_or(0), all)) row.marked.push_back(made.columns[i].figure);
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

Adding::Sums total_of(const Groups& groups, std::size_t figures) {
  Adding::Sums out{std::vector<std::int64_t>(figures), std::vector<OneCommodity>(figures), std::vector<bool>(figures)};
  for (const auto& [names, sums] : groups)
    for (std::size_t i = 0; i < figures; ++i) {
      out.values[i] += sums.values[i];
      out.of[i].add(sums.of[i]);
      out.said[i] = out.said[i] || sums.said[i];
    }
  return out;
}

bool names_days(const Dimension* one) { return one->column == "business_day"; }

/// Days of the period before are no rows of this one: they stand in the totals alone.
bool stands_elsewhere(const Request& request, const std::vector<std::string>& names) {
  for (std::size_t i = 0; i < names.size(); ++i)
    if (names_days(request.by[i]) && (names[i] < request.period.from.substr(0, names[i].size()) || names[i] > request.period.to.substr(0, names[i].size()))) return true;
  return false;
}

/// Figures of the checks that stand in the rows which are read anyway: they are added up with these. Gives where each of them stands.
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

Made grouped(const books::Reader& books, const Request& request, Known& known) {
  auto made = made_for(request);
  auto figures = figures_of(request, made);
  const auto told = figures.wanted.size();
  const auto checked = add_checked(request, figures.wanted);
  auto adding = request.adding(*request.subject, request.by, figures.wanted);
  adding.read(books);
  auto groups = adding.take_groups();
  const auto unknown = count_buyers(books, request, figures.wanted, groups);
  const auto totals = total_of(groups, figures.wanted.size());
  const auto digits = books::minor_digits_of(books);
  const auto cells = [&](const Adding::Sums& sums) {
    std::vector<Cell> out;
    for (std::size_t i = 0; i < made.columns.size(); ++i) {
      const auto show = made.columns[i].show;
      const auto [factor, divisor] = figures.places[i];
      const bool mixed = sums.of[i].is_mixed() || sums.of[factor].is_mixed() || sums.of[divisor].is_mixed() || (show == Show::share && totals.of[i].is_mixed());
      const bool unsaid = unknown[i] || (!figures.wanted[i].figure->said_by.empty() && !sums.said[i]);
      out.push_back(mixed || unsaid ? Cell{} : cell_of(request.report->columns[i], sums.values[i], sums.values[factor], sums.values[divisor], totals.values[i], digits));
    }
    return out;
  };
  for (const auto& [names, sums] : groups)
    if (!is_nothing(std::span(sums.values).first(told)) && !stands_elsewhere(request, names)) made.rows.push_back({names, cells(sums), {}});
  made.totals = cells(totals);
  for (const auto& [name, place] : checked) known.of_period.emplace(name, totals.values[place]);
  mark(made);
  sort_rows(made);
  return made;
}

// ---- accounts -----------------------------------------------------------------------------------------------------------

/// What the lines of one period add up, and where it stands among everything that is wanted: sheets are read once for all periods.
struct AccountPlan {
  struct Part {
    std::size_t line = 0, wanted = 0;
    int sign = 1;
  };
  Period period;
  std::vector<Part> parts;
};

AccountPlan plan_for(const Request& request, const Period& period, bool asks_meters, std::vector<Wanted>& wanted) {
  const auto& lines = request.report->lines;
  const Period all_before{PeriodKind::range, std::string(first_day), before({PeriodKind::day, period.from, period.from}).to};
  const auto days_of = [&](const Line& line) {
    if (line.kind == LineKind::opening) return all_before;
    return line.kind == LineKind::closing || line.kind == LineKind::standing || line.kind == LineKind::expected ? all_up_to(period) : period;
  };
  AccountPlan plan{period, {}};
  const auto want = [&](std::size_t line, std::string_view figure, int sign) {
    plan.parts.push_back({line, wanted.size(), sign});
    wanted.push_back({figure_named(figure), days_of(lines[line])});
  };
  for (std::size_t i = 0; i < lines.size(); ++i) {
    if (request.account_alone && i > 0 && lines[i - 1].kind == LineKind::closing) break;
    if (!asks_meters && (lines[i].kind == LineKind::unposted || lines[i].kind == LineKind::expected)) continue;
    want(i, lines[i].figure, 1);
    if (!lines[i].less.empty()) want(i, lines[i].less, -1);
  }
  return plan;
}

/// The lines of one period. Closing is what the lines make of the opening; where one of them cannot be said it cannot either.
std::vector<Cell> account(const Request& request, const AccountPlan& plan, const std::vector<Cell>& sums, std::int64_t& gap) {
  const auto& lines = request.report->lines;
  std::vector<Cell> values(lines.size(), Cell(0));
  for (const auto& part : plan.parts) {
    auto& value = values[part.line];
    value = value && sums[part.wanted] ? Cell(*value + part.sign * *sums[part.wanted]) : Cell{};
  }
  std::int64_t running = 0;
  bool known = true;
  for (std::size_t i = 0; i < lines.size(); ++i) {
    const auto kind = lines[i].kind;
    const auto value = values[i].value_or(0);
    if (kind == LineKind::opening) running = 0, known = true;
    if (kind == LineKind::opening || kind == LineKind::income) running += value;
    if (kind == LineKind::expense) running -= value;
    if (kind == LineKind::opening || kind == LineKind::income || kind == LineKind::expense) known = known && values[i].has_value();
    if (kind != LineKind::closing) continue;
    if (known) gap += std::abs(running - value);
    values[i] = known ? Cell(running) : Cell{};
  }
  return values;
}

/// What a month that is not closed leaves unsaid: where none of the months is closed, what of all of them was used.
bool waits(const Line& line, const Cell& value) {
  return line.kind == LineKind::expense && figure_named(line.figure)->sheet == facts::MonthClosed::table && value == 0;
}

/// What is not posted, and what the closing comes to with it. Where every month is closed nothing is left to post.
void expect(const Request& request, bool open, bool meters_asked, std::vector<Cell>& values, std::int64_t& gap) {
  Cell closing, left = open ? (meters_asked ? Cell(0) : Cell{}) : Cell(0);
  for (std::size_t i = 0; i < values.size(); ++i) {
    const auto kind = request.report->lines[i].kind;
    if (kind == LineKind::closing) closing = values[i];
    if (kind == LineKind::unposted) values[i] = left = left && open ? values[i] : left;
    if (kind != LineKind::expected) continue;
    const auto by_use = values[i];
    values[i] = closing && left ? Cell(*closing - *left) : Cell{};
    if (open && values[i] && by_use) gap += std::abs(*values[i] - *by_use);
  }
}

Result<Made> as_account(const books::Reader& books, const Request& request, Known& known) {
  auto made = made_for(request);
  MadeCheck closing{"closing_adds_up", 0};
  for (const auto& line : request.report->lines) made.rows.push_back({{std::string(line.name)}, {}, {}});
  std::vector<Wanted> wanted;
  std::vector<AccountPlan> plans;
  const bool meters_asked = !request.account_alone && asks_meters(books);
  for (const auto& period : {request.period, year_to_date(request.period), year_before(request.period)}) plans.push_back(plan_for(request, period, meters_asked, wanted));
  const auto of_lines = wanted.size();
  const auto of_period = checked_figures(request, false), of_all_days = checked_figures(request, true);
  for (const auto name : of_period) wanted.push_back({figure_named(name), request.period});
  for (const auto name : of_all_days) wanted.push_back({figure_named(name), all_up_to(request.period)});
  const auto sums = sums_of(books, request, wanted);
  for (std::size_t i = 0; i < of_period.size(); ++i) known.of_period.emplace(of_period[i], sums[of_lines + i].value_or(0));
  for (std::size_t i = 0; i < of_all_days.size(); ++i) known.of_all_days.emplace(of_all_days[i], sums[of_lines + of_period.size() + i].value_or(0));
  const auto commodity = request.filters.find("commodity");
  const bool of_meters = commodity == request.filters.end() || commodity->second != ledger::purse;  // what purses used their pumps have told: no month is closed for it
  for (const auto& plan : plans) {
    made.columns.push_back({"amount", Show::figure, Unit::money, plan.period});
    auto values = account(request, plan, sums, closing.gap);
    const bool unknown = of_meters && facts::is_use_unposted(books, {plan.period.from, plan.period.to});
    expect(request, unknown, meters_asked, values, closing.gap);
    for (std::size_t i = 0; i < values.size(); ++i) made.rows[i].cells.push_back(unknown && waits(request.report->lines[i], values[i]) ? Cell{} : values[i]);
  }
  if (closing.gap != 0) return unbalanced(request.report->number, closing);
  made.checks.push_back(closing);
  return made;
}

/// What the values of groups and filters are called in these books.
void add_labels(const books::Reader& books, Made& made) {
  std::map<std::string, std::set<std::string>> values;
  for (std::size_t i = 0; i < made.groups.size() && made.report->lines.empty(); ++i)
    if (is_named(made.groups[i]))
      for (const auto& row : made.rows) values[made.groups[i]].insert(row.names[i]);
  for (const auto& [name, filter] : made.filters)
    if (is_named(name))
      for (auto& value : values_in_filter(filter)) values[name].insert(std::move(value));
  for (const auto& [name, of] : values) made.labels[name] = labels_of(books, name, of);
}

}  // namespace

std::vector<MadeColumn> columns_of(const Report& report) {
  std::vector<MadeColumn> out;
  for (const auto& column : report.columns) out.push_back({column.figure, column.show, unit_of(column), {}, column.of});
  return out;
}

Result<void> may_be_asked(const Report& report, const Asked& asked) {
  MUST(offered_request(report, asked));
  return Done{};
}

Result<Made> make(const books::Reader& books, const Report& report, const Asked& asked) {
  TRY(request, request_of(books, report, asked));
  Known known;
  if (!report.lines.empty()) {
    TRY(made, as_account(books, request, known));
    MUST(hold_checks(books, request, known, made));
    add_labels(books, made);
    return made;
  }
  auto made = grouped(books, request, known);
  MUST(hold_checks(books, request, known, made));
  add_labels(books, made);
  return made;
}

}  // namespace kwota::report
