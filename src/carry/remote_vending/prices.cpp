#include "carry/remote_vending/prices.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/cause.h"

namespace kwota::dlt645 {

using dialogue::ok;

namespace {

constexpr auto soon = Duration::minutes(10), lead = Duration::minutes(2);

// Of each table the set in force and the spare one, without the place.
struct Places {
  std::uint32_t rates, step_ends, step_prices, zones;
};
constexpr Places in_force{0x04050100, 0x04060000, 0x04060100, 0x04010000}, spare{0x04050200, 0x04060200, 0x04060300, 0x04020000};
constexpr std::uint32_t schedule_switch = 0x04000106, price_switch = 0x04000108, rates_of_meter = 0x04000204,
                        clock_item = 0x0400010C, settlement_days = 0x04000B01, holiday_rows = 0x04030000, whole_block = 0xFF;

Identifier item(std::uint32_t value) { return {Edition::y2007, value}; }

using Column = std::vector<std::int64_t>;

/// A set as the meter has it: prices in 10^-4, energies in 10 Wh.
struct HeldSet {
  Column rates, step_ends, step_prices;
  Schedule schedule;  ///< of a meter of one rate: none
  friend bool operator==(const HeldSet&, const HeldSet&) = default;
};

struct Held {
  HeldSet in_force, spare;
  HolidayRows holidays{};
  std::int64_t prices_at = 0, schedule_at = 0;  ///< YYMMDDhhmm; 0: no switch is planned
};

Error refused(std::string_view code, const std::string& what, Details details) {
  return error(Fault::meter, code, what, std::move(details)).trying(Again::never);
}
Error does_not_fit(const std::string& why) {
  return refused(word_of(Cause::plan_does_not_fit),
                 "The meter cannot hold this price plan: " + why + ". Nothing was written; choose another plan or meter.",
                 {{"why", why}});
}
Error not_written(std::string_view what) {
  return refused("not_written", "The meter agreed and says another value; look at it before you go on.",
                 {{"item", std::string{what}}});
}
Error bad_list() { return error(Fault::wire, "bad_frame", "The answer is no such list.", {{"reason", "digits"}}); }

// ---- time: walls' minutes, as the meter counts them

Instant wall(const LocalTime& at) { return Zone::utc().instant(at); }
LocalTime of_wall(Instant at) { return Zone::utc().local(at); }

std::int64_t minute_number(const LocalTime& at) {
  const std::array<unsigned, 5> groups{static_cast<unsigned>(at.date.year % 100), at.date.month, at.date.day, at.hour, at.minute};
  std::int64_t value = 0;
  for (const auto group : groups) value = value * 100 + group;
  return value;
}
LocalTime minute_of(std::int64_t value) {
  const auto two = [value](std::int64_t unit) { return static_cast<unsigned>(value / unit % 100); };
  constexpr int century = 2000;
  return {{century + static_cast<int>(two(100'000'000)), two(1'000'000), two(10'000)}, two(100), two(1), 0};
}

// ---- reading

Dialogue<Column> read_numbers(Address address, std::uint32_t place) {
  const auto bytes = co_await read_bytes(address, item(place | whole_block));
  const auto* row = find_item(item(place | 1));
  Column values;
  for (std::size_t at = 0; at + row->bytes <= bytes.size(); at += row->bytes) {
    const auto value = number_in(*row, ByteView{bytes}.subspan(at, row->bytes));
    if (!value) co_return bad_list();
    values.push_back(*value);
  }
  co_return values;
}

Dialogue<std::int64_t> read_number(Address address, std::uint32_t value) {
  const auto bytes = co_await read_bytes(address, item(value));
  const auto number = number_in(*find_item(item(value)), bytes);
  if (!number) co_return bad_list();
  co_return *number;
}

/// YYMMDDWWhhmmss.
Dialogue<LocalTime> read_clock(Address address) {
  constexpr std::int64_t in_day = 1'000'000, weekday = 100;
  const auto value = co_await read_number(address, clock_item);
  auto clock = minute_of(value / in_day / weekday * 10'000 + value % in_day / 100);
  clock.second = static_cast<unsigned>(value % 100);
  co_return clock;
}

Dialogue<Schedule> read_schedule(Address address, std::uint32_t place) {
  Schedule schedule;
  const auto zones = zones_in(co_await read_bytes(address, item(place)));
  if (!zones) co_return bad_list();
  schedule.zones = *zones;
  for (std::uint32_t number = 1; number <= tables_max; ++number) {
    const auto table = table_in(co_await read_bytes(address, item(place + number)));
    if (!table) co_return bad_list();
    schedule.tables.push_back(*table);
  }
  co_return schedule;
}

Dialogue<HeldSet> read_set(Address address, Places places, bool by_time) {
  HeldSet held;
  held.rates = co_await read_numbers(address, places.rates);
  held.step_ends = co_await read_numbers(address, places.step_ends);
  held.step_prices = co_await read_numbers(address, places.step_prices);
  if (by_time) held.schedule = co_await read_schedule(address, places.zones);
  co_return held;
}

Dialogue<HolidayRows> read_holidays(Address address) {
  HolidayRows rows{};
  for (std::uint32_t i = 0; i < holidays_max; ++i) {
    const auto row = holiday_in(co_await read_bytes(address, item(holiday_rows + i + 1)));
    if (row) rows[i] = *row;
  }
  co_return rows;
}

Dialogue<Held> read_held(Address address, bool by_time) {
  Held held;
  held.in_force = co_await read_set(address, in_force, by_time);
  held.spare = co_await read_set(address, spare, by_time);
  held.prices_at = co_await read_number(address, price_switch);
  if (by_time) {
    held.holidays = co_await read_holidays(address);
    held.schedule_at = co_await read_number(address, schedule_switch);
  }
  co_return held;
}

// ---- what it shall be

/// A plan without times of day has one table for the whole year, so that nothing planned before it stays behind.
Result<PriceSet> for_meter(PriceSet set, std::int64_t rates) {
  if (set.rates.empty() || set.step_prices.size() != set.step_ends.size() + 1 || set.step_ends.size() > step_ends_max)
    return does_not_fit("it has no prices, or steps without prices");
  const bool by_time = rates > 1;
  if (!by_time && (set.rates.size() > 1 || !set.schedule.zones.empty()))
    return does_not_fit("this meter has one price for all times of the day");
  if (static_cast<std::int64_t>(set.rates.size()) > rates)
    return does_not_fit(fmt::format("it has {} prices by time, this meter {}", set.rates.size(), rates));
  const auto one_price = set.rates.front();
  set.rates.resize(static_cast<std::size_t>(rates), one_price);
  if (by_time && set.schedule.zones.empty()) set.schedule = {{YearZone{}}, {DayTable{Period{}}}};
  return set;
}

/// DDhh, as the line says it; 0: never.
std::int64_t settlement_number(const PriceSet& set) {
  constexpr std::int64_t hours = 100;
  return set.settlement ? set.settlement->day * hours + set.settlement->hour : 0;
}

/// Whether the line has to write when the steps begin anew: only the first steps of a meter are told so – those that run would end
/// on another day than they began for –, and not the month of a yearly day, which a line does not even show.
Result<bool> settlement_to_write(const PriceSet& set, const Column& days, const HeldSet& in_force) {
  const auto wanted = settlement_number(set);
  const bool other = std::ranges::any_of(days, [&](std::int64_t day) { return day != 0 && day != wanted; });
  const auto first = days.empty() ? 0 : days.front();
  if (set.step_ends.empty() || (!other && (wanted == 0 || first == wanted))) return false;
  const bool steps_run = std::ranges::any_of(in_force.step_ends, [](std::int64_t end) { return end != 0; });
  if (!steps_run && wanted != 0 && set.settlement->every_month()) return true;
  return does_not_fit("its steps begin anew at another time, which only a card can tell the meter");
}

Result<void> check_clock(const LocalTime& clock, const LocalTime& now) {
  const auto off = wall(clock) - wall(now);
  if (off <= clock_tolerance && wall(now) - wall(clock) <= clock_tolerance) return Done{};
  return refused(word_of(Cause::meter_clock_wrong),
                 "The meter's clock is wrong: prices would change at another time than the books say. Nothing was written; set "
                 "its clock first.",
                 {{"clock", format_local(clock)}});
}

HeldSet as_held(const PriceSet& set, const Schedule& schedule) {
  HeldSet held;
  for (const auto& price : set.rates) held.rates.push_back(price.e4());
  for (const auto& end : set.step_ends) held.step_ends.push_back(end.wh() / 10);
  for (const auto& price : set.step_prices) held.step_prices.push_back(price.e4());
  held.step_ends.resize(step_ends_max);
  held.step_prices.resize(step_ends_max + 1);
  held.schedule = schedule;
  return held;
}

bool same_prices(const HeldSet& a, const HeldSet& b) {
  return a.rates == b.rates && a.step_ends == b.step_ends && a.step_prices == b.step_prices;
}

/// Rows of days that are over mean nothing.
HolidayRows still_to_come(HolidayRows rows, const LocalDate& today) {
  for (auto& row : rows)
    if (row && row->date < today) row.reset();
  return rows;
}

/// Whether the meter charges by this set already, whatever numbers its tables have.
bool charges_by(const Held& held, const PriceSet& set, const LocalDate& today) {
  if (!same_prices(held.in_force, as_held(set, {}))) return false;
  if (std::ranges::all_of(set.rates, [&](const MeterPrice& price) { return price == set.rates.front(); })) return true;
  return same_days({held.in_force.schedule, held.holidays}, set, today);
}

// ---- writing

struct Write {
  Identifier identifier;
  Bytes value;
};
using Writes = std::vector<Write>;

Write number_write(std::uint32_t place, std::int64_t value) {
  const auto identifier = item(place);
  return {identifier, bytes_of(*find_item(identifier), value).value_or(Bytes{})};
}

void add_numbers(Writes& writes, std::uint32_t place, const Column& has, const Column& wanted) {
  for (std::size_t i = 0; i < wanted.size(); ++i)
    if (i >= has.size() || has[i] != wanted[i])
      writes.push_back(number_write(place + static_cast<std::uint32_t>(i) + 1, wanted[i]));
}

/// The first price is always written: from then on the meter has no switch of prices planned, and changes no schedule over
/// without one.
Writes set_writes(const HeldSet& has, const HeldSet& wanted) {
  Writes writes{number_write(spare.rates + 1, wanted.rates.front())};
  auto first_written = has.rates;
  if (!first_written.empty()) first_written.front() = wanted.rates.front();
  add_numbers(writes, spare.rates, first_written, wanted.rates);
  add_numbers(writes, spare.step_ends, has.step_ends, wanted.step_ends);
  add_numbers(writes, spare.step_prices, has.step_prices, wanted.step_prices);
  if (has.schedule.zones != wanted.schedule.zones) writes.push_back({item(spare.zones), zones_bytes(wanted.schedule.zones)});
  for (std::size_t i = 0; i < wanted.schedule.tables.size(); ++i)
    if (has.schedule.tables.at(i) != wanted.schedule.tables[i])
      writes.push_back({item(spare.zones + static_cast<std::uint32_t>(i) + 1), table_bytes(wanted.schedule.tables[i])});
  return writes;
}

/// Either those of the days in `only_new`, or all others.
Writes holiday_writes(const HolidayRows& has, const HolidayRows& wanted, const std::vector<LocalDate>& only_new, bool late) {
  Writes writes;
  const auto waits = [&](const std::optional<Holiday>& row) {
    return row && std::ranges::find(only_new, row->date) != only_new.end();
  };
  for (std::size_t i = 0; i < wanted.size(); ++i)
    if (has[i] != wanted[i] && waits(wanted[i]) == late)
      writes.push_back({item(holiday_rows + static_cast<std::uint32_t>(i) + 1), holiday_bytes(wanted[i])});
  return writes;
}

Dialogue<Done> write_all(Station station, Session session, Writes writes) {
  for (const auto& write : writes) co_await write_in(station, session, write.identifier, write.value);
  co_return Done{};
}

/// The schedule first: until the prices have their minute it stays where it is.
Dialogue<Done> plan_switch(Station station, Session session, LocalTime at, bool by_time) {
  const auto minute = minute_number(at);
  Writes writes;
  if (by_time) writes.push_back(number_write(schedule_switch, minute));
  writes.push_back(number_write(price_switch, minute));
  co_await write_all(station, session, writes);
  if (by_time && co_await read_number(station.address, schedule_switch) != minute)
    co_return not_written("day_tables_switch_time");
  if (co_await read_number(station.address, price_switch) != minute) co_return not_written("prices_switch_time");
  co_return Done{};
}

/// What is to be done, once the meter has been read.
struct Task {
  PriceOrder order;
  LocalTime clock;
  Held held;
  HeldSet wanted;
  HolidayRows holidays{};
  std::vector<LocalDate> only_new{};
  bool by_time = false;
  bool writes_settlement = false;
};

/// The set and its minute are there; late holidays may be missing.
bool is_planned(const Task& task) {
  const bool together = !task.by_time || (task.held.schedule_at == task.held.prices_at &&
                                          holiday_writes(task.held.holidays, task.holidays, task.only_new, false).empty());
  if (!together || task.held.prices_at == 0 || task.held.spare != task.wanted) return false;
  const auto at = minute_of(task.held.prices_at);
  return task.order.at ? task.held.prices_at == minute_number(*task.order.at) : wall(at) - wall(task.clock) <= soon;
}

/// Prices that come into force in a moment are not overwritten: afterwards they are the ones in force.
Result<void> check_pending(const Task& task) {
  const auto planned = minute_of(task.held.prices_at);
  if (task.held.prices_at == 0 || wall(planned) <= wall(task.clock) || wall(planned) - wall(task.clock) > soon) return Done{};
  return refused("switch_pending",
                 "Other prices come into force in this meter in a few minutes. Nothing was written; it is done afterwards.",
                 {{"at", format_local(planned)}});
}

/// Rows that only the new set reads rightly.
Dialogue<Done> write_late(Task task, Session session) {
  const auto writes = holiday_writes(task.held.holidays, task.holidays, task.only_new, true);
  co_await write_all(task.order.station, session, writes);
  if (writes.empty()) co_return Done{};
  const auto there = co_await read_holidays(task.order.station.address);
  if (there != task.holidays) co_return not_written("holiday");
  co_return Done{};
}

Dialogue<PricesHeld> carry_out(Task task) {
  const auto& station = task.order.station;
  const auto session = co_await authenticate(station, task.order.random1);
  co_await write_all(station, session, set_writes(task.held.spare, task.wanted));
  if (task.writes_settlement) {
    const auto day = settlement_number(task.order.set);
    const Writes settlement(1, number_write(settlement_days, day));
    co_await write_all(station, session, settlement);
    if (co_await read_number(station.address, settlement_days) != day) co_return not_written("settlement_day");
  }
  if (co_await read_set(station.address, spare, task.by_time) != task.wanted) co_return not_written("spare_set");
  if (task.by_time) {
    co_await write_all(station, session, holiday_writes(task.held.holidays, task.holidays, task.only_new, false));
    const auto rows = co_await read_holidays(station.address);
    if (!holiday_writes(rows, task.holidays, task.only_new, false).empty()) co_return not_written("holiday");
  }
  auto at = task.order.at;
  if (!at) {
    const auto clock = co_await read_clock(station.address);
    at = of_wall(wall(clock) + lead);
    at->second = 0;
  }
  co_await plan_switch(station, session, *at, task.by_time);
  co_await write_late(task, session);
  co_return PricesHeld{false, *at};
}

}  // namespace

Dialogue<PricesHeld> write_prices(PriceOrder order) {
  const auto address = order.station.address;
  Task task;
  task.clock = co_await read_clock(address);
  co_await ok(check_clock(task.clock, order.now));
  const auto rates = co_await read_number(address, rates_of_meter);
  task.by_time = rates > 1;
  order.set = co_await ok(for_meter(order.set, rates));
  const auto days = co_await read_numbers(address, settlement_days & ~whole_block);
  task.held = co_await read_held(address, task.by_time);
  task.writes_settlement = co_await ok(settlement_to_write(order.set, days, task.held.in_force));
  const auto today = task.clock.date;
  if (order.at && wall(*order.at) <= wall(task.clock)) order.at.reset();
  if (!order.at && charges_by(task.held, order.set, today)) co_return PricesHeld{true, task.clock};
  Schedule schedule;
  if (task.by_time) {
    const auto rows = still_to_come(task.held.holidays, today);
    auto placed = co_await ok(arranged(order.set, task.held.in_force.schedule, rows, order.at ? order.at->date : today));
    schedule = std::move(placed.schedule);
    task.holidays = placed.holidays;
    task.only_new = std::move(placed.only_new);
  }
  task.wanted = as_held(order.set, schedule);
  task.order = std::move(order);
  if (is_planned(task)) {
    const bool complete = task.held.holidays == task.holidays;
    const auto at = minute_of(task.held.prices_at);
    if (complete) co_return PricesHeld{true, at};
    const auto session = co_await authenticate(task.order.station, task.order.random1);
    co_await write_late(task, session);
    co_return PricesHeld{false, at};
  }
  co_await ok(check_pending(task));
  co_return co_await carry_out(std::move(task));
}

}  // namespace kwota::dlt645
