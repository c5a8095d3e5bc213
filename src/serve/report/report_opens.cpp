#include "serve/report/report_opens.h"

#include <algorithm>

#include "base/time.h"
#include "collect/report/facts/months.h"
#include "collect/report/making/adding.h"

namespace kwota::serve {
namespace {

using boost::json::object;
using report::Made;

constexpr std::size_t year_letters = 4, month_letters = 7;

std::string month_of(std::string_view day) { return std::string(day.substr(0, month_letters)); }
std::string month_before(const std::string& month) {
  const auto first = parse_date(month + "-01");
  return first.ok() ? month_of(format_date(date_of_day(day_number(*first) - 1))) : std::string{};
}

/// What keeps the rows of which a figure is made, of a report whose rows stand by themselves. Nothing: that report does not tell by it.
using Kept = std::vector<std::pair<std::string, std::string>>;
std::optional<object> rows_of(const Made& made, const report::Subject& subject, const Kept& kept) {
  const auto& shown = report::opened_by(*made.report, subject);
  if (report::detail_of(shown).empty()) return std::nullopt;
  object filters;
  for (const auto& [name, value] : made.filters) filters[name] = value;
  for (const auto& [name, value] : kept) filters[name] = value;
  for (const auto& [name, value] : filters)
    if (dimension_named(report::rows_subject(shown), name) == nullptr || (!report::offered(shown.filters, name) && !report::offered(shown.groups, name))) return std::nullopt;
  return object{{"report", shown.number}, {"period", asked_period(made.period, "..")}, {"group", report::by_itself}, {"filters", std::move(filters)}};
}

/// Where a row that stands by itself stands in a list.
std::optional<object> in_list(const Made& made, const report::MadeRow& row) {
  const auto value_of = [&](std::string_view name) {
    const auto at = std::ranges::find(made.groups, name);
    return at == made.groups.end() ? std::string{} : row.names[static_cast<std::size_t>(at - made.groups.begin())];
  };
  for (const auto& place : made.subject->rows_in) {
    object filters;
    const auto put_days = [&](const std::string& from, const std::string& to) { filters[made.subject->day] = from + ".." + to; };
    if (place.in_days) put_days(made.period.from, made.period.to);
    bool named = true;
    for (const auto name : place.dimensions) {
      if (name.empty()) continue;
      const auto value = value_of(name);
      named = named && !value.empty();
      const auto& filter = dimension_named(*made.subject, name)->filter;
      if (name == "business_day") put_days(value, value);
      else filters[filter.empty() ? name : filter] = value;
    }
    if (named) return object{{"list", place.list}, {"filters", std::move(filters)}};
  }
  return std::nullopt;
}

/// Of what the months' ends posted, those that end in these days: a month counts on its last day.
std::optional<object> ends_of_months(const Made& made, const report::Subject& subject) {
  if (subject.rows_in.empty()) return std::nullopt;
  const auto first = month_of(made.period.from), last = month_of(made.period.to);
  const bool has_ended = made.period.to == facts::last_day_of(last);
  const auto newest = has_ended ? last : month_before(last);
  if (newest < first) return std::nullopt;
  object filters;
  for (const auto& [name, value] : made.filters) filters[name] = value;
  filters[subject.day] = first == newest ? first : first + ".." + newest;
  return object{{"list", subject.rows_in.front().list}, {"filters", std::move(filters)}};
}

/// Rows of another report, of all.
std::optional<object> rows_of_line(const Made& made, const report::RowsOfLine& rows) {
  if (!made.filters.empty()) return std::nullopt;
  object filters;
  if (!rows.filter.empty()) filters[rows.filter] = rows.values;
  return object{{"report", rows.report}, {"period", asked_period(made.period, "..")}, {"group", report::by_itself}, {"filters", std::move(filters)}};
}

/// The account of all days of which what stands at one moment is made. Nothing: they are the days that are shown, or there are none.
std::optional<object> account_until(const Made& made, report::LineKind kind) {
  const bool opening = kind == report::LineKind::opening;
  const auto last = opening ? report::before({report::PeriodKind::day, made.period.from, made.period.from}).to : made.period.to;
  if (made.since.empty() || last < made.since || (!opening && made.period.from <= made.since)) return std::nullopt;
  object filters;
  for (const auto& [name, value] : made.filters) filters[name] = value;
  return object{{"report", made.report->number}, {"period", asked_period({report::PeriodKind::range, made.since, last}, "..")}, {"group", ""}, {"filters", std::move(filters)}};
}

}  // namespace

std::string asked_period(const report::Period& period, std::string_view between) {
  switch (period.kind) {
    case report::PeriodKind::day: return period.from;
    case report::PeriodKind::month: return period.from.substr(0, month_letters);
    case report::PeriodKind::year: return period.from.substr(0, year_letters);
    case report::PeriodKind::range: break;
  }
  return period.from + std::string(between) + period.to;
}

std::optional<object> opens(const Made& made, const report::MadeRow* row) {
  if (made.by_itself) return row != nullptr ? in_list(made, *row) : std::nullopt;
  Kept kept;
  for (std::size_t i = 0; row != nullptr && i < made.groups.size(); ++i) kept.emplace_back(made.groups[i], report::as_filter(row->names[i]));
  return rows_of(made, *made.report->subject, kept);
}

std::optional<object> line_opens(const Made& made, const report::Line& line) {
  using report::LineKind;
  const auto* figure = report::figure_named(line.figure);
  if (!line.rows.report.empty()) return rows_of_line(made, line.rows);
  if (line.kind == LineKind::opening || line.kind == LineKind::closing) return account_until(made, line.kind);
  if (line.kind != LineKind::income && line.kind != LineKind::expense && line.kind != LineKind::beside) return std::nullopt;
  const auto found = std::ranges::find(report::subjects(), figure->sheet, [](const report::Subject* one) { return one->sheet; });
  if ((*found)->rows == nullptr) return ends_of_months(made, **found);
  Kept kept;
  if (!figure->kinds.empty()) kept.emplace_back("kind", std::string(figure->kinds));
  if (!figure->accounts.empty()) kept.emplace_back("tender", std::string(figure->accounts));
  for (auto& [name, value] : kept) std::ranges::replace(value, ' ', ',');
  return rows_of(made, **found, kept);
}

}  // namespace kwota::serve
