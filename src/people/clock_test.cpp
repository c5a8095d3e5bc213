#include "people/clock.h"

#include <gtest/gtest.h>

#include "books/memory.h"

namespace kwota::people {
namespace {

const Instant noon = parse_instant("2026-11-20T12:00:00Z").value();

books::Operator person(const std::string& name, const std::string& role) {
  books::Operator out;
  out.name = name;
  out.roles = role;
  return out;
}
Context of(const books::Operator& who, Instant now) {
  Context context;
  context.who = who;
  context.now = now;
  return context;
}

const books::Operator wang = person("wang", "cashier"), zhao = person("zhao", "supervisor"), li = person("li", "cashier");

TEST(Clock, is_confirmed_by_as_many_as_it_asks_and_by_what_was_read) {
  using books::ClockDoubt;
  EXPECT_TRUE(confirm_clock(ClockDoubt::one_person, noon, {}, of(wang, noon)));
  EXPECT_EQ(confirm_clock(ClockDoubt::two_persons, noon, {}, of(wang, noon)).error().code, "second_person_needed");
  EXPECT_EQ(confirm_clock(ClockDoubt::two_persons, noon, zhao, of(zhao, noon)).error().code, "same_person");
  EXPECT_EQ(confirm_clock(ClockDoubt::two_persons, noon, li, of(wang, noon)).error().code, "permission_denied");
  const auto decided = confirm_clock(ClockDoubt::two_persons, noon, zhao, of(wang, noon + Duration::minutes(1)));
  ASSERT_TRUE(decided);
  EXPECT_EQ(decided->changes.append.size(), 1U) << "the audit trail tells it";
  EXPECT_EQ(confirm_clock(ClockDoubt::one_person, noon, {}, of(wang, noon + Duration::hours(2))).error().code, "clock_shown_stale");
}

TEST(Clock, that_was_wrong_is_recorded_by_two_and_what_it_wrote_hinders_nobody_any_more) {
  books::Memory books;
  books.put(books::Utility{.installed = noon});
  const auto future = noon + Duration::days(5000);
  EXPECT_TRUE(written_later(books, future, noon));
  EXPECT_FALSE(written_later(books, noon, future));
  const CorrectionRequest wrong{future - Duration::hours(1), future + Duration::hours(1), "battery"};
  EXPECT_EQ(correct_clock(books, wrong, {}, of(wang, noon)).error().code, "second_person_needed");
  EXPECT_EQ(correct_clock(books, {wrong.wrong_from, wrong.wrong_to, ""}, zhao, of(wang, noon)).error().code, "reason_missing");
  EXPECT_EQ(correct_clock(books, {noon - Duration::hours(1), noon, "battery"}, zhao, of(wang, noon)).error().code, "bad_clock_span");
  EXPECT_EQ(correct_clock(books, {wrong.wrong_to, wrong.wrong_from, "battery"}, zhao, of(wang, noon)).error().code, "bad_clock_span");
  const auto decided = correct_clock(books, wrong, zhao, of(wang, noon));
  ASSERT_TRUE(decided);
  books.put(decided->answer);
  EXPECT_FALSE(written_later(books, future, noon)) << "two persons said that the clock was wrong then";
  EXPECT_TRUE(written_later(books, future + Duration::hours(2), noon)) << "what lies outside of that span is later";
  EXPECT_EQ(correct_clock(books, wrong, zhao, of(wang, noon))->answer.number, 2);
}

TEST(Clock, is_confirmed_and_put_right_by_one_where_nobody_else_is_there) {
  using books::ClockDoubt;
  books::Memory books;
  books.put(books::Utility{.installed = noon});
  EXPECT_EQ(as_asked(books, ClockDoubt::two_persons), ClockDoubt::two_persons);
  books.put(books::Utility{.one_person = true, .installed = noon});
  EXPECT_EQ(as_asked(books, ClockDoubt::two_persons), ClockDoubt::one_person) << "or the station were shut for ever after its winter";
  EXPECT_EQ(as_asked(books, ClockDoubt::none), ClockDoubt::none);
  const CorrectionRequest wrong{noon + Duration::days(1), noon + Duration::days(2), "battery"};
  const auto alone = correct_clock(books, wrong, {}, of(zhao, noon));
  ASSERT_TRUE(alone);
  EXPECT_EQ(alone->answer.second, "");
  EXPECT_EQ(correct_clock(books, wrong, zhao, of(zhao, noon)).error().code, "same_person") << "whoever names somebody names another";
  books.put(books::Utility{});
  EXPECT_TRUE(correct_clock(books, wrong, {}, of(zhao, noon))) << "while it is set up";
  books.put(zhao);
  books.put(person("li", "supervisor"));
  EXPECT_EQ(as_asked(books, ClockDoubt::two_persons), ClockDoubt::two_persons) << "by more than one";
}

TEST(Clock, is_not_behind_for_whoever_waited_while_another_till_or_a_meter_was_heard) {
  const books::Memory books;
  EXPECT_FALSE(written_later(books, noon + Duration::ms(1), noon)) << "two tills ask in the same moment, and the second one is decided first";
  EXPECT_FALSE(written_later(books, noon + asked_before_most, noon));
  EXPECT_TRUE(written_later(books, noon + asked_before_most + Duration::ms(1), noon));
}

}  // namespace
}  // namespace kwota::people
