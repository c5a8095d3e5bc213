#include "people/sign_in/address_misses.h"

#include <gtest/gtest.h>

namespace kwota::people {
namespace {

const Instant eight = *parse_instant("2026-11-30T08:00:00+08:00");

TEST(AddressMisses, an_address_that_was_wrong_too_often_waits_and_no_other_does) {
  AddressMisses misses(20);
  for (int i = 0; i < 20; ++i) {
    EXPECT_TRUE(misses.may_try("10.0.0.9", eight).ok());
    misses.count("10.0.0.9", eight);
  }
  const auto refused = misses.may_try("10.0.0.9", eight + Duration::ms(20'000));
  EXPECT_EQ(refused.error().code, "rate_limited");
  EXPECT_EQ(refused.error().details.at("retry_after"), "41");
  EXPECT_TRUE(misses.may_try("10.0.0.1", eight).ok());
  EXPECT_TRUE(misses.may_try("10.0.0.9", eight + AddressMisses::window + Duration::ms(1)).ok());
}

TEST(AddressMisses, what_a_clock_that_was_ahead_has_counted_holds_nobody_up_for_a_year) {
  AddressMisses misses(1);
  misses.count("10.0.0.9", eight + Duration::days(365));
  EXPECT_TRUE(misses.may_try("10.0.0.9", eight).ok());
}

TEST(AddressMisses, what_was_none_is_not_counted) {
  AddressMisses misses(2);
  for (int i = 0; i < 10; ++i) {
    EXPECT_TRUE(misses.may_try("10.0.0.1", eight).ok());
    misses.count("10.0.0.1", eight);
    misses.forgive("10.0.0.1");
  }
}

}  // namespace
}  // namespace kwota::people
