// A clock that was ahead charges an account into the future.
#include <gtest/gtest.h>

#include "sell/ledger/chart.h"
#include "sell/remote_account/test_office_world.h"

namespace kwota::remote_account {
namespace {

/// On 22 November the clock shows the second of June, and the meter is read.
class ChargedAhead : public testing::Test {
 protected:
  void SetUp() override {
    ASSERT_TRUE(world.put_on().ok());
    ASSERT_TRUE(world.pay_in("100.00").ok());
    world.freeze(0, 100'000);
    world.until("2026-11-22T09:00:00+08:00");
    world.freeze(1, 110'000);
    world.freeze(2, 120'000);
    ASSERT_EQ(world.run().days.size(), 2U);
    world.until("2027-06-02T09:00:00+08:00");
    read("2027-06-02", 125'000);
    ASSERT_GT(world.run().days.size(), 100U) << "a gap of half a year, for 5 kWh";
    ASSERT_EQ(world.balance_now(), yuan(100 - 12 - 3));
    world.until("2026-11-23T09:00:00+08:00");
  }
  void read(const std::string& day, std::int64_t wh) {
    world.books.put(books::DayFreeze{.meter = OfficeWorld::number(), .day = *parse_date(day), .energy = Energy::wh(wh), .received = world.clock.now()});
  }
  void record_the_wrong_clock() {
    world.books.put(books::ClockCorrection{.number = 1, .wrong_from = *parse_instant("2027-06-01T00:00:00+08:00"), .wrong_to = *parse_instant("2027-06-03T00:00:00+08:00"),
                                           .recorded = world.clock.now(), .first = "zhao", .second = "lu", .reason = "battery"});
  }
  std::vector<books::DayCharge> days() const { return world.books.select<books::DayCharge>(OfficeWorld::account); }
  Money sum_of_days() const {
    Money sum;
    for (const auto& day : days()) sum += day.amount;
    return sum;
  }

  OfficeWorld world;
};

TEST_F(ChargedAhead, waits_for_two_persons_who_say_that_the_clock_was_wrong) {
  EXPECT_FALSE(has_work(world.books, world.row(), world.as("wang")));
  (void)world.run();
  EXPECT_EQ(world.row().charged_to, "2027-06-02");
}

TEST_F(ChargedAhead, is_brought_back_and_goes_on_from_the_registers_that_were_charged) {
  record_the_wrong_clock();
  EXPECT_TRUE(has_work(world.books, world.row(), world.as("wang")));
  (void)world.run();
  EXPECT_EQ(world.row().charged_to, "2026-11-24");
  EXPECT_EQ(world.balance_now(), yuan(100 - 12 - 3)) << "no money moves";
  ASSERT_EQ(days().back().day, (LocalDate{2026, 11, 23})) << "nothing is left of the future";
  EXPECT_TRUE(days().back().estimated);
  EXPECT_EQ(sum_of_days(), yuan(15));
  EXPECT_FALSE(has_work(world.books, world.row(), world.as("wang"))) << "once";

  world.until("2026-11-26T09:00:00+08:00");
  read("2026-11-26", 145'000);
  const auto more = world.run().days;
  ASSERT_EQ(more.size(), 2U) << "the 24th and the 25th";
  EXPECT_EQ(more[0].used + more[1].used, Energy::kwh(20)) << "from 125 on, where the clock was wrong";
  EXPECT_EQ(sum_of_days(), yuan(27));
  EXPECT_EQ(world.balance(ledger::charged("electricity")), -yuan(27));
}

TEST_F(ChargedAhead, is_charged_on_the_day_itself_when_that_comes) {
  record_the_wrong_clock();
  (void)world.run();
  world.until("2027-05-31T09:00:00+08:00");
  read("2027-05-31", 200'000);
  (void)world.run();
  world.until("2027-06-04T09:00:00+08:00");
  read("2027-06-04", 210'000);
  ASSERT_EQ(world.run().days.size(), 4U) << "what the wrong clock had read on the second says nothing of it";
  EXPECT_EQ(world.row().charged_to, "2027-06-04");
  EXPECT_EQ(sum_of_days(), yuan(66)) << "110 kWh at 0.60";
  EXPECT_TRUE(world.row().trouble.empty());
}

}  // namespace
}  // namespace kwota::remote_account
