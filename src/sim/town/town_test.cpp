// A day of a small town: everything that goes wrong there, and the sum at its end. The same with ten thousand meters is in
// script/bench.
#include "sim/town/town.h"

#include <gtest/gtest.h>

namespace kwota::sim {
namespace {

std::string broken(const DayReport& report) { return report.broken.empty() ? "" : report.broken.front(); }

TEST(Town, a_day_of_two_hundred_meters_adds_up) {
  const auto day = run_day({.meters = 200, .hours = 24, .seed = 7, .readings = 1});
  ASSERT_TRUE(day.ok()) << day.error().what;
  EXPECT_TRUE(day->adds_up()) << broken(*day) << "\n" << day->sum();
  EXPECT_EQ(day->lines, 4U);
  EXPECT_GT(day->sales, 50U);
  EXPECT_EQ(day->refused, 0U);
  EXPECT_EQ(day->in_transit, Money{}) << "the evening was long enough for everything to arrive";
  EXPECT_EQ(day->credited, day->applied);
  EXPECT_GT(day->lost, 0U) << "nothing went wrong on that day";
  EXPECT_GT(day->energy, Energy::kwh(1));
}

TEST(Town, the_same_seed_makes_the_same_day_and_another_seed_another) {
  const DaySettings settings{.meters = 20, .a_line = 8, .hours = 6, .seed = 3};
  const auto once = run_day(settings).value(), again = run_day(settings).value();
  EXPECT_EQ(once.sum(), again.sum());
  EXPECT_EQ(once.exchanges, again.exchanges);
  EXPECT_EQ(once.use.in_contact, again.use.in_contact);
  auto other = settings;
  other.seed = 4;
  EXPECT_NE(run_day(other).value().sum(), once.sum());
}

TEST(Town, on_a_line_that_is_never_free_a_sale_waits_for_one_conversation_and_not_for_the_round) {
  const auto day = run_day(
      {.meters = 64, .hours = 1, .seed = 5, .buyers_percent = 30, .reads_all_the_time = true, .trouble = false, .network = {}});
  ASSERT_TRUE(day.ok());
  EXPECT_TRUE(day->adds_up()) << broken(*day);
  EXPECT_GT(day->sales, 5U);
  EXPECT_GT(day->readings, 100U);
  EXPECT_LE(day->sale_waited_most, std::chrono::duration_cast<std::chrono::milliseconds>(2 * day->use.longest))
      << "the conversation under way, and at most one other sale";
  EXPECT_LT(day->use.idle_with_work * 100, day->use.in_contact) << "less than one percent of the line's time is lost";
}

}  // namespace
}  // namespace kwota::sim
