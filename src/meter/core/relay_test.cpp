// The relay rule row by row: the first row that holds wins.
#include <gtest/gtest.h>

#include "meter/core/relay.h"

namespace kwota::meter {
namespace {

/// Everything that can open the relay holds at once; each step takes the strongest reason away.
TEST(RelayRule, the_first_row_that_holds_wins) {
  State state;
  state.key_info = 0x01'00'00'00;
  state.limits.alarm2 = Money::minor(10'00);
  auto& latches = state.latches;
  latches.power_protect = latches.remote_trip = latches.exhausted = latches.load_trip = latches.held = true;

  EXPECT_EQ(trip_of(state), Trip::none) << "power protection overrides everything";
  latches.power_protect = false;
  EXPECT_EQ(trip_of(state), Trip::not_opened);
  state.ledger.account = Account::open;
  EXPECT_EQ(trip_of(state), Trip::remote);
  latches.remote_trip = false;
  EXPECT_EQ(trip_of(state), Trip::exhausted);
  latches.exhausted = false;
  EXPECT_EQ(trip_of(state), Trip::zero);
  latches.zero_resumed = true;
  EXPECT_EQ(trip_of(state), Trip::load);
  latches.load_trip = false;
  EXPECT_EQ(trip_of(state), Trip::alarm2);
  latches.alarm2_resumed = true;
  EXPECT_EQ(trip_of(state), Trip::held);
  latches.held = false;
  EXPECT_EQ(trip_of(state), Trip::none);
}

TEST(RelayRule, alarms_hold_at_their_amount_and_amount_zero_switches_them_off) {
  State state;
  state.ledger.account = Account::open;
  state.ledger.balance = ExactMoney::of(Money::minor(20'00));
  EXPECT_FALSE(alarm1(state));
  state.limits.alarm1 = Money::minor(20'00);
  EXPECT_TRUE(alarm1(state));
  state.ledger.balance += ExactMoney::e5(1);
  EXPECT_FALSE(alarm1(state));
  EXPECT_FALSE(arrears(state));
  state.ledger.balance = ExactMoney{};
  EXPECT_TRUE(arrears(state));
}

TEST(RelayRule, a_meter_in_the_workshop_feeds_its_load) {
  State state;
  EXPECT_EQ(trip_of(state), Trip::none);
  state.key_info = 0x01'01'01'01;
  EXPECT_EQ(trip_of(state), Trip::not_opened);
}

}  // namespace
}  // namespace kwota::meter
