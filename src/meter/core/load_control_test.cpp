// A dormitory's evenings: kettles and heaters, a known water dispenser, too many appliances, the budget of a room, the night, and
// energy that is free (meters.md 7.6, 7.7).
#include <rapidcheck.h>

#include "meter/core/test_wall.h"

namespace kwota::meter::test {
namespace {

/// A room with 100.00 in its meter, drawing 300 W of lamps and computers.
struct Room : Wall {
  Room() : Wall(low_grade) {
    open(Money::minor(100'00));
    draw(300, 120);
    run(5);
  }
  void prohibited_load_rule() {
    set(Parameter::step_watts, 800);
    set(Parameter::step_power_factor, 950);
    set(Parameter::step_stay_seconds, 3);
    set(Parameter::step_pause_minutes, 5);
    set(Parameter::step_trips, 3);
    set(Parameter::step_period_minutes, 600);
    run(5);
  }
  void limit_rule() {
    set(Parameter::limit_watts, 2'000);
    set(Parameter::limit_window_seconds, 30);
    set(Parameter::limit_alarm_seconds, 20);
    set(Parameter::limit_pause_minutes, 2);
    set(Parameter::limit_tries, 2);
    set(Parameter::limit_success_minutes, 15);
  }
  Event cut() const { return meter->history().event(EventKind::load_trip, 1).value(); }
  std::uint32_t cut_watts() const { return get_be32(cut().subject.data()); }
};

TEST(MalignantLoad, a_kettle_is_cut_after_its_seconds_and_the_room_has_light_again_when_it_is_gone) {
  Room room;
  room.prohibited_load_rule();
  room.draw(300 + 1'500, 120);
  room.run(3);
  EXPECT_TRUE(room.closed());
  room.run(3);
  EXPECT_EQ(room.relay(), Trip::load);
  EXPECT_EQ(room.state().load.cause, LoadCause::prohibited_load);
  EXPECT_EQ(room.cut_watts(), 1'500U);
  EXPECT_EQ(get_be32(room.cut().subject.data() + 4), 1'000U) << "purely resistive";
  room.draw(300, 120);
  room.run(4 * 60);
  EXPECT_FALSE(room.closed());
  room.run(61);
  EXPECT_TRUE(room.closed());
  room.run(3'600);
  EXPECT_TRUE(room.closed()) << "the lamps that come back are no step";
  EXPECT_EQ(room.events(EventKind::load_trip), 1U);
}

TEST(MalignantLoad, a_kettle_that_stays_is_cut_again_and_after_the_last_time_only_an_administrator_closes) {
  Room room;
  room.prohibited_load_rule();
  room.draw(1'800, 120);
  room.run(20 * 60);
  EXPECT_EQ(room.relay(), Trip::load);
  EXPECT_TRUE(room.state().load.locked);
  EXPECT_EQ(room.events(EventKind::load_trip), 3U);
  room.draw(300, 120);
  room.run(3'600);
  room.key();
  room.purchase(Money::minor(50'00));
  EXPECT_EQ(room.relay(), Trip::load) << "neither time nor the key nor money helps";
  room.meter->power_fail();
  room.power_on();
  EXPECT_EQ(room.relay(), Trip::load) << "nor the switch of the corridor";
  room.meter->order(Order::close);
  room.run(60);
  EXPECT_TRUE(room.closed());
}

TEST(MalignantLoad, motors_small_steps_and_a_moment_of_inrush_are_none) {
  struct Case {
    const char* what;
    std::int64_t watts, vars;
    std::uint32_t seconds;
  };
  for (const Case& one : {Case{"a washing machine at power factor 0.7", 1'000, 1'020, 60}, Case{"a hair iron", 600, 0, 60},
                          Case{"one second of inrush", 4'000, 0, 1}}) {
    Room room;
    room.prohibited_load_rule();
    room.draw(300 + one.watts, 120 + one.vars);
    room.run(one.seconds);
    room.draw(300, 120);
    room.run(60);
    EXPECT_EQ(room.events(EventKind::load_trip), 0U) << one.what;
  }
}

TEST(MalignantLoad, a_heater_that_is_turned_up_step_by_step_is_found_when_one_step_is_large_enough) {
  Room room;
  room.prohibited_load_rule();
  for (std::int64_t watts = 400; watts <= 1'000; watts += 400) {
    room.draw(300 + watts, 120);
    room.run(30);
  }
  EXPECT_TRUE(room.closed());
  room.draw(300 + 2'000, 120);
  room.run(10);
  EXPECT_EQ(room.relay(), Trip::load);
}

TEST(MalignantLoad, a_known_appliance_between_its_two_powers_is_welcome) {
  Room room;
  room.prohibited_load_rule();
  room.set(Parameter::allowed_from_watts, 1'150);
  room.set(Parameter::allowed_to_watts, 1'250);
  room.draw(300 + 1'200, 120);
  room.run(600);
  EXPECT_TRUE(room.closed());
  room.draw(300 + 1'200 + 900, 120);
  room.run(10);
  EXPECT_EQ(room.relay(), Trip::load) << "a kettle beside it is not";
}

TEST(MalignantLoad, what_is_on_when_power_comes_is_no_step) {
  Room room;
  room.prohibited_load_rule();
  room.meter->power_fail();
  room.draw(1'800, 120);
  room.power_on();
  room.run(60);
  EXPECT_TRUE(room.closed());
}

TEST(PowerLimit, warns_trips_closes_by_itself_with_longer_pauses_and_locks) {
  Room room;
  room.limit_rule();
  room.draw(3'000);
  room.run(30);
  EXPECT_TRUE(room.closed() && room.meter->warns()) << "the mean is above, and the customer is warned first";
  room.run(20);
  EXPECT_EQ(room.relay(), Trip::load);
  EXPECT_GT(room.state().load.wait_seconds, 100U);
  EXPECT_LE(room.state().load.wait_seconds, 120U);
  room.run(2 * 60);
  EXPECT_TRUE(room.closed());
  room.run(60);
  EXPECT_EQ(room.relay(), Trip::load);
  EXPECT_GT(room.state().load.wait_seconds, 3U * 60) << "twice as long";
  room.run(4 * 60);
  EXPECT_TRUE(room.closed());
  room.run(60);
  EXPECT_TRUE(room.state().load.locked) << "two tries were allowed";
  room.run(24 * 3'600);
  EXPECT_EQ(room.relay(), Trip::load);
  EXPECT_EQ(room.events(EventKind::load_trip), 3U);
  EXPECT_EQ(room.cut().detail, 0x0101) << "limit, locked";
}

TEST(PowerLimit, a_short_peak_under_the_mean_is_none_and_a_calm_quarter_of_an_hour_begins_the_tries_anew) {
  Room room;
  room.limit_rule();
  for (int i = 0; i < 20; ++i) {
    room.draw(3'500);
    room.run(10);
    room.draw(300);
    room.run(40);
  }
  EXPECT_EQ(room.events(EventKind::load_trip), 0U);
  for (int evening = 0; evening < 5; ++evening) {
    room.draw(3'000);
    room.run(60);
    EXPECT_EQ(room.relay(), Trip::load);
    room.draw(300);
    room.run(3 * 60 + 15 * 60);
    EXPECT_TRUE(room.closed()) << "it never locks whoever behaves";
  }
}

TEST(PowerBudget, a_room_may_draw_its_mean_and_not_more) {
  Room room;
  room.set(Parameter::budget_watts, 1'000);
  room.set(Parameter::budget_window_seconds, 900);
  room.set(Parameter::budget_alarm_seconds, 60);
  room.draw(990);
  room.run(3'600);
  EXPECT_TRUE(room.closed());
  room.draw(1'020);
  room.run(290);
  EXPECT_TRUE(room.closed() && !room.meter->warns()) << "not yet in the mean";
  room.run(60);
  EXPECT_TRUE(room.closed() && room.meter->warns());
  room.run(60);
  EXPECT_EQ(room.state().load.cause, LoadCause::budget);
  EXPECT_GT(room.cut_watts(), 1'000U);
}

TEST(PowerBudget, power_protect_stands_above_it) {
  Room room;
  room.limit_rule();
  room.meter->order(Order::protect);
  room.draw(9'000);
  room.run(600);
  EXPECT_TRUE(room.closed());
}

TEST(Curfew, it_is_dark_at_night_on_its_days_and_light_in_the_morning_without_anybodys_hand) {
  Room room;
  room.set(Parameter::curfew_from, 2300);
  room.set(Parameter::curfew_to, 600);
  room.set(Parameter::curfew_weekdays, 0b0111110);  // Monday to Friday; today is Friday
  room.pass_until(22, 59);
  EXPECT_TRUE(room.closed());
  room.pass(60);
  EXPECT_EQ(room.relay(), Trip::curfew);
  room.key();
  EXPECT_EQ(room.relay(), Trip::curfew);
  room.pass_until(6);
  EXPECT_TRUE(room.closed());
  room.pass_until(23, 30);
  EXPECT_TRUE(room.closed()) << "Saturday";
}

TEST(Curfew, a_meter_that_lost_its_clock_has_no_night) {
  Room room;
  room.set(Parameter::curfew_from, 1);
  room.set(Parameter::curfew_to, 2359);
  EXPECT_EQ(room.relay(), Trip::curfew);
  room.meter->power_fail();
  room.power_on(false);
  EXPECT_TRUE(room.closed());
}

// ---- free energy

TEST(BasicAllowance, is_used_before_paid_credit_and_counted_by_itself) {
  Room room;
  room.set(Parameter::free_wh_per_person, 2'000);
  room.set(Parameter::residents, 4);
  EXPECT_EQ(room.state().basic_allowance.left(), Energy::kwh(8));
  room.burn(7'999);
  EXPECT_EQ(room.state().ledger.balance, ExactMoney::of(Money::minor(100'00)));
  room.meter->consume(Energy::wh(3));  // one of it free
  EXPECT_EQ(room.state().ledger.used, ExactMoney::e5(2 * 10'000));
  EXPECT_EQ(room.state().basic_allowance.used, Energy::kwh(8));
  EXPECT_EQ(room.state().ledger.energy, Energy::wh(8'002));
  EXPECT_EQ(imbalance(room.state().ledger), ExactMoney{});
}

TEST(BasicAllowance, comes_each_month_once_and_what_is_left_expires_or_carries) {
  for (const std::uint32_t carries : {0U, 1U}) {
    Room room;
    room.set(Parameter::basic_allowance_carries, carries);
    room.set(Parameter::residents, 2);
    room.set(Parameter::free_wh_per_person, 1'000);
    room.burn(500);
    room.set(Parameter::residents, 3);
    EXPECT_EQ(room.state().basic_allowance.left(), Energy::wh(1'500)) << "this month was granted";
    room.pass(11 * seconds_a_day, 3'600);
    EXPECT_EQ(room.state().basic_allowance.left(), Energy::wh(carries == 1 ? 4'500 : 3'000));
    EXPECT_EQ(room.state().basic_allowance.expired, Energy::wh(carries == 1 ? 0 : 1'500));
    room.meter->power_fail();
    room.now.seconds += 62 * seconds_a_day;
    room.power_on();
    EXPECT_EQ(room.state().basic_allowance.left(), Energy::wh(carries == 1 ? 10'500 : 3'000)) << "two months without power";
  }
}

TEST(BasicAllowance, keeps_a_room_without_money_lit_and_gives_no_money_back) {
  Room room;
  room.burn(95'000);
  room.key();
  room.burn(10'000);
  ASSERT_EQ(room.relay(), Trip::exhausted);
  room.set(Parameter::residents, 1);
  room.set(Parameter::free_wh_per_person, 5'000);
  EXPECT_EQ(room.relay(), Trip::held);
  room.key();
  EXPECT_EQ(room.burn(9'000), 5'000);
  EXPECT_EQ(room.relay(), Trip::exhausted);
  EXPECT_EQ(room.state().ledger.balance, ExactMoney{});
}

TEST(BasicAllowance, free_and_paid_add_up_in_every_life) {
  EXPECT_TRUE(rc::check([] {
    Room room;
    room.set(Parameter::free_wh_per_person, *rc::gen::inRange<std::uint32_t>(1, 20'000));
    room.set(Parameter::residents, 3);
    room.set(Parameter::basic_allowance_carries, *rc::gen::inRange<std::uint32_t>(0, 2));
    for (const auto wh : *rc::gen::container<std::vector<std::int64_t>>(rc::gen::inRange<std::int64_t>(0, 40'000))) {
      room.meter->consume(Energy::wh(wh));
      if (wh % 3 == 0) room.pass(9 * seconds_a_day, 7'200);
      if (wh % 7 == 0) room.meter->power_fail(), room.power_on();
    }
    const State& state = room.state();
    RC_ASSERT(imbalance(state.ledger) == ExactMoney{});
    RC_ASSERT(state.basic_allowance.left() >= Energy{});
    RC_ASSERT(state.ledger.used == ExactMoney::e5((state.ledger.energy - state.basic_allowance.used).wh() * 10'000));
  }));
}

// ---- the table

TEST(Parameters, every_row_takes_its_range_and_nothing_else_and_survives_a_power_cut) {
  Wall wall{low_grade};
  for (const ParameterRow& row : parameters()) {
    EXPECT_EQ(wall.meter->parameters().of(row.parameter), row.as_made);
    EXPECT_TRUE(wall.meter->set_parameter(row.parameter, row.least));
    EXPECT_FALSE(wall.meter->set_parameter(row.parameter, row.most + 1));
    const bool time = row.kind == ParameterKind::time_of_day, plain = row.kind == ParameterKind::number;
    EXPECT_TRUE(!plain || wall.meter->set_parameter(row.parameter, row.most));
    EXPECT_FALSE(time && wall.meter->set_parameter(row.parameter, 1260));
  }
  const auto before = wall.meter->parameters();
  wall.power_on();
  EXPECT_EQ(wall.meter->parameters(), before);
}

TEST(Parameters, power_lost_at_any_byte_leaves_the_old_value_or_the_new_one) {
  for (std::size_t byte = 0; byte <= ParameterSlots::record_size; byte += 3) {
    Wall wall{low_grade};
    wall.set(Parameter::limit_watts, 1'000);
    wall.chip.bytes_left = byte;
    wall.meter->set_parameter(Parameter::limit_watts, 2'000);
    wall.power_on();
    const auto value = wall.meter->parameters().of(Parameter::limit_watts);
    EXPECT_TRUE(value == 1'000 || value == 2'000) << byte;
    EXPECT_FALSE(wall.state().latches.memory_fault);
  }
}

TEST(PowerFactor, is_exact_to_a_thousandth) {
  EXPECT_EQ(power_factor(0, 0), 1'000U);
  EXPECT_EQ(power_factor(300, 400), 600U);
  EXPECT_EQ(power_factor(-300, 400), 600U);
  EXPECT_EQ(power_factor(1'000'000, 0), 1'000U);
  EXPECT_TRUE(rc::check([](std::uint32_t n) {
    const std::uint64_t square = std::uint64_t{n} * n;
    RC_ASSERT(whole_root(square) == n);
    if (n > 0) RC_ASSERT(whole_root(square - 1) == n - 1);
  }));
}

}  // namespace
}  // namespace kwota::meter::test
