#include "collect/months/close.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "base/cause.h"
#include "books/chains.h"
#include "books/lookup.h"
#include "collect/report/facts/months.h"
#include "collect/report/making/make.h"
#include "people/permissions.h"

namespace kwota::months {
namespace {

using books::MonthEnd;

Error refused(std::string_view code, std::string what, std::string_view name, std::string value) {
  return error(Fault::refused, code, what, {{name, value}});
}

books::Query sheets(const std::string& from, const std::string& to) {
  return {.table = &books::table_of<books::DaySheet>(), .index = nullptr, .equal = {}, .from = books::Value(from), .up_to = books::Value(to)};
}

/// The month after the last that was closed; before any, the first in which something was booked.
std::string next_to_close(const books::Reader& books) {
  std::string last;
  for (const auto& row : books.all<MonthEnd>()) last = std::max(last, row.month);
  const auto from = last.empty() ? std::string{"0"} : facts::last_day_of(last) + "~";
  const auto sheet = books.first<books::DaySheet>(sheets(from, "9999-12-31"));
  return sheet ? sheet->business_day.substr(0, 7) : std::string{};
}

/// A day with sheets that is not closed at its station; empty: none.
std::string open_day(const books::Reader& books, const std::string& from, const std::string& to) {
  std::string open;
  books.each(sheets(from, to), [&](const books::ValueSource& row) {
    books::DaySheet sheet;
    books::table_of<books::DaySheet>().take(&sheet, row);
    if (!books.find<books::ClosedDay>(sheet.business_day, sheet.station)) open = sheet.business_day;
    return open.empty();
  });
  return open;
}

/// What R06 says of a station's month before its use is counted.
struct Account {
  Money opening, income, expense;
};

Result<Account> account_of(const books::Reader& books, const std::string& month, const Supplied& of) {
  const auto& r06 = *report::report_numbered("R06");
  report::Asked asked;
  asked.period = month;
  asked.station = of.first;
  asked.filters["commodity"] = of.second;
  asked.account_alone = true;
  TRY(made, report::make(books, r06, asked));
  Account out;
  for (std::size_t i = 0; i < made.rows.size(); ++i) {
    const auto amount = Money::minor(made.rows[i].cells.front().value_or(0));
    if (r06.lines[i].kind == report::LineKind::closing) break;  // what is behind it is no prepaid money
    switch (r06.lines[i].kind) {
      case report::LineKind::opening: out.opening = amount; break;
      case report::LineKind::income: out.income += amount; break;
      case report::LineKind::expense: out.expense += amount; break;
      case report::LineKind::closing:
      case report::LineKind::standing:
      case report::LineKind::beside:
      case report::LineKind::unposted:
      case report::LineKind::expected: break;
    }
  }
  return out;
}

std::optional<MonthEnd> month_before(const books::Reader& books, const Supplied& of) {
  std::optional<MonthEnd> last;
  for (auto& row : books.all<MonthEnd>())
    if (row.station == of.first && row.commodity == of.second && (!last || row.month > last->month)) last = std::move(row);
  return last;
}

/// Of which commodities a station has ever had money paid in advance; of electricity always, so that a month has its row.
std::set<std::string> commodities_of(const books::Reader& books, const std::string& station, const std::string& last_day, const std::map<Supplied, Used>& used) {
  std::set<std::string> out{std::string(word_of(Commodity::electricity))};
  for (const auto& [of, one] : used)
    if (of.first == station) out.insert(of.second);
  books.each(sheets("0", last_day), [&](const books::ValueSource& row) {
    books::DaySheet sheet;
    books::table_of<books::DaySheet>().take(&sheet, row);
    if (sheet.station == station && !sheet.commodity.empty() && !sheet.prepaid.is_zero()) out.insert(sheet.commodity);
    return true;
  });
  return out;
}

Result<MonthEnd> closed(const books::Reader& books, const std::string& month, const Supplied& of, const Used& used, const people::Context& context) {
  TRY(account, account_of(books, month, of));
  const auto& station = of.first;
  const auto before = month_before(books, of);
  MonthEnd row;
  row.month = month;
  row.station = station;
  row.commodity = of.second;
  row.chain = books::chain_of(books::ChainKind::months, station);
  row.time = context.now;
  row.operator_name = context.who.name;
  // Where the clock was wrong when it was closed, days of it were open still: what was booked on them then is not in it.
  row.opening = before && !books::clock_was_wrong(books, before->time) ? before->closing : account.opening;
  if (row.opening != account.opening)
    return error(Fault::forged, Cause::books_unbalanced, fmt::format("Station {} does not open {} with what it closed the month before with. Nothing was closed. Run verify: it names a row that was changed; if it finds nothing, the program is at fault.", station, month),
                 {{"report", "R06"}, {"check", "opening_is_closing_before"}, {"amount", std::to_string((account.opening - row.opening).minor())}});
  row.income = account.income;
  row.expense = account.expense;
  row.used_to_date = used.to_date;
  row.consumption = used.to_date - (before ? before->used_to_date : Money{});
  row.closing = row.opening + row.income - row.expense - row.consumption;
  row.meters = used.meters;
  row.unread = used.unread;
  return row;
}

}  // namespace

Result<void> named(const std::string& month) {
  if (month.size() != 7 || facts::last_day_of(month).empty()) return error(Fault::request, "bad_month", "This is no month. Write 2026-10.", {{"month", month}});
  return Done{};
}

Result<Instant> may_close(const books::Reader& books, const std::string& month, const people::Context& context) {
  MUST(named(month));
  const auto last = facts::last_day_of(month);
  if (!books.select<MonthEnd>(month).empty()) return refused(word_of(Cause::month_closed), fmt::format("{} is closed already.", month), "month", month);
  const auto today = context.zone.local(context.now).date;
  if (format_date(today) <= last) return refused("month_not_over", fmt::format("{} is not over yet.", month), "month", month);
  const auto next = next_to_close(books);
  if (next.empty() || month < next) return refused(word_of(Cause::month_empty), fmt::format("Nothing was booked in {}.", month), "month", month);
  if (month > next) return refused("month_order", fmt::format("{} is closed first: each month begins where the one before it ended.", next), "month", next);
  if (const auto day = open_day(books, month + "-01", last); !day.empty())
    return refused(word_of(Cause::month_day_open), fmt::format("The business day {} is not closed yet. It closes with the first booking after its end.", day), "day", day);
  TRY(date, parse_date(last));
  return context.zone.instant(LocalTime{date_of_day(day_number(date) + 1), 0, 0, 0});
}

Result<void> adds_up(const books::Reader& books, const std::string& month) {
  MUST(report::make(books, *report::report_numbered("R06"), {.period = month}));
  return Done{};
}

Result<books::Decision<std::vector<MonthEnd>>> close_month(const books::Reader& books, const std::string& month, const std::map<Supplied, Used>& used, const people::Context& context) {
  MUST(people::require(context.who, "month_close"));
  MUST(may_close(books, month, context));
  books::Decision<std::vector<MonthEnd>> decision;
  for (const auto& station : books.all<books::Station>())
    for (const auto& commodity : commodities_of(books, station.code, facts::last_day_of(month), used)) {
      const auto found = used.find({station.code, commodity});
      TRY(row, closed(books, month, {station.code, commodity}, found == used.end() ? Used{} : found->second, context));
      decision.changes.append.emplace_back(row);
      decision.answer.push_back(std::move(row));
    }
  return decision;
}

}  // namespace kwota::months
