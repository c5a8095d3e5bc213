#include "collect/report/facts/months.h"

#include <algorithm>

namespace kwota::facts {
namespace {

constexpr std::size_t letters_of_month = 7;

void each_month(const books::Reader& books, const Days& days, const std::function<void(const books::ValueSource&)>& take) {
  for (const auto& row : books.all<books::MonthEnd>()) {
    const auto day = last_day_of(row.month);
    if (!days.hold(day)) continue;
    MonthClosed out;
    out.business_day = day;
    out.station = row.station;
    out.commodity = row.commodity;
    out.operator_name = row.operator_name;
    out.consumption = row.consumption;
    take(Given(out));
  }
}

std::string next_month(std::string_view month) {
  const auto last = parse_date(last_day_of(month));
  return last ? format_date(date_of_day(day_number(*last) + 1)).substr(0, letters_of_month) : std::string{};
}

}  // namespace

const Source months_closed{MonthClosed::table, columns_of<MonthClosed>, each_month};

std::string first_booked(const books::Reader& books, const std::string& from, const std::string& to) {
  const auto sheet = books.first<books::DaySheet>({.table = &books::table_of<books::DaySheet>(), .index = nullptr, .equal = {}, .from = books::Value(from), .up_to = books::Value(to)});
  return sheet ? sheet->business_day : std::string{};
}

std::string books_began(const books::Reader& books) {
  constexpr auto for_ever = "9999-12-31";
  return first_booked(books, std::string{}, for_ever);
}

std::string last_day_of(std::string_view month) {
  for (const auto* day : {"-31", "-30", "-29", "-28"}) {
    const auto text = std::string(month) + day;
    if (const auto date = parse_date(text); date && valid(*date)) return text;
  }
  return {};
}

bool is_use_unposted(const books::Reader& books, const Days& days) {
  const bool ends_inside = days.to != last_day_of(days.to.substr(0, letters_of_month));
  if (ends_inside) return !first_booked(books, std::string{}, days.to).empty();
  std::string closed;  // months close one after the other
  for (const auto& row : books.all<books::MonthEnd>()) closed = std::max(closed, row.month);
  const auto since = closed.empty() ? std::string{} : next_month(closed) + "-01";
  return since <= days.to && !first_booked(books, since, days.to).empty();
}

}  // namespace kwota::facts
