// Any bytes as a meter's year zones, day tables and holidays: what is taken for a list makes the same list again, and a new set
// finds its place beside any schedule in force.
#include <cstdlib>

#include "carry/remote_vending/price_set.h"

namespace {

using namespace kwota;
using namespace kwota::dlt645;

constexpr std::size_t list_bytes = 42, holiday_bytes_each = 4;

PriceSet some_set() {
  PriceSet set;
  set.rates = {MeterPrice::e4(5'000), MeterPrice::e4(8'000)};
  set.step_prices = {MeterPrice{}};
  set.schedule = {{{1, 1, 1}, {7, 1, 2}}, {{{0, 0, 1}}, {{0, 0, 1}, {8, 0, 2}}}};
  set.holidays = {{{2026, 12, 25}, 1}, {{2026, 5, 1}, 2}};
  return set;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const ByteView bytes{data, size};
  if (const auto zones = zones_in(bytes); zones && zones_in(zones_bytes(*zones)) != zones) std::abort();
  if (const auto table = table_in(bytes); table && table_in(table_bytes(*table)) != table) std::abort();
  if (const auto holiday = holiday_in(bytes); holiday && holiday_in(holiday_bytes(*holiday)) != holiday) std::abort();
  Schedule in_force;
  HolidayRows rows{};
  auto rest = bytes;
  for (std::size_t list = 0; list <= tables_max && rest.size() >= list_bytes; ++list, rest = rest.subspan(list_bytes)) {
    if (list == 0)
      in_force.zones = zones_in(rest.first(list_bytes)).value_or(std::vector<YearZone>{});
    else
      in_force.tables.push_back(table_in(rest.first(list_bytes)).value_or(DayTable{}));
  }
  for (std::size_t row = 0; row < rows.size() && rest.size() >= holiday_bytes_each;
       ++row, rest = rest.subspan(holiday_bytes_each))
    rows[row] = holiday_in(rest.first(holiday_bytes_each)).value_or(std::nullopt);
  const auto set = some_set();
  const auto both = arranged(set, in_force, rows, {2026, 1, 1});
  if (!both.ok()) return 0;
  for (const auto& holiday : set.holidays) {
    std::size_t table = 0;
    for (const auto& row : both->holidays)
      if (row && row->date == holiday.date) table = row->table;
    if (day_under(both->schedule, table, holiday.date) != set.schedule.tables[holiday.table - 1]) std::abort();
  }
  return 0;
}
