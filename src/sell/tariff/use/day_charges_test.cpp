// The balance at the server: whatever days the meter was read on, everything it counted is charged, once, by the plan.
#include "sell/tariff/use/measured.h"
#include "sell/tariff/use/day_charges.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>

namespace kwota::tariff {
namespace {

constexpr auto stepped = R"({"id":"x-steps","name":"x","source":"X","commodity":"electricity","unit":"kWh","currency":"CNY","minor":2,
 "zone":"Asia/Shanghai","quantum":"0.01","versions":[{"from":"2026-01-01","counter":{"months":1,"start":"01-01"},
 "energy":{"steps":[{"to":"50","price":"0.4883"},{"to":"120","price":"0.5383"},{"price":"0.7883"}]},
 "charges":[{"id":"supply","kind":"per_day","amount":"0.3335"},{"id":"vat","kind":"percent","percent":"13","of":["energy","supply"]}]},
 {"from":"2026-05-20","counter":{"months":1,"start":"01-01"},"energy":{"price":"0.6021"},
 "charges":[{"id":"supply","kind":"per_day","amount":"0.3335"},{"id":"vat","kind":"percent","percent":"13","of":["energy","supply"]}]}]})";

constexpr auto peaks = R"({"id":"x-peaks","name":"x","source":"X","commodity":"electricity","unit":"kWh","currency":"CNY","minor":2,
 "zone":"Asia/Shanghai","quantum":"0.01","versions":[{"from":"2026-01-01","days":{"D":[["00:00","valley"],["08:00","peak"],["22:00","valley"]]},
 "calendar":[{"use":"D"}],"energy":{"price":{"peak":"0.5683","valley":"0.2877"}}}]})";

PricePlan plan_of(const char* text) { return PricePlan::from_text(text).value(); }
LocalDate may(unsigned day) { return {2026, 5, day}; }
Reading reading(unsigned day, std::int64_t wh) { return {may(day), {{"", Units{wh}}}}; }

ChargeState opened(const PricePlan& plan, unsigned day, std::int64_t wh) {
  State state;
  state.charged["supply"] = format_date(date_of_day(day_number(may(day)) - 1));
  return begin_account(plan, state, reading(day, wh)).value();
}

TEST(DayCharges, a_day_costs_its_energy_and_its_standing_charge) {
  const auto plan = plan_of(stepped);
  const auto charged = charge_days(plan, opened(plan, 3, 1'000'000), reading(4, 1'010'000));
  ASSERT_TRUE(charged.ok()) << charged.error().what;
  ASSERT_EQ(charged->days.size(), 1U);
  EXPECT_EQ(charged->amount, Money::minor(589));  // 10 x 0.4883 = 4.88, supply 0.33, VAT 13 % of 5.21 = 0.68
  EXPECT_FALSE(charged->days[0].estimated);
}

TEST(DayCharges, a_meter_that_was_silent_for_four_days_is_charged_evenly_and_marked) {
  const auto plan = plan_of(stepped);
  const auto charged = charge_days(plan, opened(plan, 3, 0), reading(7, 10'030));
  ASSERT_TRUE(charged.ok());
  ASSERT_EQ(charged->days.size(), 4U);
  EXPECT_EQ(charged->days[0].used.at(0).second, Units{2'510});  // 10.03 kWh: the missing quanta to the earlier days
  EXPECT_EQ(charged->days[3].used.at(0).second, Units{2'500});
  for (const auto& day : charged->days) EXPECT_TRUE(day.estimated);
}

TEST(DayCharges, a_gap_over_a_change_of_prices_charges_each_day_at_its_own_price) {
  const auto plan = plan_of(stepped);
  const auto charged = charge_days(plan, opened(plan, 18, 0), reading(22, 40'000));
  ASSERT_TRUE(charged.ok());
  EXPECT_EQ(charged->charge_state.version, "2026-05-20");
  EXPECT_EQ(charged->charge_state.used.at(0).second, Units{20'000});
  EXPECT_EQ(charged->charge_state.after.counter->units, Units{40'000}) << "the counter of the month goes on over the change";
}

TEST(DayCharges, the_first_of_the_month_begins_at_the_first_step_again) {
  const auto plan = plan_of(stepped);
  State state;
  state.counter = State::Counter{may(1), Units{130'000}};
  state.charged["supply"] = "2026-04-29";
  auto charge_state = begin_account(plan, state, {{2026, 4, 30}, {{"", Units{0}}}}).value();
  charge_state.before.counter->period = charge_state.after.counter->period = LocalDate{2026, 4, 1};
  const auto charged = charge_days(plan, charge_state, {may(2), {{"", Units{20'000}}}});
  ASSERT_TRUE(charged.ok());
  EXPECT_GT(charged->days[0].amount, charged->days[1].amount) << "April at the third price, May at the first";
  EXPECT_EQ(charged->charge_state.after.counter->period, may(1));
  EXPECT_EQ(charged->charge_state.after.counter->units, Units{10'000});
}

TEST(DayCharges, a_register_that_ran_back_charges_nothing_and_says_so) {
  const auto plan = plan_of(stepped);
  const auto charged = charge_days(plan, opened(plan, 3, 500), reading(4, 490));
  ASSERT_FALSE(charged.ok());
  EXPECT_EQ(charged.error().code, "register_ran_back");
}

TEST(DayCharges, a_register_that_began_anew_is_charged_over_its_last_digit) {
  const auto plan = plan_of(stepped);
  const auto charged = charge_days(plan, opened(plan, 3, 999'994'000), reading(4, 4'000));
  ASSERT_TRUE(charged.ok()) << charged.error().what;
  EXPECT_EQ(charged->days.at(0).used.at(0).second, Units{10'000});
  EXPECT_EQ(charged->amount, Money::minor(589)) << "ten units cost what ten units cost";
  EXPECT_TRUE(charged->days.at(0).turned);
  EXPECT_EQ(charged->charge_state.charged_to.registers.at(0).second, Units{4'000}) << "and it goes on from what the meter shows";
  const auto next = charge_days(plan, charged->charge_state, reading(5, 14'000));
  ASSERT_TRUE(next.ok());
  EXPECT_EQ(next->days.at(0).used.at(0).second, Units{10'000});
  EXPECT_FALSE(next->days.at(0).turned);
}

TEST(DayCharges, a_register_that_stands_at_nought_has_begun_anew_once) {
  const auto plan = plan_of(stepped);
  ChargeState charge_state = opened(plan, 1, 999'999'999);  // less than a quantum before its end
  int turned = 0;
  for (unsigned day = 2; day < 9; ++day) {
    const auto charged = charge_days(plan, charge_state, reading(day, day < 8 ? 0 : 9));
    ASSERT_TRUE(charged.ok());
    turned += charged->days.at(0).turned;
    charge_state = charged->charge_state;
  }
  EXPECT_EQ(turned, 1) << "with the day on which what waited was charged";
}

TEST(DayCharges, a_turn_within_a_gap_is_named_on_the_day_whose_end_was_read) {
  const auto plan = plan_of(stepped);
  const auto charged = charge_days(plan, opened(plan, 3, 999'994'000), reading(6, 2'000));
  ASSERT_TRUE(charged.ok());
  ASSERT_EQ(charged->days.size(), 3U);
  for (std::size_t day = 0; day < 3; ++day) EXPECT_EQ(charged->days[day].turned, day == 2);
}

TEST(DayCharges, a_register_that_fell_further_than_its_supply_carries_has_run_back) {
  const auto plan = plan_of(stepped);
  const auto read = [](unsigned day, std::int64_t shown) { return Reading{may(day), {{"", Units{shown}}}, {.largest_watts = 13'200}}; };
  // 13.2 kW carry 316.8 kWh in a day; a day more is given for clocks.
  EXPECT_TRUE(charge_days(plan, opened(plan, 3, 999'500'000), read(4, 133'600)).ok());
  EXPECT_EQ(charge_days(plan, opened(plan, 3, 999'500'000), read(4, 133'610)).error().code, "register_ran_back");
  EXPECT_TRUE(charge_days(plan, opened(plan, 3, 999'500'000), read(5, 133'610)).ok()) << "in two days it carries more";
  EXPECT_EQ(charge_days(plan, opened(plan, 3, 950'000'000), read(4, 20'000'000)).error().code, "register_ran_back") << "70,000 kWh in a day";
  EXPECT_EQ(charge_days(plan, opened(plan, 3, 500'000), read(4, 499'000)).error().code, "register_ran_back") << "a little, and near neither end";
  EXPECT_EQ(charge_days(plan, opened(plan, 3, 1'000'000'000), reading(4, 0)).error().code, "register_ran_back") << "it has more digits";
}

TEST(DayCharges, behind_transformers_a_register_turns_at_so_many_times_its_size) {
  const auto plan = plan_of(stepped);
  const auto at = [](unsigned day, std::int64_t shown) { return Reading{may(day), {{"", Units{shown * 40}}}, {.times = 40}}; };
  const auto charge_state = opened(plan, 3, 999'999'900 * std::int64_t{40});
  const auto charged = charge_days(plan, charge_state, at(4, 150));
  ASSERT_TRUE(charged.ok());
  EXPECT_EQ(charged->days.at(0).used.at(0).second, Units{10'000});
  EXPECT_EQ(charge_days(plan, charge_state, {may(4), {{"", Units{6'000}}}}).error().code, "register_ran_back") << "without them it turns nowhere near";
}

TEST(DayCharges, the_same_reading_twice_and_an_old_one_change_nothing) {
  const auto plan = plan_of(stepped);
  const auto first = charge_days(plan, opened(plan, 3, 0), reading(5, 7'000));
  ASSERT_TRUE(first.ok());
  const auto again = charge_days(plan, first->charge_state, reading(5, 7'000));
  ASSERT_TRUE(again.ok());
  EXPECT_TRUE(again->days.empty());
  const auto old = charge_days(plan, first->charge_state, reading(4, 3'000));
  ASSERT_FALSE(old.ok());
  EXPECT_EQ(old.error().code, "reading_too_old");
}

TEST(DayCharges, a_plan_with_free_units_needs_sales) {
  const auto plan = plan_of(R"({"id":"x-free","name":"x","source":"X","commodity":"electricity","unit":"kWh","currency":"CNY","minor":2,
    "zone":"Asia/Shanghai","quantum":"0.1","versions":[{"from":"2026-01-01","counter":{"months":1,"start":"01-01"},
    "free":{"units":"60","counts":false},"energy":{"price":"2"}}]})");
  const auto begun = begin_account(plan, {}, reading(3, 0));
  ASSERT_FALSE(begun.ok());
  EXPECT_EQ(begun.error().code, "free_units_need_a_sale");
}

TEST(DayCharges, what_a_day_cost_is_told_by_what_it_is_for) {
  const auto plan = plan_of(stepped);
  const auto charged = charge_days(plan, opened(plan, 3, 1'000'000), reading(4, 1'010'000));
  ASSERT_TRUE(charged.ok());
  const ChargedFor wanted{{"energy", Money::minor(488)}, {"fixed/supply", Money::minor(33)}, {"tax/vat", Money::minor(68)}};
  EXPECT_EQ(charged->charged_for, wanted);
  EXPECT_EQ(charged->days[0].version, "2026-01-01");
}

TEST(DayCharges, a_tax_inside_the_price_is_tax_and_what_it_stands_in_is_net) {
  const auto plan = plan_of(R"({"id":"x-inside","name":"x","source":"X","commodity":"electricity","unit":"kWh","currency":"CNY","minor":2,
 "zone":"Asia/Shanghai","quantum":"0.01","versions":[{"from":"2026-01-01","energy":{"price":"1.13"},
 "charges":[{"id":"supply","kind":"per_day","amount":"5.65"},{"id":"vat","kind":"percent","percent":"13","of":["energy","supply"],"inclusive":true}]}]})");
  const auto charged = charge_days(plan, begin_account(plan, {}, reading(3, 0)).value(), reading(4, 10'000));
  ASSERT_TRUE(charged.ok()) << charged.error().what;
  const ChargedFor wanted{{"energy", Money::minor(1000)}, {"fixed/supply", Money::minor(500)}, {"tax/vat", Money::minor(195)}};
  EXPECT_EQ(charged->charged_for, wanted);
  EXPECT_EQ(charged->amount, Money::minor(1695)) << "it costs what it says";
}

TEST(DayCharges, what_a_higher_step_costs_more_is_energy_and_no_fee) {
  const auto plan = plan_of(R"({"id":"x-added","name":"x","source":"X","commodity":"electricity","unit":"kWh","currency":"CNY","minor":2,
 "zone":"Asia/Shanghai","quantum":"0.01","versions":[{"from":"2026-01-01","counter":{"months":1,"start":"01-01"},
 "energy":{"price":"0.50","steps":[{"to":"5","add":"0.00"},{"add":"0.30"}]}}]})");
  const auto charged = charge_days(plan, begin_account(plan, {}, reading(3, 0)).value(), reading(4, 10'000));
  ASSERT_TRUE(charged.ok()) << charged.error().what;
  const ChargedFor wanted{{"energy", Money::minor(650)}};  // 10 x 0.50, and 5 x 0.30 above the first step
  EXPECT_EQ(charged->charged_for, wanted);
}

TEST(DayCharges, more_people_in_the_house_begin_a_segment_of_their_own) {
  const auto plan = plan_of(stepped);
  auto charge_state = charge_days(plan, opened(plan, 3, 0), reading(5, 60'000))->charge_state;
  State facts;
  facts.numbers["heads"] = "6";
  begin_segment(charge_state, facts);
  EXPECT_EQ(charge_state.charged, Money{});
  EXPECT_EQ(charge_state.before.numbers.at("heads"), "6");
  EXPECT_EQ(charge_state.before.counter->units, Units{60'000}) << "what was used this month stays used";
  EXPECT_TRUE(charge_days(plan, charge_state, reading(6, 61'000)).ok());
}

TEST(DayCharges, a_plan_by_time_of_day_names_the_rates_of_its_meter) {
  const auto at = *parse_instant("2026-05-04T12:00:00+08:00");
  EXPECT_EQ(rate_periods(plan_of(peaks), at, {}).value(), (std::vector<std::string>{"valley", "peak"}));
  EXPECT_TRUE(rate_periods(plan_of(stepped), at, {})->empty()) << "the register of all energy is charged";
}

TEST(DayCharges, registers_that_the_last_reading_did_not_have_are_told) {
  const auto plan = plan_of(peaks);
  const auto charge_state = begin_account(plan, {}, {may(1), {{"", Units{0}}}}).value();
  const auto charged = charge_days(plan, charge_state, {may(2), {{"peak", Units{5}}, {"valley", Units{5}}}});
  ASSERT_FALSE(charged.ok());
  EXPECT_EQ(charged.error().code, "registers_changed");
}

TEST(DayCharges, a_standing_that_is_no_standing_is_refused) {
  const auto plan = plan_of(stepped);
  for (const auto* text : {"", "[]", R"({"day":"2026-05-03"})", R"({"day":"2026-05-03","registers":{"":"7"}})"}) {
    const auto charge_state = charge_state_from_text(text, plan);
    ASSERT_FALSE(charge_state.ok()) << text;
    EXPECT_EQ(charge_state.error().code, "bad_state") << text;
  }
}

TEST(DayChargeLaws, what_the_books_keep_of_a_standing_goes_on_as_if_it_had_stayed) {
  const auto plan = plan_of(stepped);
  EXPECT_TRUE(rc::check([&] {
    ChargeState kept = opened(plan, 1, 0), stayed = kept;
    std::int64_t register_wh = 0;
    for (unsigned day = 2; day < 25; day += *rc::gen::inRange(1U, 4U)) {
      register_wh += *rc::gen::inRange<std::int64_t>(0, 30'000);
      const auto again = charge_state_from_text(to_text(kept), plan);
      RC_ASSERT(again.ok());
      RC_ASSERT(to_text(*again) == to_text(kept));
      const auto one = charge_days(plan, *again, reading(day, register_wh)), other = charge_days(plan, stayed, reading(day, register_wh));
      RC_ASSERT(one.ok() && other.ok());
      RC_ASSERT(one->amount == other->amount);
      RC_ASSERT(one->charged_for == other->charged_for);
      Money sum;
      for (const auto& [what, amount] : one->charged_for) sum += amount;
      RC_ASSERT(sum == one->amount);
      kept = one->charge_state, stayed = other->charge_state;
    }
  }));
}

TEST(DayChargeLaws, whatever_days_the_meter_was_read_on_a_month_costs_what_its_energy_costs) {
  const auto plan = plan_of(stepped);
  EXPECT_TRUE(rc::check([&] {
    ChargeState charge_state = opened(plan, 1, 0);
    std::int64_t register_wh = 0;
    Money sum;
    unsigned day = 1;
    while (day < 19) {
      day = std::min(19U, day + *rc::gen::inRange(1U, 6U));
      register_wh += *rc::gen::inRange<std::int64_t>(0, 30'000);
      const auto charged = charge_days(plan, charge_state, reading(day, register_wh));
      RC_ASSERT(charged.ok());
      sum += charged->amount;
      charge_state = charged->charge_state;
    }
    State before;
    before.charged["supply"] = "2026-04-30";
    const auto whole = price_usage(plan, *parse_instant("2026-05-18T12:00:00+08:00"), before, {{{"", Units{register_wh / 10 * 10}}}});
    RC_ASSERT(whole.ok());
    RC_ASSERT(sum == whole->total);
  }));
}

TEST(DayChargeLaws, a_month_over_a_register_that_begins_anew_costs_what_its_energy_costs) {
  const auto plan = plan_of(stepped);
  EXPECT_TRUE(rc::check([&] {
    constexpr std::int64_t turn = 1'000'000'000;
    const auto began = turn - *rc::gen::inRange<std::int64_t>(1, 200'000);
    ChargeState charge_state = opened(plan, 1, began);
    std::int64_t counted = began, used = 0;
    int turned = 0;
    Money sum;
    unsigned day = 1;
    while (day < 19) {
      day = std::min(19U, day + *rc::gen::inRange(1U, 6U));
      counted += *rc::gen::inRange<std::int64_t>(0, 30'000);
      const auto charged = charge_days(plan, charge_state, reading(day, counted % turn));
      RC_ASSERT(charged.ok());
      sum += charged->amount;
      for (const auto& one : charged->days) used += one.used.at(0).second.e3, turned += one.turned;
      charge_state = charge_state_from_text(to_text(charged->charge_state), plan).value();
    }
    const auto whole_quanta = (counted - began) / 10 * 10;
    RC_ASSERT(used == whole_quanta);
    RC_ASSERT(turned == (began + whole_quanta >= turn));
    State before;
    before.charged["supply"] = "2026-04-30";
    const auto whole = price_usage(plan, *parse_instant("2026-05-18T12:00:00+08:00"), before, {{{"", Units{whole_quanta}}}});
    RC_ASSERT(whole.ok());
    RC_ASSERT(sum == whole->total);
  }));
}

TEST(DayChargeLaws, registers_added_up_to_one_period_turn_each_for_itself) {
  const auto plan = plan_of(peaks);
  EXPECT_TRUE(rc::check([&] {
    constexpr std::int64_t turn = 1'000'000'000;
    std::int64_t one = turn - *rc::gen::inRange<std::int64_t>(0, 60'000), other = turn - *rc::gen::inRange<std::int64_t>(0, 60'000);
    const auto read = [&](const LocalDate& day) { return Reading{day, {{"peak", Units{one % turn + other % turn}}, {"valley", Units{0}}}, {.summed = 2}}; };
    ChargeState charge_state = begin_account(plan, {}, read(may(1))).value();
    const auto began = one + other;
    std::int64_t used = 0;
    for (unsigned day = 2; day < 12; ++day) {
      one += *rc::gen::inRange<std::int64_t>(0, 20'000), other += *rc::gen::inRange<std::int64_t>(0, 20'000);
      const auto charged = charge_days(plan, charge_state, read(may(day)));
      RC_ASSERT(charged.ok());
      used += charged->days.at(0).used.at(0).second.e3;
      charge_state = charged->charge_state;
    }
    RC_ASSERT(used == (one + other - began) / 10 * 10);
  }));
}

TEST(DayChargeLaws, every_quantum_that_a_meter_counted_by_period_is_charged_once) {
  const auto plan = plan_of(peaks);
  EXPECT_TRUE(rc::check([&] {
    std::int64_t peak = 0, valley = 0, charged_peak = 0, charged_valley = 0;
    ChargeState charge_state = begin_account(plan, {}, {may(1), {{"peak", Units{0}}, {"valley", Units{0}}}}).value();
    for (int i = 0; i < 8; ++i) {
      peak += *rc::gen::inRange<std::int64_t>(0, 9'999), valley += *rc::gen::inRange<std::int64_t>(0, 9'999);
      const LocalDate day = date_of_day(day_number(charge_state.charged_to.day) + *rc::gen::inRange(1, 9));
      const auto charged = charge_days(plan, charge_state, {day, {{"peak", Units{peak}}, {"valley", Units{valley}}}});
      RC_ASSERT(charged.ok());
      for (const auto& one : charged->days) charged_peak += one.used[0].second.e3, charged_valley += one.used[1].second.e3;
      charge_state = charged->charge_state;
    }
    RC_ASSERT(charged_peak == peak / 10 * 10);
    RC_ASSERT(charged_valley == valley / 10 * 10);
  }));
}

}  // namespace
}  // namespace kwota::tariff
