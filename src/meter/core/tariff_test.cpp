// The meter's own tariff and calendar: exact to 10^-5 of a minor unit, settled on the right day.
#include <gtest/gtest.h>
#include <rapidcheck.h>

#include "meter/core/tariff.h"

namespace kwota::meter {
namespace tariff_test {

Tariff three_steps() {
  Tariff tariff;
  tariff.rate_prices[0] = MeterPrice::e4(100);
  tariff.step_ends[0] = Energy::kwh(2);
  tariff.step_ends[1] = Energy::kwh(5);
  tariff.step_prices[0] = MeterPrice::e4(4883);
  tariff.step_prices[1] = MeterPrice::e4(5383);
  tariff.step_prices[2] = MeterPrice::e4(7883);
  return tariff;
}

/// The slow truth: every watt-hour asked for its own price.
ExactMoney cost_by_watt_hours(const Tariff& tariff, Energy used, Energy energy) {
  ExactMoney sum;
  for (std::int64_t i = 0; i < energy.wh(); ++i) sum += ExactMoney::e5(price_at(tariff, 1, used + Energy::wh(i)).e4());
  return sum;
}

TEST(MeterTariff, the_rate_price_is_added_to_every_steps_price) {
  EXPECT_EQ(price_at(three_steps(), 1, Energy{}), MeterPrice::e4(4983));
  EXPECT_EQ(price_at(three_steps(), 1, Energy::wh(1'999)), MeterPrice::e4(4983));
  EXPECT_EQ(price_at(three_steps(), 1, Energy::kwh(2)), MeterPrice::e4(5483));
  EXPECT_EQ(price_at(three_steps(), 1, Energy::kwh(900)), MeterPrice::e4(7983));
}

TEST(MeterTariff, one_kwh_costs_the_price_of_the_tariff_sheet) {
  EXPECT_EQ(cost(three_steps(), 1, Energy{}, Energy::kwh(1)), ExactMoney::e5(49'83'000));  // 0.4983 a kWh = 49.83 fen
}

TEST(MeterTariff, cost_is_what_the_watt_hours_cost_one_by_one_however_they_are_cut) {
  EXPECT_TRUE(rc::check("cost is exact and additive", [] {
    const auto used = Energy::wh(*rc::gen::inRange<std::int64_t>(0, 8'000));
    const auto first = Energy::wh(*rc::gen::inRange<std::int64_t>(0, 6'000));
    const auto second = Energy::wh(*rc::gen::inRange<std::int64_t>(0, 6'000));
    const Tariff tariff = three_steps();
    const ExactMoney whole = cost(tariff, 1, used, first + second);
    RC_ASSERT(whole == cost(tariff, 1, used, first) + cost(tariff, 1, used + first, second));
    RC_ASSERT(whole == cost_by_watt_hours(tariff, used, first + second));
  }));
}

TEST(MeterTariff, one_for_one_deducts_what_is_used_in_any_pieces_at_any_time) {
  EXPECT_TRUE(rc::check("a hundredth of a kWh or of a cubic metre costs one", [] {
    const auto used = Energy::wh(*rc::gen::inRange<std::int64_t>(0, 8'000'000));
    const auto first = Energy::wh(*rc::gen::inRange<std::int64_t>(0, 6'000'000));
    const auto second = Energy::wh(*rc::gen::inRange<std::int64_t>(0, 6'000'000));
    const auto rate = *rc::gen::inRange<std::uint8_t>(1, Tariff::rates_max + 1);
    RC_ASSERT(cost(one_for_one, rate, used, first + second) == cost(one_for_one, rate, used, first) + cost(one_for_one, 1, used + first, second));
    for (const auto unit : {kwota::Unit::energy, kwota::Unit::volume})
      RC_ASSERT(cost(one_for_one, rate, used, first).e5() * counted_as_one(unit) == first.wh() * ExactMoney::parts);
  }));
}

TEST(MeterTariff, a_tariff_that_makes_no_sense_is_not_taken) {
  user_card::TariffFile file;
  file.step_ends[0] = Energy::kwh(5);
  EXPECT_TRUE(tariff_of(file));
  file.step_ends[1] = Energy::kwh(5);
  EXPECT_FALSE(tariff_of(file)) << "steps must rise";
  file.step_ends[1] = Energy{};
  file.step_ends[2] = Energy::kwh(7);
  EXPECT_FALSE(tariff_of(file)) << "a gap in the steps";
  file.step_ends[2] = Energy{};
  file.settlement_days[0] = {.month = 2, .day = 29, .hour = 0};
  EXPECT_FALSE(tariff_of(file)) << "not every year has it";
}

ClockTime at(std::uint8_t year, std::uint8_t month, std::uint8_t day, std::uint8_t hour) {
  return *clock_of({year, month, day, hour, 0});
}

TEST(MeterTariff, a_monthly_settlement_comes_twelve_times_a_year) {
  Tariff tariff = three_steps();
  tariff.settlement_days[0] = {.month = 0, .day = 15, .hour = 8};
  EXPECT_EQ(next_settlement(tariff, at(26, 11, 15, 7)), at(26, 11, 15, 8));
  EXPECT_EQ(next_settlement(tariff, at(26, 11, 15, 8)), at(26, 12, 15, 8)) << "later than, not at";
  EXPECT_EQ(next_settlement(tariff, at(26, 12, 15, 8)), at(27, 1, 15, 8));
  int settlements = 0;
  for (ClockTime t = at(26, 1, 1, 0); (t = next_settlement(tariff, t)) < at(27, 1, 1, 0);) ++settlements;
  EXPECT_EQ(settlements, 12);
}

TEST(MeterTariff, a_yearly_settlement_comes_once) {
  Tariff tariff = three_steps();
  tariff.settlement_days[0] = {.month = 7, .day = 1, .hour = 0};
  EXPECT_EQ(next_settlement(tariff, at(26, 7, 1, 0)), at(27, 7, 1, 0));
  EXPECT_EQ(next_settlement(tariff, at(26, 2, 1, 0)), at(26, 7, 1, 0));
  EXPECT_EQ(next_settlement(Tariff{}, at(26, 2, 1, 0)), end_of_time) << "no day, no settlement";
  EXPECT_EQ(next_settlement(tariff, at(99, 8, 1, 0)), end_of_time) << "the clock ends with its century";
}

TEST(MeterCalendar, every_minute_comes_back_as_it_went) {
  EXPECT_TRUE(rc::check("clock_of(meter_time(t)) = t", [] {
    const auto minutes = *rc::gen::inRange<std::uint32_t>(0, 36525u * 1440u);
    const ClockTime time{minutes * 60u};
    RC_ASSERT(clock_of(meter_time(time)) == time);
  }));
}

TEST(MeterCalendar, dates_that_do_not_exist_are_none) {
  EXPECT_FALSE(clock_of({}));
  EXPECT_FALSE(clock_of({26, 2, 29, 0, 0}));
  EXPECT_TRUE(clock_of({28, 2, 29, 0, 0}));
  EXPECT_FALSE(clock_of({26, 13, 1, 0, 0}));
  EXPECT_FALSE(clock_of({26, 4, 31, 0, 0}));
  EXPECT_FALSE(clock_of({26, 4, 30, 24, 0}));
  EXPECT_EQ(next_month(at(26, 12, 31, 23)), at(27, 1, 1, 0));
}

}  // namespace tariff_test
}  // namespace kwota::meter
