// The states of a payment meter row by row (meters.md 7.3, 7.4, and the orders of section 3), for a low-grade and a high-grade
// meter: what happens, and how the relay stands then. One kWh costs 1.00; alarm 1 is at 20.00, alarm 2 at 10.00.
#include "meter/core/test_wall.h"

namespace kwota::meter::test {
namespace states_test {

Money yuan(std::int64_t n) { return Money::minor(n * 100); }

struct Row {
  const char* event;
  void (*happens)(Wall&);
  Trip low, high;
};

class States : public ::testing::TestWithParam<Row> {};

TEST_P(States, the_relay_stands_as_the_table_says) {
  const Row& row = GetParam();
  Wall low{low_grade}, high{high_grade};
  row.happens(low);
  row.happens(high);
  EXPECT_EQ(low.relay(), row.low) << "low grade: " << row.event;
  EXPECT_EQ(high.relay(), row.high) << "high grade: " << row.event;
  for (Wall* wall : {&low, &high}) {
    EXPECT_EQ(imbalance(wall->state().ledger), ExactMoney{});
    const Trip before = wall->relay();
    wall->meter->power_fail();
    wall->power_on();
    // After 1C in arrears the first look at the rule opens again; nothing else changes by a power cut.
    EXPECT_EQ(wall->relay(), before == Trip::none ? trip_of(wall->state()) : before) << "after a power cut: " << row.event;
  }
}

void accept_overdraft(Wall& wall) {
  wall.set_limits(yuan(5));
  wall.open(yuan(30));
  wall.burn_to(yuan(10));
  wall.key();
  wall.burn_to(Money{});
  wall.key();
}

INSTANTIATE_TEST_SUITE_P(
    Table, States,
    ::testing::Values(
        Row{"balance above alarm 1", [](Wall& w) { w.open(yuan(30)), w.burn(9'999); }, Trip::none, Trip::none},
        Row{"balance at alarm 1: a lamp, no trip",
            [](Wall& w) {
              w.open(yuan(30));
              w.burn(10'000);
              EXPECT_TRUE(alarm1(w.state()));
            },
            Trip::none, Trip::none},
        Row{"balance at alarm 2: the relay opens", [](Wall& w) { w.open(yuan(30)), w.burn(20'001); }, Trip::alarm2, Trip::alarm2},
        Row{"alarm 2, key pressed", [](Wall& w) { w.open(yuan(30)), w.burn(20'001), w.key(); }, Trip::none, Trip::none},
        Row{"alarm 2, key pressed too short",
            [](Wall& w) { w.open(yuan(30)), w.burn(20'001), w.meter->press_key(resume_key_ms - 1); }, Trip::alarm2, Trip::alarm2},
        Row{"alarm 2, card inserted", [](Wall& w) { w.purchase(yuan(30)), w.burn(20'001), w.purchase(Money{}); }, Trip::none, Trip::none},
        Row{"alarm 2 resumed: once in a descent", [](Wall& w) { w.open(yuan(30)), w.burn(20'001), w.key(), w.burn(5'000); }, Trip::none,
            Trip::none},
        Row{"zero without overdraft: stays open",
            [](Wall& w) { w.open(yuan(30)), w.burn(20'001), w.key(), w.burn(20'000), w.key(), w.key(); }, Trip::exhausted,
            Trip::exhausted},
        Row{"zero without overdraft: an empty card is no payment",
            [](Wall& w) { w.purchase(yuan(30)), w.burn(20'001), w.key(), w.burn(20'000), w.purchase(Money{}); }, Trip::exhausted,
            Trip::exhausted},
        Row{"zero with overdraft: opens once",
            [](Wall& w) {
              w.set_limits(yuan(5));
              w.open(yuan(30));
              w.burn(20'001);
              w.key();
              w.burn(20'000);
            },
            Trip::zero, Trip::zero},
        Row{"zero with overdraft, key pressed: the overdraft is used",
            [](Wall& w) {
              accept_overdraft(w);
              EXPECT_EQ(w.burn(3'000), 3'000);
              EXPECT_LT(w.state().ledger.balance, ExactMoney{});
            },
            Trip::none, Trip::none},
        Row{"overdraft at its limit: no key helps",
            [](Wall& w) { accept_overdraft(w), w.burn(9'000), w.key(); }, Trip::exhausted, Trip::exhausted},
        Row{"overdraft at its limit, paid by card: low grade closes when the card is out, high grade wants its key",
            [](Wall& w) {
              accept_overdraft(w), w.burn(9'000), w.purchase(yuan(50));
              EXPECT_EQ(w.in_the_slot, Trip::held) << "not while the card is in";
            },
            Trip::none, Trip::held},
        Row{"overdraft at its limit, paid by card, key", [](Wall& w) { accept_overdraft(w), w.burn(9'000), w.purchase(yuan(50)), w.key(); },
            Trip::none, Trip::none},
        Row{"overdraft at its limit, paid over the line: a gesture closes",
            [](Wall& w) { accept_overdraft(w), w.burn(9'000), w.line(yuan(50)); }, Trip::held, Trip::held},
        Row{"overdraft at its limit, paid over the line, key",
            [](Wall& w) { accept_overdraft(w), w.burn(9'000), w.line(yuan(50)), w.key(); }, Trip::none, Trip::none},
        Row{"overdraft at its limit, paid, but not above the close permission",
            [](Wall& w) {
              w.set_limits(yuan(5), yuan(20));
              w.open(yuan(30)), w.burn(20'001), w.key(), w.burn(20'000), w.key(), w.burn(20'000);
              w.purchase(yuan(25));
              w.key();
            },
            Trip::exhausted, Trip::exhausted},
        Row{"overdraft at its limit, paid above the close permission",
            [](Wall& w) {
              w.set_limits(yuan(5), yuan(20));
              w.open(yuan(30)), w.burn(20'001), w.key(), w.burn(20'000), w.key(), w.burn(20'000);
              w.purchase(yuan(26));
              w.key();
            },
            Trip::none, Trip::none},
        Row{"recharge covers the overdraft: what was resumed is forgotten, and the next descent warns again",
            [](Wall& w) { accept_overdraft(w), w.burn(3'000), w.purchase(yuan(30)), w.key(), w.burn(20'000); }, Trip::alarm2,
            Trip::alarm2},
        Row{"recharge while tripped by alarm 2",
            [](Wall& w) { w.open(yuan(30)), w.burn(20'001), w.purchase(yuan(30)); }, Trip::none, Trip::held},
        Row{"1A", [](Wall& w) { w.open(yuan(30)), w.meter->order(Order::trip); }, Trip::remote, Trip::remote},
        Row{"1A, repeated", [](Wall& w) { w.open(yuan(30)), w.meter->order(Order::trip), w.meter->order(Order::trip); }, Trip::remote,
            Trip::remote},
        Row{"1A is not undone by a card", [](Wall& w) { w.open(yuan(30)), w.meter->order(Order::trip), w.purchase(yuan(30)); }, Trip::remote,
            Trip::remote},
        Row{"1A is not undone by the key", [](Wall& w) { w.open(yuan(30)), w.meter->order(Order::trip), w.key(); }, Trip::remote,
            Trip::remote},
        Row{"1A is not undone by payment over the line",
            [](Wall& w) { w.open(yuan(30)), w.meter->order(Order::trip), w.line(yuan(30)); }, Trip::remote, Trip::remote},
        Row{"1B: permission alone", [](Wall& w) { w.open(yuan(30)), w.meter->order(Order::trip), w.meter->order(Order::permit); }, Trip::held,
            Trip::held},
        Row{"1B and key", [](Wall& w) { w.open(yuan(30)), w.meter->order(Order::trip), w.meter->order(Order::permit), w.key(); }, Trip::none,
            Trip::none},
        Row{"1B and card",
            [](Wall& w) { w.purchase(yuan(30)), w.meter->order(Order::trip), w.meter->order(Order::permit), w.purchase(Money{}); },
            Trip::none, Trip::none},
        Row{"1C", [](Wall& w) { w.open(yuan(30)), w.meter->order(Order::trip), w.meter->order(Order::close); }, Trip::none, Trip::none},
        Row{"1C in arrears: closed until the next deduction",
            [](Wall& w) {
              w.open(yuan(30)), w.burn(20'001), w.key(), w.burn(20'000), w.meter->order(Order::close);
              w.pass(3'600);
            },
            Trip::none, Trip::none},
        Row{"1C in arrears, and the next deduction",
            [](Wall& w) { w.open(yuan(30)), w.burn(20'001), w.key(), w.burn(20'000), w.meter->order(Order::close), w.burn(1); },
            Trip::exhausted, Trip::exhausted},
        Row{"1C after alarm 2: its warning was heard",
            [](Wall& w) { w.open(yuan(30)), w.burn(20'001), w.meter->order(Order::close), w.burn(1'000); }, Trip::none, Trip::none},
        Row{"3A over 1A", [](Wall& w) { w.open(yuan(30)), w.meter->order(Order::trip), w.meter->order(Order::protect); }, Trip::none,
            Trip::none},
        Row{"1A is refused under 3A",
            [](Wall& w) {
              w.open(yuan(30)), w.meter->order(Order::protect), w.meter->order(Order::trip), w.meter->order(Order::end_protect);
            },
            Trip::none, Trip::none},
        Row{"3A over arrears", [](Wall& w) { w.open(yuan(30)), w.meter->order(Order::protect), w.burn(90'000); }, Trip::none, Trip::none},
        Row{"3B: the conditions are evaluated at once",
            [](Wall& w) { w.open(yuan(30)), w.meter->order(Order::protect), w.burn(90'000), w.meter->order(Order::end_protect); },
            Trip::exhausted, Trip::exhausted},
        Row{"3B with an alarm 2 that a key could not accept under 3A",
            [](Wall& w) {
              w.open(yuan(30)), w.meter->order(Order::protect), w.burn(25'000), w.key(), w.meter->order(Order::end_protect);
            },
            Trip::alarm2, Trip::alarm2},
        Row{"1A, 3A, 1B, 3B: the load that runs is not cut for a gesture",
            [](Wall& w) {
              w.open(yuan(30));
              for (const Order order : {Order::trip, Order::protect, Order::permit, Order::end_protect}) w.meter->order(order);
            },
            Trip::none, Trip::none},
        Row{"2A warns, and 2B ends it",
            [](Wall& w) {
              w.open(yuan(30)), w.meter->order(Order::alarm);
              EXPECT_TRUE(w.meter->warns() && buzzer(*w.meter) && w.closed());
              w.meter->order(Order::end_alarm);
              EXPECT_FALSE(w.meter->warns());
            },
            Trip::none, Trip::none},
        Row{"no account: nothing is given away", [](Wall&) {}, Trip::not_opened, Trip::not_opened}));

// ---- the trip delay (04 00 14 01)

TEST(TripDelay, an_order_warns_for_its_minutes_and_trips_then) {
  Wall wall{low_grade};
  wall.open(yuan(30));
  wall.set(Parameter::trip_delay_minutes, 10);
  wall.meter->order(Order::trip);
  EXPECT_TRUE(wall.closed() && wall.meter->warns());
  wall.pass(9 * 60);
  wall.meter->order(Order::trip);
  EXPECT_TRUE(wall.closed()) << "an order that is repeated does not begin the time anew";
  wall.pass(60);
  EXPECT_EQ(wall.relay(), Trip::remote);
  EXPECT_FALSE(wall.meter->warns());
}

TEST(TripDelay, who_pays_and_is_permitted_in_time_never_sits_in_the_dark) {
  for (const Order order : {Order::permit, Order::close}) {
    Wall wall{low_grade};
    wall.open(yuan(30));
    wall.set(Parameter::trip_delay_minutes, 10);
    wall.meter->order(Order::trip);
    wall.pass(5 * 60);
    wall.meter->order(order);
    wall.pass(3'600);
    EXPECT_TRUE(wall.closed());
    EXPECT_EQ(wall.events(EventKind::trip), 1U) << "the one before the account was opened";
  }
}

TEST(TripDelay, a_power_cut_does_not_lose_the_order) {
  Wall wall{low_grade};
  wall.open(yuan(30));
  wall.set(Parameter::trip_delay_minutes, 10);
  wall.meter->order(Order::trip);
  wall.pass(5 * 60);
  wall.power_on();
  EXPECT_TRUE(wall.closed());
  wall.pass(10 * 60);
  EXPECT_EQ(wall.relay(), Trip::remote);
}

// ---- alarm 2

TEST(Alarm2, trips_exactly_once_in_each_descent_however_long_it_lasts) {
  Wall wall{high_grade};
  wall.open(yuan(30));
  for (std::uint32_t descent = 1; descent <= 3; ++descent) {
    const auto before = wall.events(EventKind::trip);
    wall.burn(60'000);
    EXPECT_EQ(wall.relay(), Trip::alarm2);
    wall.key();
    for (int minute = 0; minute < 500; ++minute) wall.burn(10), wall.pass(60);
    EXPECT_EQ(wall.events(EventKind::trip), before + 1);
    wall.line(yuan(40));
    EXPECT_TRUE(wall.closed()) << "nobody is cut off for paying";
  }
}

// ---- phases

TEST(PhaseLoss, is_said_of_each_phase_and_opens_no_relay) {
  Wall wall{three_phases};
  wall.open(yuan(30));
  wall.pass(60);
  ASSERT_TRUE(wall.closed());
  for (std::size_t lost = 0; lost < 3; ++lost) {
    Measured measured;
    measured.decivolts = {2'200, 2'200, 2'200};
    measured.decivolts[lost] = 300;
    wall.meter->measure(measured);
    wall.pass(3'600);
    wall.burn(1);
    for (std::size_t phase = 0; phase < 3; ++phase) EXPECT_EQ(wall.meter->phase_lost(phase), phase == lost);
    EXPECT_TRUE(wall.closed());
  }
}

// ---- friendly hours and days

TEST(Friendly, in_friendly_hours_no_want_of_money_opens_the_relay_and_after_them_it_does) {
  Wall wall{low_grade};
  wall.open(yuan(30));
  wall.set(Parameter::friendly_from, 2000);
  wall.set(Parameter::friendly_to, 700);
  wall.pass_until(21);
  EXPECT_EQ(wall.burn(35'000), 35'000) << "alarm 2, zero and the limit all wait";
  EXPECT_TRUE(alarm2(wall.state())) << "but the alarm is an alarm";
  wall.pass_until(6, 59);
  EXPECT_TRUE(wall.closed());
  wall.pass(60);
  EXPECT_EQ(wall.relay(), Trip::exhausted);
  wall.pass_until(22);
  EXPECT_EQ(wall.relay(), Trip::exhausted) << "what is open already is not closed by the night";
}

TEST(Friendly, a_trip_order_and_load_control_know_no_friendly_hours) {
  Wall wall{low_grade};
  wall.open(yuan(30));
  wall.set(Parameter::friendly_weekdays, 0x7F);
  wall.meter->order(Order::trip);
  EXPECT_EQ(wall.relay(), Trip::remote);
  wall.meter->order(Order::close);
  wall.set(Parameter::limit_watts, 1'000);
  wall.draw(3'000);
  wall.run(60);
  EXPECT_EQ(wall.relay(), Trip::load);
}

TEST(Friendly, weekdays_and_holidays_are_friendly_as_a_whole) {
  Wall wall{low_grade};
  wall.open(yuan(30));
  wall.set(Parameter::friendly_weekdays, 1 << 6);  // Saturday; today is Friday
  wall.pass_until(0, 1);
  wall.burn(25'000);
  EXPECT_TRUE(wall.closed());
  wall.pass_until(23, 59);
  EXPECT_TRUE(wall.closed());
  wall.pass(60);
  EXPECT_EQ(wall.relay(), Trip::alarm2) << "Sunday began";

  constexpr Model with_holidays{.name = "RATES", .rates = 4, .limits = usual_limits, .reclose = Reclose::by_key, .pages = pages};
  Wall other{with_holidays};
  other.open(yuan(30));
  other.set(Parameter::friendly_holidays, 1);
  std::array<Holiday, Schedules::holidays_max> holidays{};
  holidays[0] = {26, 11, 20, 1};
  ASSERT_TRUE(other.meter->set_holidays(holidays));
  other.pass(60);
  other.burn(25'000);
  EXPECT_TRUE(other.closed());
}

TEST(Friendly, without_a_valid_clock_there_is_no_friendly_rule) {
  Wall wall{low_grade};
  wall.open(yuan(30));
  wall.set(Parameter::friendly_weekdays, 0x7F);
  wall.meter->power_fail();
  wall.power_on(false);
  wall.burn(25'000);
  EXPECT_EQ(wall.relay(), Trip::alarm2);
}

// ---- accounts elsewhere

TEST(AccountAtTheOffice, it_feeds_without_money_takes_none_and_obeys_the_relay_orders) {
  constexpr Model remote{.name = "REMOTE", .account = AccountAt::office, .pages = pages};
  Wall wall{remote};
  EXPECT_EQ(wall.burn(50'000), 50'000);
  EXPECT_EQ(wall.state().ledger.balance, ExactMoney{});
  EXPECT_EQ(
      wall.meter->take(RemoteCredit{.opens = true, .customer = customer, .amount = yuan(1), .count = SequenceNumber{1}}).refusal,
      Refusal::not_opened);
  wall.meter->order(Order::trip);
  EXPECT_EQ(wall.relay(), Trip::remote);
  wall.meter->order(Order::permit);
  wall.key();
  EXPECT_TRUE(wall.closed());
}

}  // namespace states_test
}  // namespace kwota::meter::test
