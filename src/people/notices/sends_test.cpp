// What is made and sent by plan: on its day, of the week or month before, once.
#include "people/notices/sends.h"

#include <gtest/gtest.h>

#include "people/test_office.h"

namespace kwota::people {
namespace {

struct Sending : testing::Test, test::Office {  // 2026-11-20 is a Friday
  std::int64_t kept(const std::string& rhythm, std::int64_t day) {
    return apply(keep_send(books, {.name = "For the county", .kind = "report", .asked = R"({"report":"R07"})", .rhythm = rhythm, .language = "en", .day = day}, as("li"))).value().number;
  }
  std::size_t due() { return sends_due(books, now, Zone::utc()).size(); }
  void on(const char* moment) { now = parse_instant(moment).value(); }
};

TEST_F(Sending, goes_out_on_the_next_of_its_days_and_once) {
  const auto number = kept("weekly", 1);
  EXPECT_EQ(due(), 0U) << "made on a Friday";
  on("2026-11-23T00:30:00Z");
  ASSERT_EQ(due(), 1U);
  EXPECT_EQ(period_of(*books.find<books::SendPlan>(number), now, Zone::utc()), "2026-11-16..2026-11-22");
  ASSERT_TRUE(apply(sent(books, number, now, Zone::utc())).ok());
  EXPECT_EQ(due(), 0U);
}

TEST_F(Sending, that_the_program_slept_through_is_made_up_for_with_the_same_month) {
  const auto number = kept("monthly", 1);
  on("2026-12-09T10:00:00Z");
  ASSERT_EQ(due(), 1U);
  EXPECT_EQ(period_of(*books.find<books::SendPlan>(number), now, Zone::utc()), "2026-11");
}

TEST_F(Sending, that_went_out_under_a_clock_that_was_ahead_goes_out_again_when_it_is_right) {
  const auto number = kept("weekly", 1);
  on("2027-11-22T10:00:00Z");
  ASSERT_TRUE(apply(sent(books, number, now, Zone::utc())).ok());
  on("2026-11-24T10:00:00Z");
  ASSERT_EQ(due(), 1U) << "and not only in a year";
  ASSERT_TRUE(apply(sent(books, number, now, Zone::utc())).ok());
  EXPECT_EQ(due(), 0U);
}

TEST_F(Sending, that_was_removed_by_a_slip_goes_out_again) {
  const auto number = kept("monthly", 28);
  EXPECT_EQ(bring_back_send(books, number, as("li")).error().code, "not_found") << "it is there";
  ASSERT_TRUE(apply(remove_send(books, number, as("li"))).ok());
  EXPECT_EQ(bring_back_send(books, number, as("zhao")).error().code, "not_found");
  ASSERT_TRUE(apply(bring_back_send(books, number, as("li"))).ok());
  on("2026-12-28T10:00:00Z");
  EXPECT_EQ(due(), 1U);
}

TEST_F(Sending, is_its_owners_affair_and_has_a_day_that_there_is) {
  const auto number = kept("monthly", 28);
  EXPECT_EQ(remove_send(books, number, as("zhao")).error().code, "not_found");
  ASSERT_TRUE(apply(remove_send(books, number, as("li"))).ok());
  on("2027-03-01T10:00:00Z");
  EXPECT_EQ(due(), 0U);
  EXPECT_EQ(keep_send(books, {.name = "x", .kind = "report", .asked = "{}", .rhythm = "monthly", .language = "en", .day = 29}, as("li")).error().code, "send_day");
  EXPECT_EQ(keep_send(books, {.name = "x", .kind = "verify", .asked = "{}", .rhythm = "weekly", .language = "en", .day = 2}, as("li")).error().code, "unknown_kind");
  EXPECT_EQ(keep_send(books, {.name = "x", .kind = "report", .asked = "{}", .rhythm = "hourly", .language = "en", .day = 2}, as("li")).error().code, "send_rhythm");
}

}  // namespace
}  // namespace kwota::people
