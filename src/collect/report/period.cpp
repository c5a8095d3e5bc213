#include "collect/report/period.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/time.h"

namespace kwota::report {
namespace {

/// Nobody sold energy before; and every day has a day before it.
constexpr int first_year = 1970;
constexpr std::size_t year_letters = 4, month_letters = 7;

Error bad_period(std::string_view text) {
  return error(Fault::request, "bad_period", fmt::format("\"{}\" is no period. Write a day, a month, a year, or FIRST..LAST with the last not before the first.", text),
               {{"period", std::string(text)}});
}

LocalDate last_of(const LocalDate& month) { return {month.year, month.month, days_in_month(month)}; }

Result<Period> whole(PeriodKind kind, std::string_view text, const std::string& first, std::string_view last_month) {
  const auto from = parse_date(first);
  const auto in_last = parse_date(fmt::format("{}{}-01", text, last_month));
  if (!from || !in_last || from->year < first_year) return bad_period(text);
  return Period{kind, first, format_date(last_of(*in_last))};
}

LocalDate date_of(const std::string& text) { return parse_date(text).value(); }
std::string shifted(const std::string& text, std::int64_t days) { return format_date(date_of_day(day_number(date_of(text)) + days)); }

std::string in_year_before(const std::string& text) {
  auto date = date_of(text);
  --date.year;
  while (!valid(date)) --date.day;
  return format_date(date);
}

}  // namespace

Result<Period> parse_period(std::string_view text) {
  if (text.size() == year_letters) return whole(PeriodKind::year, text, fmt::format("{}-01-01", text), "-12");
  if (text.size() == month_letters) return whole(PeriodKind::month, text, fmt::format("{}-01", text), "");
  const auto between = text.find("..");
  const auto first = parse_date(text.substr(0, std::min(between, text.size())));
  const auto last = between == std::string_view::npos ? first : parse_date(text.substr(between + 2));
  if (!first || !last || first->year < first_year || day_number(*last) < day_number(*first)) return bad_period(text);
  return Period{between == std::string_view::npos ? PeriodKind::day : PeriodKind::range, format_date(*first), format_date(*last)};
}

Period before(const Period& period) {
  const auto last = shifted(period.from, -1);
  if (period.kind == PeriodKind::month) return parse_period(last.substr(0, month_letters)).value();
  if (period.kind == PeriodKind::year) return parse_period(last.substr(0, year_letters)).value();
  const auto days = day_number(date_of(period.to)) - day_number(date_of(period.from));
  return {period.kind, shifted(last, -days), last};
}

Period year_to_date(const Period& period) { return {PeriodKind::range, period.to.substr(0, year_letters) + "-01-01", period.to}; }

Period year_before(const Period& period) {
  if (period.kind == PeriodKind::month) return parse_period(in_year_before(period.from).substr(0, month_letters)).value();
  return {period.kind, in_year_before(period.from), in_year_before(period.to)};
}

Period month_after(const Period& month) { return parse_period(shifted(month.to, 1).substr(0, month_letters)).value(); }

Period three_months(const Period& month) {
  const auto first = before(before(parse_period(month.to.substr(0, month_letters)).value()));
  return {PeriodKind::range, first.from, month.to};
}

Period twelve_months(const Period& period) {
  auto first = parse_period(period.to.substr(0, month_letters)).value();
  for (int i = 1; i < 12; ++i) first = before(first);
  return {PeriodKind::range, first.from, period.to};
}

}  // namespace kwota::report
