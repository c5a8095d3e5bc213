#include "carry/remote_vending/price_set.h"

#include <algorithm>
#include <set>

#include "base/cause.h"

namespace kwota::dlt645 {
namespace {

constexpr int century = 2000;

Error no_room(std::string why) {
  return error(Fault::refused, Cause::plan_does_not_fit,
               "The meter cannot hold this price plan: " + why + ". Nothing was written; choose another plan or meter.",
               {{"why", why}}).trying(Again::never);
}

/// Tables of the new set as they find a number.
class NumberPlaces {
 public:
  /// A number whose table is `day`, or may become it, and that `fits`.
  template <class Fits>
  std::optional<std::size_t> number_of(const DayTable& day, Fits fits) {
    for (const bool taken : {true, false})
      for (std::size_t number = 1; number <= tables_max; ++number) {
        auto& table = tables_[number - 1];
        if ((taken ? table == day : table.empty()) && fits(number)) {
          table = day;
          return number;
        }
      }
    return std::nullopt;
  }
  const std::vector<DayTable>& tables() const { return tables_; }

 private:
  std::vector<DayTable> tables_ = std::vector<DayTable>(tables_max);
};

std::size_t table_of(const std::vector<Holiday>& holidays, const LocalDate& date) {
  const auto found = std::ranges::find(holidays, date, &Holiday::date);
  return found == holidays.end() ? 0 : found->table;
}

/// A row keeps its place where it can, so that what is right is not written again.
Result<HolidayRows> placed(std::vector<Holiday> wanted, const HolidayRows& rows) {
  if (wanted.size() > holidays_max) return no_room("more than 40 holidays are still to come");
  HolidayRows out{};
  for (std::size_t i = 0; i < rows.size(); ++i) {
    if (!rows[i]) continue;
    const auto same_day = std::ranges::find(wanted, rows[i]->date, &Holiday::date);
    if (same_day == wanted.end()) continue;
    out[i] = *same_day;
    wanted.erase(same_day);
  }
  auto place = out.begin();
  for (const auto& holiday : wanted) {
    place = std::find(place, out.end(), std::nullopt);
    *place = holiday;
  }
  return out;
}

std::uint8_t bcd(std::size_t value) { return static_cast<std::uint8_t>(value / 10 << 4 | value % 10); }

std::optional<std::vector<unsigned>> digits_in(ByteView bytes) {
  std::vector<unsigned> values;
  for (const auto byte : bytes) {
    if ((byte >> 4) > 9 || (byte & 15) > 9) return std::nullopt;
    values.push_back((byte >> 4) * 10U + (byte & 15U));
  }
  return values;
}

template <class Row, class Write>
Bytes list(const std::vector<Row>& rows, std::size_t size, Write write) {
  Bytes bytes;
  for (std::size_t i = 0; i < size; ++i) append(bytes, rows.empty() ? Bytes(3) : write(rows[std::min(i, rows.size() - 1)]));
  return bytes;
}

/// Rows up to the one that is only repeated, or not used.
template <class Row, class Read>
std::optional<std::vector<Row>> rows_in(ByteView bytes, std::size_t size, Read read) {
  const auto values = digits_in(bytes);
  if (!values || values->size() != 3 * size) return std::nullopt;
  std::vector<Row> rows;
  for (std::size_t i = 0; i < size; ++i) {
    if ((*values)[3 * i] == 0) break;
    const auto row = read(&(*values)[3 * i]);
    if (rows.empty() || rows.back() != row) rows.push_back(row);
  }
  return rows;
}

}  // namespace

DayTable ordinary_day(const Schedule& schedule, const LocalDate& date) {
  if (schedule.zones.empty()) return {Period{}};
  const auto* zone = &schedule.zones.back();  // the last zone lasts over new year
  for (const auto& one : schedule.zones)
    if (std::pair<unsigned, unsigned>{one.month, one.day} <= std::pair{date.month, date.day}) zone = &one;
  const bool there = zone->table >= 1 && zone->table <= schedule.tables.size() && !schedule.tables[zone->table - 1].empty();
  return there ? schedule.tables[zone->table - 1] : DayTable{Period{}};
}

DayTable day_under(const Schedule& schedule, std::size_t table, const LocalDate& date) {
  const bool there = table >= 1 && table <= schedule.tables.size() && !schedule.tables[table - 1].empty();
  return !schedule.zones.empty() && there ? schedule.tables[table - 1] : ordinary_day(schedule, date);
}

Result<Arranged> arranged(const PriceSet& set, const Schedule& in_force, const HolidayRows& rows, const LocalDate& from) {
  std::vector<Holiday> wanted, now;
  std::set<LocalDate> dates;
  for (const auto& row : rows) {
    if (!row) continue;
    if (row->date < from) {
      wanted.push_back(*row);
    } else {
      now.push_back(*row);
      dates.insert(row->date);
    }
  }
  for (const auto& holiday : set.holidays)
    if (holiday.date >= from) dates.insert(holiday.date);
  NumberPlaces numbers;
  Arranged out;
  for (const auto& date : dates) {
    const auto before = day_under(in_force, table_of(now, date), date);
    const auto after = day_under(set.schedule, table_of(set.holidays, date), date);
    if (before == ordinary_day(in_force, date) && after == ordinary_day(set.schedule, date)) continue;
    auto number = numbers.number_of(after, [&](std::size_t table) { return day_under(in_force, table, date) == before; });
    if (!number) {
      number = numbers.number_of(after, [](std::size_t) { return true; });
      out.only_new.push_back(date);
    }
    if (!number) return no_room("its holidays need more than 8 tables of a day");
    wanted.push_back({date, *number});
  }
  for (auto zone : set.schedule.zones) {
    const auto number = numbers.number_of(set.schedule.tables.at(zone.table - 1), [](std::size_t) { return true; });
    if (!number) return no_room("it and the holidays in force need more than 8 tables of a day");
    zone.table = *number;
    out.schedule.zones.push_back(zone);
  }
  out.schedule.tables = numbers.tables();
  TRY(holidays, placed(std::move(wanted), rows));
  out.holidays = std::move(holidays);
  return out;
}

bool same_days(const Calendar& has, const PriceSet& set, const LocalDate& today) {
  constexpr int leap_year = 2028;
  constexpr std::int64_t days = 366;
  const auto first = day_number({leap_year, 1, 1});
  for (std::int64_t day = first; day < first + days; ++day)
    if (ordinary_day(has.schedule, date_of_day(day)) != ordinary_day(set.schedule, date_of_day(day))) return false;
  std::vector<Holiday> rows;
  for (const auto& row : has.holidays)
    if (row) rows.push_back(*row);
  const auto alike = [&](const Holiday& holiday) {
    const auto& date = holiday.date;
    return date < today ||
           day_under(has.schedule, table_of(rows, date), date) == day_under(set.schedule, table_of(set.holidays, date), date);
  };
  return std::ranges::all_of(rows, alike) && std::ranges::all_of(set.holidays, alike);
}

Bytes zones_bytes(const std::vector<YearZone>& zones) {
  return list(zones, zones_max, [](const YearZone& zone) { return Bytes{bcd(zone.table), bcd(zone.day), bcd(zone.month)}; });
}

Bytes table_bytes(const DayTable& table) {
  return list(table, periods_max, [](const Period& row) { return Bytes{bcd(row.rate), bcd(row.minute), bcd(row.hour)}; });
}

Bytes holiday_bytes(const std::optional<Holiday>& holiday) {
  if (!holiday) return Bytes(4);
  const auto& date = holiday->date;
  return {bcd(holiday->table), bcd(date.day), bcd(date.month), bcd(static_cast<std::size_t>(date.year % 100))};
}

std::optional<std::vector<YearZone>> zones_in(ByteView bytes) {
  return rows_in<YearZone>(bytes, zones_max, [](const unsigned* row) {
    return YearZone{static_cast<std::uint8_t>(row[2]), static_cast<std::uint8_t>(row[1]), row[0]};
  });
}

std::optional<DayTable> table_in(ByteView bytes) {
  return rows_in<Period>(bytes, periods_max, [](const unsigned* row) {
    return Period{static_cast<std::uint8_t>(row[2]), static_cast<std::uint8_t>(row[1]), static_cast<std::uint8_t>(row[0])};
  });
}

std::optional<std::optional<Holiday>> holiday_in(ByteView bytes) {
  const auto values = digits_in(bytes);
  if (!values || values->size() != 4) return std::nullopt;
  const auto& row = *values;
  if (row[0] == 0) return std::optional<Holiday>{};
  const LocalDate date{century + static_cast<int>(row[3]), row[2], row[1]};
  return valid(date) ? std::optional{std::optional{Holiday{date, row[0]}}} : std::nullopt;
}

}  // namespace kwota::dlt645
