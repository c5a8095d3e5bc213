// For how long a balance at the server lasts, seen from today.
#include "sell/remote_account/test_office_world.h"

namespace kwota::remote_account {
namespace {

TEST(BalanceAtTheOffice, days_that_are_not_charged_yet_have_passed_all_the_same) {
  OfficeWorld world;
  ASSERT_TRUE(world.put_on().ok());
  ASSERT_TRUE(world.pay_in("60.00").ok());
  const auto left = [&] { return days_left(world.books, world.row(), world.balance_now(), world.as("wang").zone.local(world.clock.now()).date); };
  EXPECT_EQ(left(), std::nullopt) << "nobody knows what a day costs";
  world.freeze(1, 110'000);
  world.until("2026-11-21T09:00:00+08:00");
  ASSERT_EQ(world.run().balance, yuan(54));
  EXPECT_EQ(left(), 9);
  world.until("2026-11-25T09:00:00+08:00");
  EXPECT_EQ(left(), 5) << "charged up to the 21st, and its line is silent since";
  EXPECT_EQ(world.pay_in("6.00").value().sale.document.find("\"days_left\":6") != std::string::npos, true) << "on the slip, too";
  world.until("2027-11-25T09:00:00+08:00");
  EXPECT_EQ(left(), 0);
}

}  // namespace
}  // namespace kwota::remote_account
