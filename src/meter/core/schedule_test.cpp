// Time of use in the meter: the right rate at every minute of the year, holidays, the change of schedules, a lost clock - and
// money that adds up by rates.
#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <random>
#include <vector>

#include "meter/core/meter.h"

namespace kwota::meter {
namespace {

constexpr Page no_pages[] = {Page::remaining_money};
constexpr Model four_rates{.name = "test", .rates = 4, .default_rate = 3, .limits = {}, .pages = no_pages};
constexpr Model one_rate{.name = "test", .limits = {}, .pages = no_pages};

struct Chip final : Storage {
  std::vector<std::uint8_t> bytes = std::vector<std::uint8_t>(Meter::storage_size, 0xFF);
  std::size_t bytes_left = static_cast<std::size_t>(-1);  ///< until the power goes

  void read(std::size_t offset, MutableBytes to) const override {
    for (std::size_t i = 0; i < to.size(); ++i) to[i] = bytes[offset + i];
  }
  void write(std::size_t offset, ByteView from) override {
    for (std::size_t i = 0; i < from.size() && bytes_left > 0; ++i, --bytes_left) bytes[offset + i] = from[i];
  }
  void flush() override {}
};

ClockTime at(std::uint8_t year, std::uint8_t month, std::uint8_t day, std::uint8_t hour, std::uint8_t minute = 0) {
  return *clock_of({year, month, day, hour, minute});
}

/// Table 1: low from 22:00 over midnight to 8:00, flat by day. Table 2: the same with a peak in the evening.
Schedule summer_and_winter() {
  Schedule schedule;
  schedule.tables[0] = {{{8, 0, 3}, {22, 0, 4}}};
  schedule.tables[1] = {{{8, 0, 3}, {17, 30, 1}, {21, 0, 3}, {22, 0, 4}}};
  schedule.zones = {{{4, 1, 1}, {10, 1, 2}}};
  return schedule;
}

Tariff four_prices() {
  Tariff tariff;
  for (std::size_t i = 0; i < 4; ++i) tariff.rate_prices[i] = MeterPrice::e4(10'000 - static_cast<std::int64_t>(i) * 2'000);
  return tariff;
}

TEST(MeterSchedule, winter_evenings_are_dear_nights_are_cheap_and_the_night_lasts_over_midnight) {
  const auto schedule = summer_and_winter();
  ASSERT_TRUE(in_order(schedule, 4));
  EXPECT_EQ(rate_at(schedule, {}, at(26, 7, 1, 18)), 3);
  EXPECT_EQ(rate_at(schedule, {}, at(26, 11, 1, 18)), 1);
  EXPECT_EQ(rate_at(schedule, {}, at(26, 11, 1, 17, 29)), 3);
  EXPECT_EQ(rate_at(schedule, {}, at(26, 11, 1, 17, 30)), 1);
  EXPECT_EQ(rate_at(schedule, {}, at(26, 11, 1, 22)), 4);
  EXPECT_EQ(rate_at(schedule, {}, at(26, 11, 2, 7, 59)), 4) << "the last period of the day before";
  EXPECT_EQ(rate_at(schedule, {}, at(26, 2, 1, 18)), 1) << "the last zone lasts over new year";
  EXPECT_EQ(rate_at(schedule, {}, at(26, 3, 31, 18)), 1);
  EXPECT_EQ(rate_at(schedule, {}, at(26, 4, 1, 18)), 3);
}

TEST(MeterSchedule, a_holiday_has_the_table_that_it_names) {
  const auto schedule = summer_and_winter();
  const std::array holidays{Holiday{26, 11, 2, 1}, Holiday{26, 11, 3, 7}};
  ASSERT_TRUE(in_order(holidays));
  EXPECT_EQ(rate_at(schedule, holidays, at(26, 11, 2, 18)), 3);
  EXPECT_EQ(rate_at(schedule, holidays, at(27, 11, 2, 18)), 1) << "of one year only";
  EXPECT_EQ(rate_at(schedule, holidays, at(26, 11, 3, 18)), 1) << "a table that is empty: an ordinary day";
}

TEST(MeterSchedule, without_a_zone_everything_is_rate_1) {
  EXPECT_TRUE(in_order(Schedule{}, 1));
  EXPECT_EQ(rate_at(Schedule{}, {}, at(26, 11, 2, 18)), 1);
}

TEST(MeterSchedule, a_schedule_that_makes_no_sense_is_not_in_order) {
  const auto spoilt = [](auto spoil) {
    auto schedule = summer_and_winter();
    spoil(schedule);
    return !in_order(schedule, 4);
  };
  EXPECT_TRUE(spoilt([](Schedule& s) { s.zones[1].table = 3; })) << "a zone names a table without periods";
  EXPECT_TRUE(spoilt([](Schedule& s) { s.zones[1].table = 9; }));
  EXPECT_TRUE(spoilt([](Schedule& s) { s.zones[1].month = 3; })) << "zones rise";
  EXPECT_TRUE(spoilt([](Schedule& s) { s.zones[0] = {2, 30, 1}; })) << "there is no such day";
  EXPECT_TRUE(spoilt([](Schedule& s) { s.zones[3] = {12, 1, 1}; })) << "a gap in the zones";
  EXPECT_TRUE(spoilt([](Schedule& s) { s.tables[0][1] = {7, 0, 4}; })) << "periods rise";
  EXPECT_TRUE(spoilt([](Schedule& s) { s.tables[0][1] = {24, 0, 4}; }));
  EXPECT_TRUE(spoilt([](Schedule& s) { s.tables[0][1] = {22, 0, 5}; })) << "this meter has four rates";
  EXPECT_FALSE(spoilt([](Schedule& s) { s.zones[0] = {2, 29, 1}; }));
  EXPECT_FALSE(in_order(std::array{Holiday{26, 2, 29, 1}}));
}

TEST(MeterSchedule, the_rate_of_every_minute_is_the_one_that_a_slow_walk_through_the_year_finds) {
  EXPECT_TRUE(rc::check("rate_at agrees with stepping minute by minute", [](std::uint32_t seed) {
    std::mt19937 dice{seed};
    const auto between = [&dice](unsigned least, unsigned most) { return static_cast<std::uint8_t>(least + dice() % (most - least + 1)); };
    Schedule schedule;
    for (auto& table : schedule.tables) {
      std::uint8_t hour = between(0, 3);
      for (std::size_t i = 0; i < Schedule::periods_max && hour <= 23; ++i, hour = static_cast<std::uint8_t>(hour + between(1, 3)))
        table[i] = {hour, between(0, 59), between(1, 4)};
    }
    for (std::uint8_t i = 0; i < 12; ++i) schedule.zones[i] = {static_cast<std::uint8_t>(i + 1), between(1, 27), between(1, 8)};
    RC_ASSERT(in_order(schedule, 4));
    // Two days are enough to know which period runs; the year before, which zone.
    std::uint8_t table = schedule.zones[11].table;
    const auto day = between(1, 28), month = between(1, 12);
    for (const auto& zone : schedule.zones)
      if (zone.table != 0 && (zone.month < month || (zone.month == month && zone.day <= day))) table = zone.table;
    const auto& periods = schedule.tables[table - 1u];
    std::uint8_t running = 0;
    for (int round = 0; round < 2; ++round)
      for (std::uint32_t minute = 0; minute < 1440; ++minute) {
        for (const auto& period : periods)
          if (period.rate != 0 && period.hour * 60u + period.minute == minute) running = period.rate;
        if (round == 1) RC_ASSERT(rate_at(schedule, {}, ClockTime{at(26, month, day, 0).seconds + minute * 60}) == running);
      }
  }));
}

// ---- in a meter

struct World {
  Chip chip;
  Meter meter{four_rates, chip};
  ClockTime now = at(26, 11, 1, 0);

  World() {
    meter.commission(MeterNumber::from(41));
    meter.power_on(now);
    meter.note_keys(0x01010000);
    meter.take(RemoteCredit{.opens = true, .customer = CustomerNumber::from(1), .amount = Money::minor(100'00), .count = SequenceNumber{1}});
    meter.set_spare(four_prices());
    meter.plan_switch(ClockTime{now.seconds + 60});
    meter.set_spare_schedule(summer_and_winter());
    meter.plan_schedule(ClockTime{now.seconds + 60});
    go(at(26, 11, 1, 0, 2));
  }
  void go(ClockTime to) { meter.tick(now = to); }
};

TEST(MeterSchedule, what_a_kwh_costs_follows_the_time_of_day_and_the_rates_add_up) {
  World world;
  auto& meter = world.meter;
  const auto price_of_a_kwh = [&](ClockTime when) {
    world.go(when);
    const auto before = meter.state().ledger.balance;
    meter.consume(Energy::kwh(1));
    return before - meter.state().ledger.balance;
  };
  EXPECT_EQ(price_of_a_kwh(at(26, 11, 1, 7)), ExactMoney::of(Money::minor(40)));
  EXPECT_EQ(price_of_a_kwh(at(26, 11, 1, 12)), ExactMoney::of(Money::minor(60)));
  EXPECT_EQ(price_of_a_kwh(at(26, 11, 1, 18)), ExactMoney::of(Money::minor(100)));
  const auto& ledger = meter.state().ledger;
  EXPECT_EQ(ledger.rate_energy[0], Energy::kwh(1));
  EXPECT_EQ(ledger.rate_energy[2], Energy::kwh(1));
  EXPECT_EQ(ledger.rate_energy[3], Energy::kwh(1));
  EXPECT_EQ(ledger.energy, Energy::kwh(3));
  EXPECT_EQ(imbalance(ledger), ExactMoney{});
}

TEST(MeterSchedule, a_new_schedule_comes_into_force_at_its_minute_also_when_the_power_is_off) {
  World world;
  Schedule all_day;
  all_day.tables[0] = {{{0, 0, 2}}};
  all_day.zones = {{{1, 1, 1}}};
  ASSERT_TRUE(world.meter.set_spare_schedule(all_day));
  world.go(at(26, 11, 1, 18));
  EXPECT_EQ(world.meter.rate(), 1) << "written, not planned";
  EXPECT_FALSE(world.meter.plan_schedule(at(26, 11, 1, 17))) << "the past";
  ASSERT_TRUE(world.meter.plan_schedule(at(26, 11, 2, 0)));
  world.meter.power_fail();
  Meter again{four_rates, world.chip};
  ASSERT_TRUE(again.power_on(at(26, 11, 2, 18)));
  EXPECT_EQ(again.rate(), 2);
  EXPECT_EQ(again.state().tariffs.current, four_prices()) << "the prices stayed what they were";
}

TEST(MeterSchedule, while_a_new_schedule_is_written_the_power_goes_at_any_byte_and_the_old_one_counts) {
  Schedule all_day;
  all_day.tables[0] = {{{0, 0, 2}}};
  all_day.zones = {{{1, 1, 1}}};
  for (std::size_t cut = 0; cut <= ScheduleSlots::record_size; ++cut) {
    World world;
    world.chip.bytes_left = cut;
    world.meter.set_spare_schedule(all_day);
    world.chip.bytes_left = static_cast<std::size_t>(-1);
    Meter again{four_rates, world.chip};
    ASSERT_TRUE(again.power_on(at(26, 11, 1, 18)));
    ASSERT_EQ(again.rate(), 1) << cut;
    ASSERT_FALSE(again.state().latches.memory_fault) << cut;
    const auto& spare = again.schedules().sets[1 - again.state().tariffs.schedule_set];
    ASSERT_TRUE(spare == all_day || spare == Schedule{}) << cut;
  }
}

TEST(MeterSchedule, half_a_schedule_never_comes_into_force) {
  World world;
  auto half = summer_and_winter();
  half.tables[1] = {};
  ASSERT_TRUE(world.meter.set_spare_schedule(summer_and_winter()));
  ASSERT_TRUE(world.meter.plan_schedule(at(26, 12, 1, 0)));
  ASSERT_TRUE(world.meter.set_spare_schedule(half)) << "value by value, as the line writes it";
  EXPECT_EQ(world.meter.state().tariffs.schedule_switch_at, end_of_time) << "the planned switch is called off";
  EXPECT_FALSE(world.meter.plan_schedule(at(26, 12, 1, 0)));
}

TEST(MeterSchedule, a_schedule_does_not_change_over_without_the_prices_that_were_written_for_it) {
  World world;
  const auto before = world.meter.state().tariffs;
  ASSERT_TRUE(world.meter.set_spare(four_prices()));
  ASSERT_TRUE(world.meter.set_spare_schedule(summer_and_winter()));
  ASSERT_TRUE(world.meter.plan_schedule(at(26, 12, 1, 0)));
  world.meter.tick(at(26, 12, 2, 0));  // and here the line had broken
  EXPECT_EQ(world.meter.state().tariffs.schedule_set, before.schedule_set);
  EXPECT_EQ(world.meter.state().tariffs.schedule_switch_at, end_of_time);
  ASSERT_TRUE(world.meter.plan_schedule(at(26, 12, 3, 0)));
  ASSERT_TRUE(world.meter.plan_switch(at(26, 12, 3, 0)));
  world.meter.tick(at(26, 12, 4, 0));
  EXPECT_NE(world.meter.state().tariffs.schedule_set, before.schedule_set);
  EXPECT_NE(world.meter.state().tariffs.set, before.set);
}

TEST(MeterSchedule, while_the_clock_is_lost_the_default_rate_counts) {
  World world;
  world.meter.power_fail();
  Meter again{four_rates, world.chip};
  again.power_on(std::nullopt);
  EXPECT_EQ(again.rate(), 3);
  again.set_clock(at(26, 11, 1, 18));
  EXPECT_EQ(again.rate(), 1);
}

TEST(MeterSchedule, a_set_that_would_give_one_rate_away_is_not_planned) {
  World world;
  auto tariff = four_prices();
  tariff.rate_prices[3] = MeterPrice{};
  ASSERT_TRUE(world.meter.set_spare(tariff));
  EXPECT_FALSE(world.meter.plan_switch(at(26, 12, 1, 0)));
}

TEST(MeterSchedule, a_meter_of_one_rate_takes_no_schedule) {
  Chip chip;
  Meter meter{one_rate, chip};
  ASSERT_TRUE(meter.commission(MeterNumber::from(41)));
  ASSERT_TRUE(meter.power_on(at(26, 11, 1, 0)));
  EXPECT_FALSE(meter.set_spare_schedule(summer_and_winter()));
  EXPECT_FALSE(meter.plan_schedule(at(26, 12, 1, 0)));
  EXPECT_FALSE(meter.set_holidays({}));
  EXPECT_EQ(meter.rate(), 1);
}

TEST(MeterSchedule, a_card_of_one_price_has_it_for_every_time_of_day) {
  user_card::TariffFile file;
  file.rate_prices[0] = MeterPrice::e4(5'380);
  file.rate_prices[1] = MeterPrice::e4(8'000);
  const auto tariff = tariff_of(file);
  ASSERT_TRUE(tariff);
  EXPECT_EQ(price_at(*tariff, 2, Energy{}), MeterPrice::e4(8'000));
  EXPECT_EQ(price_at(*tariff, 4, Energy{}), MeterPrice::e4(5'380));
}

}  // namespace
}  // namespace kwota::meter
