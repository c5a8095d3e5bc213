#include "sim/demo/household.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace kwota::demo {
namespace {

constexpr std::int64_t e5 = 100'000;
/// The customer's wish for light is cut into days, so that a register rises as days go.
constexpr std::int64_t seconds_a_day = 86'400;
constexpr auto way_home = Duration::hours(4);

/// Splitmix: every household's every day is asked for many times, and a generator of its own for each would be most of the history's time.
constexpr std::uint64_t mixed(std::uint64_t x) {
  x += 0x9E3779B97F4A7C15;
  x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9;
  x = (x ^ (x >> 27)) * 0x94D049BB133111EB;
  return x ^ (x >> 31);
}

}  // namespace

std::int64_t season_percent(unsigned month) {
  constexpr std::array<std::int64_t, 12> percent{122, 116, 96, 82, 80, 100, 138, 142, 106, 84, 88, 112};
  return percent[(month + 11) % 12];
}

CardSerial card_serial(std::int64_t account, int issue) {
  CardSerial serial;
  put_be64(serial.bytes.data(), static_cast<std::uint64_t>(account));
  serial.bytes[0] = 0x44;
  serial.bytes[1] = static_cast<std::uint8_t>(issue);
  return serial;
}

MeterNumber extra_meter(int index) { return MeterNumber::from(static_cast<std::uint64_t>(412'700'000'000 + 137 * index)); }

void HouseMeter::take(const counter::CarryOrder& order) {
  if (order.n != count.next()) return;
  count = order.n;
  last_amount = order.amount;
  last_applied = order.use == counter::CardUse::closing ? books::Applied::closing : order.amount.is_zero() ? books::Applied::voided : books::Applied::credit;
  credited += order.amount;
  balance_e5 += order.amount.amount() * e5;
  open = order.use != counter::CardUse::closing;
  if (open) return;
  // Whole units are given up; what is less has been used.
  surrendered += Credit::of(unit, balance_e5 / e5);
  used_e5 += balance_e5 % e5;
  balance_e5 = 0;
}

Energy HouseMeter::would_use(const LocalDate& day) const {
  const auto mood = static_cast<std::int64_t>(mixed(habit * 1'000'003 + static_cast<std::uint64_t>(day_number(day))) % 81);
  return Energy::wh(wh_a_day * season_percent(day.month) / 100 * (60 + mood) / 100);
}

void HouseMeter::live(Instant to, const Zone& zone) {
  while (lived_to < to) {
    const auto day = zone.local(lived_to).date;
    const auto next = std::min(to, zone.instant({date_of_day(day_number(day) + 1), 0, 0, 0}));
    if (day.year != period.year) period = day, period_begin = energy;
    if (day.year != month.year || day.month != month.month) month = day, month_begin = energy;
    const auto whole = silent_from >= 0 ? 0 : would_use(day).wh();
    const auto wanted = whole * ((next - lived_to).ms() / 1000) / seconds_a_day;
    const auto used = std::min(wanted, balance_e5 / std::max<std::int64_t>(1, price));  // a Wh for a 10^-4 of the currency is 10^-5 of a fen
    energy += Energy::wh(used);
    used_e5 += used * price;
    balance_e5 -= used * price;
    lived_to = next;
  }
}

books::Statement HouseMeter::statement(const Zone& zone) const {
  books::Statement word;
  word.meter = number;
  word.meter_time = zone.local(lived_to);
  word.carrier = books::Carrier::card;
  word.count = count;
  word.last_amount = last_amount;
  word.last_applied = last_applied;
  word.credited = credited;
  word.surrendered = surrendered;
  word.unit = unit;
  word.remaining = Credit::of(unit, balance_e5 / e5);
  word.balance_e5 = balance_e5;
  word.used_e5 = used_e5;
  word.energy = energy;
  word.period_energy = energy - period_begin;
  word.month_start_energy = month_begin;
  if (open) word.states = {books::MeterState::account_open};
  else word.states = {books::MeterState::relay_open};
  word.raw = books::Hex(fmt::format("{:016x}{:016x}", count.value(), used_e5));
  return word;
}

void wakes_up(Household& house, Instant morning, const Zone& zone) {
  if (!house.on_card && !house.meter.open) return;
  const auto there = house.bought + way_home;
  if (house.on_card && there < morning) {
    house.meter.live(there, zone);
    house.meter.take(*house.on_card);
    house.on_card.reset();
  }
  house.meter.live(morning, zone);
}

bool was_at_home(const Household& house) { return house.meter.count != SequenceNumber{} && !house.on_card; }

}  // namespace kwota::demo
