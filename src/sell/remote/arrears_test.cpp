// When a balance at the server warns, cuts off and lets back.
#include "sell/remote/arrears.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>

namespace kwota::remote {
namespace {

using namespace literals;
using Order = devices::RelayOrder;
constexpr std::optional<Order> none;

const LocalTime thursday_noon{{2026, 11, 19}, 12, 0, 0};
const LocalTime thursday_night{{2026, 11, 19}, 23, 30, 0};
const LocalTime saturday_noon{{2026, 11, 21}, 12, 0, 0};
const LocalTime new_year{{2027, 1, 1}, 12, 0, 0};

BalanceTerms house_terms() {
  BalanceTerms terms;
  terms.alarm = 1000_fen, terms.overdraft = 500_fen, terms.close_above = 0_fen;
  terms.friendly = {22, 7, {6, 7}, {{2027, 1, 1}}};
  return terms;
}

TEST(Arrears, a_balance_that_runs_low_warns_once) {
  SwitchState meter;
  EXPECT_EQ(arrears_order(1001_fen, house_terms(), meter, thursday_noon), none);
  EXPECT_EQ(arrears_order(1000_fen, house_terms(), meter, thursday_noon), Order::alarm);
  meter.alarm = true;
  EXPECT_EQ(arrears_order(800_fen, house_terms(), meter, thursday_noon), none);
  EXPECT_EQ(arrears_order(1200_fen, house_terms(), meter, thursday_noon), Order::end_alarm);
}

TEST(Arrears, the_overdraft_is_used_up_before_anything_trips) {
  const SwitchState warned{.alarm = true};
  EXPECT_EQ(arrears_order(-(499_fen), house_terms(), warned, thursday_noon), none);
  EXPECT_EQ(arrears_order(-(500_fen), house_terms(), warned, thursday_noon), Order::trip);
}

TEST(Arrears, nobody_is_cut_off_at_night_on_a_weekend_or_on_a_holiday_but_everybody_is_warned) {
  for (const auto& at : {thursday_night, saturday_noon, new_year}) {
    EXPECT_EQ(arrears_order(-(900_fen), house_terms(), {.alarm = true}, at), none);
    EXPECT_EQ(arrears_order(-(900_fen), house_terms(), {}, at), Order::alarm);
  }
  EXPECT_EQ(arrears_order(-(900_fen), house_terms(), {.alarm = true}, {{2026, 11, 20}, 7, 0, 0}), Order::trip) << "the night is over";
}

TEST(Arrears, who_pays_is_let_back_at_once_also_at_night) {
  const SwitchState off{.alarm = true, .tripped = true, .tripped_for_arrears = true};
  auto terms = house_terms();
  EXPECT_EQ(arrears_order(0_fen, terms, off, thursday_night), none);
  EXPECT_EQ(arrears_order(1_fen, terms, off, thursday_night), Order::permit);
  terms.close_directly = true;
  EXPECT_EQ(arrears_order(1_fen, terms, off, thursday_night), Order::close);
}

TEST(Arrears, a_trip_that_a_person_ordered_is_not_undone_by_a_payment) {
  EXPECT_EQ(arrears_order(9000_fen, house_terms(), {.tripped = true}, thursday_noon), none);
}

TEST(Arrears, power_protection_holds_every_trip) {
  EXPECT_EQ(arrears_order(-(900_fen), house_terms(), {.alarm = true, .protect = true}, thursday_noon), none);
}

TEST(ArrearsLaws, obeyed_orders_come_to_rest_and_never_trip_who_may_not_be_tripped) {
  EXPECT_TRUE(rc::check([] {
    const auto terms = house_terms();
    SwitchState meter;
    for (int hour = 0; hour < 200; ++hour) {
      const Money balance = Money::minor(*rc::gen::inRange<std::int64_t>(-1500, 3000));
      const LocalTime now{date_of_day(20'776 + hour / 24), static_cast<unsigned>(hour % 24), 0, 0};
      meter.protect = *rc::gen::inRange(0, 10) == 0;
      int orders = 0;
      for (auto order = arrears_order(balance, terms, meter, now); order != none; order = arrears_order(balance, terms, meter, now)) {
        RC_ASSERT(++orders < 4);
        if (order == Order::trip) {
          RC_ASSERT(!meter.protect && !terms.friendly.holds(now) && balance <= -terms.overdraft);
          meter.tripped = meter.tripped_for_arrears = true;
        }
        if (order == Order::permit || order == Order::close) {
          RC_ASSERT(balance > terms.close_above);
          meter.tripped = meter.tripped_for_arrears = false;
        }
        if (order == Order::alarm) meter.alarm = true;
        if (order == Order::end_alarm) meter.alarm = false;
      }
    }
  }));
}

}  // namespace
}  // namespace kwota::remote
