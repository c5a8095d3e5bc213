#include "meter/parts/schedule.h"

namespace kwota::meter {
namespace {

using Zone = Schedule::Zone;
using Period = Schedule::Period;
using Table = Schedule::Table;

constexpr std::uint8_t leap_year = 4;  // 29 February begins a zone like any other day

bool used(const Zone& zone) { return zone.table != 0; }
bool used(const Period& period) { return period.rate != 0; }
bool used(const Holiday& holiday) { return holiday.table != 0; }

unsigned place_of(const Zone& zone) { return zone.month * 32u + zone.day; }
unsigned place_of(const Period& period) { return period.hour * 60u + period.minute; }

bool is_date(std::uint8_t year, std::uint8_t month, std::uint8_t day) {
  MeterTime time;
  time.year = year, time.month = month, time.day = day;
  return clock_of(time).has_value();
}

/// Rows in use stand before the others and rise.
template <class Row, std::size_t n>
bool rise(const std::array<Row, n>& rows) {
  for (std::size_t i = 0; i < n; ++i) {
    if (!used(rows[i])) {
      if (rows[i] != Row{}) return false;
    } else if (i > 0 && (!used(rows[i - 1]) || place_of(rows[i]) <= place_of(rows[i - 1]))) {
      return false;
    }
  }
  return true;
}

bool has_table(const Schedule& schedule, std::uint8_t number) {
  return number >= 1 && number <= Schedule::tables_max && used(schedule.tables[number - 1u][0]);
}

/// The last row that began at `place` or before; none: the last one of all, which lasts over the turn.
template <class Row, std::size_t n>
const Row& running(const std::array<Row, n>& rows, unsigned place) {
  const Row* last = &rows[0];
  const Row* begun = nullptr;
  for (const Row& row : rows) {
    if (!used(row)) break;
    last = &row;
    if (place_of(row) <= place) begun = &row;
  }
  return begun != nullptr ? *begun : *last;
}

std::uint8_t table_of(const Schedule& schedule, std::span<const Holiday> holidays, const MeterTime& time) {
  for (const Holiday& holiday : holidays)
    if (holiday.year == time.year && holiday.month == time.month && holiday.day == time.day && has_table(schedule, holiday.table))
      return holiday.table;
  const Zone today{time.month, time.day, 0};
  return running(schedule.zones, place_of(today)).table;
}

template <class Walk>
void visit(Walk&& byte, Schedules& schedules) {
  for (Schedule& set : schedules.sets) {
    for (Zone& zone : set.zones) byte(zone.month), byte(zone.day), byte(zone.table);
    for (Table& table : set.tables)
      for (Period& period : table) byte(period.hour), byte(period.minute), byte(period.rate);
  }
  for (Holiday& holiday : schedules.holidays) byte(holiday.year), byte(holiday.month), byte(holiday.day), byte(holiday.table);
}

}  // namespace

bool in_order(const Schedule::Table& table, std::uint8_t rates) {
  for (const Period& period : table)
    if (period.hour > 23 || period.minute > 59 || period.rate > rates) return false;
  return rise(table);
}

std::uint8_t rate_at(const Schedule::Table& day, std::uint32_t minute) { return used(day[0]) ? running(day, minute).rate : std::uint8_t{1}; }

bool in_order(const Schedule& schedule, std::uint8_t rates) {
  for (const Table& table : schedule.tables)
    if (!in_order(table, rates)) return false;
  for (const Zone& zone : schedule.zones)
    if (used(zone) && (!is_date(leap_year, zone.month, zone.day) || !has_table(schedule, zone.table))) return false;
  return rise(schedule.zones);
}

bool in_order(std::span<const Holiday> holidays) {
  for (const Holiday& holiday : holidays) {
    if (!used(holiday) && holiday != Holiday{}) return false;
    if (used(holiday) && (holiday.table > Schedule::tables_max || !is_date(holiday.year, holiday.month, holiday.day))) return false;
  }
  return true;
}

std::uint8_t rate_at(const Schedule& schedule, std::span<const Holiday> holidays, ClockTime at) {
  if (!used(schedule.zones[0])) return 1;
  const MeterTime time = meter_time(at);
  const std::uint8_t table = table_of(schedule, holidays, time);
  if (!has_table(schedule, table)) return 1;
  return running(schedule.tables[table - 1u], time.hour * 60u + time.minute).rate;
}

ScheduleSlots::Image encode(const Schedules& schedules) {
  ScheduleSlots::Image image{};
  Schedules copy = schedules;
  std::size_t at = 0;
  visit([&](std::uint8_t& field) { image[at++] = field; }, copy);
  return image;
}

std::optional<Schedules> decode_schedules(const ScheduleSlots::Image& image) {
  Schedules schedules;
  std::size_t at = 0;
  visit([&](std::uint8_t& field) { field = image[at++]; }, schedules);
  return schedules;
}

}  // namespace kwota::meter
