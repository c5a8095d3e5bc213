#include "meter/dlt645/schedule_items.h"

#include <array>

namespace kwota::meter_line {
namespace {

using meter::Holiday;
using meter::Schedule;
using meter::Schedules;

constexpr std::uint32_t current_zones = 0x04010000, spare_zones = 0x04020000, holidays = 0x04030000;

std::uint8_t bcd(std::uint8_t value) { return static_cast<std::uint8_t>(value / 10 << 4 | value % 10); }
std::optional<std::uint8_t> from_bcd(std::uint8_t byte) {
  if ((byte >> 4) > 9 || (byte & 15) > 9) return std::nullopt;
  return static_cast<std::uint8_t>((byte >> 4) * 10 + (byte & 15));
}

// Rows as they lie on the line.
constexpr std::array<std::uint8_t, 3> fields(const Schedule::Zone& row) { return {row.table, row.day, row.month}; }
constexpr std::array<std::uint8_t, 3> fields(const Schedule::Period& row) { return {row.rate, row.minute, row.hour}; }
constexpr std::array<std::uint8_t, 4> fields(const Holiday& row) { return {row.table, row.day, row.month, row.year}; }
Schedule::Zone row_of(Schedule::Zone, const std::array<std::uint8_t, 3>& f) { return {.month = f[2], .day = f[1], .table = f[0]}; }
Schedule::Period row_of(Schedule::Period, const std::array<std::uint8_t, 3>& f) { return {.hour = f[2], .minute = f[1], .rate = f[0]}; }
Holiday row_of(Holiday, const std::array<std::uint8_t, 4>& f) { return {.year = f[3], .month = f[2], .day = f[1], .table = f[0]}; }

template <class Row>
void put(Bytes& to, const Row& row) {
  for (const auto field : fields(row)) to.push_back(bcd(field));
}

template <class Row>
std::optional<Row> take(ByteView from) {
  decltype(fields(Row{})) values{};
  for (std::size_t i = 0; i < values.size(); ++i) {
    const auto value = from_bcd(from[i]);
    if (!value) return std::nullopt;
    values[i] = *value;
  }
  return row_of(Row{}, values);
}

template <class Row, std::size_t n>
Bytes list(const std::array<Row, n>& rows) {
  Bytes bytes;
  Row last{};
  for (const Row& row : rows) {
    if (row != Row{}) last = row;
    put(bytes, last);
  }
  return bytes;
}

template <class Row, std::size_t n>
std::optional<std::array<Row, n>> rows_in(ByteView data) {
  constexpr std::size_t row_bytes = fields(Row{}).size();
  std::array<Row, n> rows{};
  if (data.size() != n * row_bytes) return std::nullopt;
  for (std::size_t i = 0; i < n; ++i) {
    const auto row = take<Row>(data.subspan(i * row_bytes, row_bytes));
    if (!row) return std::nullopt;
    rows[i] = *row;
  }
  for (std::size_t i = n - 1; i > 0 && rows[i] == rows[i - 1]; --i) rows[i] = Row{};
  return rows;
}

std::size_t place_of(dlt645::Identifier identifier) { return identifier.value & 0xFF; }

std::optional<Bytes> of_set(const Schedule& set, std::size_t place) {
  if (place == 0) return list(set.zones);
  return place <= Schedule::tables_max ? std::optional{list(set.tables[place - 1])} : std::nullopt;
}

bool write_holiday(meter::Meter& meter, std::size_t place, ByteView data) {
  const auto row = data.size() == fields(Holiday{}).size() ? take<Holiday>(data) : std::nullopt;
  if (!row || place == 0 || place > Schedules::holidays_max) return false;
  auto all = meter.schedules().holidays;
  all[place - 1] = *row;
  return meter.set_holidays(all);
}

}  // namespace

std::optional<Bytes> read_schedule(const meter::Meter& meter, dlt645::Identifier identifier) {
  if (meter.model().rates == 1) return std::nullopt;
  const std::uint8_t current = meter.state().tariffs.schedule_set;
  const auto& schedules = meter.schedules();
  const auto place = place_of(identifier);
  switch (identifier.value & 0xFFFFFF00) {
    case current_zones: return of_set(schedules.sets[current], place);
    case spare_zones: return of_set(schedules.sets[1 - current], place);
    case holidays: {
      if (place == 0 || place > Schedules::holidays_max) return std::nullopt;
      Bytes bytes;
      put(bytes, schedules.holidays[place - 1]);
      return bytes;
    }
    default: return std::nullopt;
  }
}

bool write_schedule(meter::Meter& meter, dlt645::Identifier identifier, ByteView data) {
  const auto place = place_of(identifier);
  if ((identifier.value & 0xFFFFFF00) == holidays) return write_holiday(meter, place, data);
  if ((identifier.value & 0xFFFFFF00) != spare_zones || place > Schedule::tables_max) return false;
  auto spare = meter.schedules().sets[1 - meter.state().tariffs.schedule_set];
  if (place == 0) {
    const auto zones = rows_in<Schedule::Zone, Schedule::zones_max>(data);
    if (!zones) return false;
    spare.zones = *zones;
  } else {
    const auto table = rows_in<Schedule::Period, Schedule::periods_max>(data);
    if (!table) return false;
    spare.tables[place - 1] = *table;
  }
  return meter.set_spare_schedule(spare);
}

}  // namespace kwota::meter_line
