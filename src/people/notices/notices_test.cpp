// What the house tells people: once a day, to whom it concerns, until it was seen.
#include "people/notices/notices.h"

#include <gtest/gtest.h>

#include "people/test_office.h"

namespace kwota::people {
namespace {

using books::NoticeEvent;

struct Bell : testing::Test, test::Office {
  std::vector<books::Notice> raised(const std::vector<Happened>& all) { return apply(raise(books, all, now, Zone::utc())).value(); }
  std::vector<books::Notice> told(const std::string& who) { return notices_for(books, *books.find<books::Operator>(who), 20); }
};

TEST_F(Bell, says_a_thing_once_a_day) {
  const std::vector all{Happened{.event = NoticeEvent::sale_in_doubt, .object = "R1-00000012"}};
  EXPECT_EQ(raised(all).size(), 1U);
  EXPECT_TRUE(raised(all).empty());
  now = now + Duration::hours(24);
  EXPECT_EQ(raised(all).size(), 1U) << "and again on the next, when it is still so";
}

TEST_F(Bell, what_is_critical_is_not_said_twice_before_it_was_seen) {
  const std::vector all{Happened{.event = NoticeEvent::backup_old, .object = "books"}};
  const auto number = raised(all).front().number;
  now = now + Duration::hours(24 * 40);
  EXPECT_TRUE(raised(all).empty());
  EXPECT_TRUE(waits(told("root").front(), now)) << "it stays";
  ASSERT_TRUE(apply(see(books, number, as("root"))).ok());
  EXPECT_EQ(told("root").front().seen_by, "root");
  EXPECT_EQ(apply(see(books, number, as("root"))).error().code, "notice_seen");
  now = now + Duration::hours(24);
  EXPECT_EQ(raised(all).size(), 1U);
}

TEST_F(Bell, tells_nobody_what_is_not_his) {
  raised({{.event = NoticeEvent::backup_old, .object = "books"}, {.event = NoticeEvent::job_ended, .object = "7", .operator_name = "li"}});
  EXPECT_EQ(told("root").size(), 1U);
  EXPECT_EQ(told("li").size(), 1U);
  EXPECT_EQ(told("li").front().event, NoticeEvent::job_ended);
  EXPECT_TRUE(told("wang").empty());
  EXPECT_EQ(apply(see(books, told("li").front().number, as("wang"))).error().code, "not_found");
}

TEST_F(Bell, that_a_till_lacks_its_reader_hears_who_can_send_somebody) {
  raised({{.event = NoticeEvent::till_reader_away, .object = "E/T-01", .station = "E"}, {.event = NoticeEvent::till_printer_back, .object = "E/T-02", .station = "E"}});
  for (const auto* who : {"zhao", "li", "root"}) EXPECT_EQ(told(who).size(), 2U) << who;
  for (const auto* who : {"wang", "chen", "wu"}) EXPECT_TRUE(told(who).empty()) << who << " sees it at his till, or has nothing to do with it";
  auto elsewhere = *books.find<books::Operator>("zhao");
  elsewhere.station = "N";
  books.put(elsewhere);
  EXPECT_TRUE(told("zhao").empty()) << "a supervisor of another station";
}

TEST_F(Bell, what_was_shown_is_seen_together_and_nothing_that_came_meanwhile) {
  raised({{.event = NoticeEvent::backup_old, .object = "books"}, {.event = NoticeEvent::sign_in_locked, .object = "wang"}, {.event = NoticeEvent::sign_in_locked, .object = "li"},
          {.event = NoticeEvent::job_ended, .object = "7", .operator_name = "li"}});
  const auto newest = told("root").front().number;
  const auto up_to = std::ranges::max(told("root"), {}, &books::Notice::number).number;
  EXPECT_GE(up_to, newest);
  raised({{.event = NoticeEvent::sign_in_locked, .object = "zhao"}});
  EXPECT_EQ(apply(see_up_to(books, up_to, as("root"))).value(), 2);
  std::map<std::string, std::string> seen;
  for (const auto& row : told("root")) seen[row.object] = row.seen_by;
  EXPECT_EQ(seen, (std::map<std::string, std::string>{{"books", ""}, {"wang", "root"}, {"li", "root"}, {"zhao", ""}})) << "what is critical is seen one by one";
  EXPECT_EQ(told("li").front().seen_by, "") << "what is another's stays his";
  EXPECT_EQ(apply(see_up_to(books, up_to, as("root"))).value(), 0);
}

TEST_F(Bell, of_no_weight_is_not_counted_for_ever) {
  raised({{.event = NoticeEvent::job_ended, .object = "7", .operator_name = "li"}});
  EXPECT_TRUE(waits(told("li").front(), now));
  EXPECT_FALSE(waits(told("li").front(), now + unseen_for));
}

}  // namespace
}  // namespace kwota::people
