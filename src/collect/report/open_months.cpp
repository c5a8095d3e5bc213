#include "collect/report/open_months.h"

#include <algorithm>

#include "collect/meter_use/used.h"
#include "collect/report/facts/months.h"

namespace kwota::report {
namespace {

using books::MonthEnd;

/// The newest month of each station and commodity that was closed with this day, or before it.
std::map<months::Supplied, MonthEnd> closed_up_to(const books::Reader& books, const std::string& day) {
  std::map<months::Supplied, MonthEnd> out;
  for (auto& row : books.all<MonthEnd>()) {
    if (facts::last_day_of(row.month) > day) continue;
    auto& newest = out[{row.station, row.commodity}];
    if (newest.month <= row.month) newest = std::move(row);
  }
  return out;
}

void each_open_month(const books::Reader& books, const facts::Days& days, const std::function<void(const books::ValueSource&)>& take) {
  const auto to = parse_date(days.to);
  if (!to || !facts::is_use_unposted(books, days)) return;
  const facts::Calendar calendar(books);
  const auto end = calendar.zone().instant({date_of_day(day_number(*to) + 1)});
  const auto used = months::used_until(books, end, calendar.zone(), [] { return false; });
  if (!used.ok()) return;
  std::map<months::Supplied, OpenMonth> all;
  for (const auto& [of, one] : *used) all[of].used = all[of].not_posted = one.to_date;
  for (const auto& [of, month] : closed_up_to(books, days.to)) all[of].not_posted -= month.used_to_date;  // its meters may be another station's by now
  for (auto& [of, row] : all) {
    row.business_day = days.to;
    row.station = of.first;
    row.commodity = of.second;
    take(facts::Given(row));
  }
}

}  // namespace

bool asks_meters(const books::Reader& books) {
  std::string month;
  std::int64_t meters = 0;
  for (const auto& row : books.all<MonthEnd>()) {
    if (row.month > month) month = row.month, meters = 0;
    if (row.month == month) meters += row.meters;
  }
  return !month.empty() && meters <= months::meters_at_once;
}

const facts::Source open_months{.name = OpenMonth::table, .columns = facts::columns_of<OpenMonth>, .each = each_open_month, .of_whole_days = true};

}  // namespace kwota::report
