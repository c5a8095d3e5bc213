#include "collect/report/making/as_account.h"

#include "collect/report/facts/months.h"
#include "collect/report/open_months.h"
#include "collect/report/making/sums.h"
#include "sell/ledger/chart.h"

namespace kwota::report {
namespace {

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

}  // namespace

Result<Made> as_account(const books::Reader& books, const Request& request, Known& known) {
  auto made = made_for(request);
  made.since = facts::first_booked(books, std::string(first_day), request.period.to);
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
  const auto began = facts::books_began(books);
  for (const auto& plan : plans) {
    made.columns.push_back({"amount", Show::figure, Unit::money, plan.period});
    auto values = account(request, plan, sums, closing.gap);
    if (facts::is_before({plan.period.from, plan.period.to}, began)) {
      for (auto& row : made.rows) row.cells.emplace_back();  // an opening of 0.00 would say that nobody had paid for anything
      continue;
    }
    const bool unknown = of_meters && facts::is_use_unposted(books, {plan.period.from, plan.period.to});
    expect(request, unknown, meters_asked, values, closing.gap);
    for (std::size_t i = 0; i < values.size(); ++i) made.rows[i].cells.push_back(unknown && waits(request.report->lines[i], values[i]) ? Cell{} : values[i]);
  }
  if (closing.gap != 0) return unbalanced(request.report->number, closing);
  made.checks.push_back(closing);
  return made;
}

}  // namespace kwota::report
