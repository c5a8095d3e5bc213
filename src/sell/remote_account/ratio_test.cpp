// Balances of meters behind transformers: multiplied once, by whoever knows them.
#include <gtest/gtest.h>

#include "sell/remote_account/charge.h"
#include "sell/remote_account/test_office_world.h"

namespace kwota::remote_account {
namespace ratio_test {

/// It hangs behind transformers.
void behind(OfficeWorld& world, std::uint32_t ct) {
  auto meter = *world.books.find<books::Meter>(OfficeWorld::number());
  meter.ct = ct;
  world.books.put(meter);
}

TEST(BalanceAtTheOffice, behind_transformers_the_office_multiplies_for_a_meter_that_was_never_told) {
  OfficeWorld world;
  behind(world, 40);
  ASSERT_TRUE(world.put_on().ok());
  ASSERT_TRUE(world.pay_in("100.00").ok());
  world.freeze(1, 101'000);
  EXPECT_EQ(world.run().days.at(0).used, Energy::kwh(40));
  EXPECT_EQ(world.balance_now(), yuan(76));
}

TEST(BalanceAtTheOffice, a_meter_that_multiplied_for_a_customer_before_is_charged_as_it_counts) {
  OfficeWorld world;
  behind(world, 40);
  auto meter = *world.books.find<books::Meter>(OfficeWorld::number());
  meter.sold = meter.applied = SequenceNumber{1}, meter.statements = 1;
  world.books.put(meter);
  world.books.append(books::Statement{.meter = OfficeWorld::number(), .number = 1, .chain = "meter/21", .taken = world.clock.now() - Duration::days(30), .count = SequenceNumber{1}});
  const auto put_on = world.put_on();
  ASSERT_TRUE(put_on.ok()) << put_on.error().code;
  ASSERT_TRUE(world.pay_in("100.00").ok());
  world.freeze(1, 140'000);
  EXPECT_EQ(world.run().days.at(0).used, Energy::kwh(40));
  EXPECT_EQ(world.balance_now(), yuan(76));
}

TEST(BalanceAtTheOffice, other_transformers_count_for_what_is_not_charged_yet_and_for_nothing_before) {
  OfficeWorld world;
  behind(world, 40);
  ASSERT_TRUE(world.put_on().ok());
  ASSERT_TRUE(world.pay_in("100.00").ok());
  world.freeze(1, 101'000);
  world.run();
  behind(world, 60);
  world.freeze(2, 102'000);
  EXPECT_EQ(world.run().days.at(0).used, Energy::kwh(60)) << "and not twenty times the register besides";
  EXPECT_EQ(world.balance_now(), yuan(40));
  behind(world, 1);
  world.freeze(3, 112'000);
  EXPECT_EQ(world.run().days.at(0).used, Energy::kwh(10));
}

}  // namespace ratio_test
}  // namespace kwota::remote_account
