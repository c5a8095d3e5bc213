// A meter over time: what it froze, what it said, what lies between, and what nobody knows.
#include "collect/readings/registers/course.h"

#include <gtest/gtest.h>

#include "books/memory.h"

namespace kwota::readings {
namespace course_test {

const Zone zone = *Zone::find("Asia/Shanghai");
const auto lamp = MeterNumber::from(4'100'000'009);
constexpr LocalDate first{2026, 11, 1}, last{2026, 11, 6};
Instant at(unsigned day, unsigned hour, unsigned month = 11) { return zone.instant({{2026, month, day}, hour, 0, 0}); }

struct CourseOf : testing::Test {
  books::Memory books;
  void read(Instant taken, std::int64_t wh) {
    books.put(books::MeterReading{.meter = lamp, .due = taken, .state = books::ReadingStatus::read, .taken = taken, .energy = Energy::wh(wh)});
  }
  void frozen(unsigned day, std::int64_t wh, std::optional<Energy> rate1 = {}) {
    books.put(books::DayFreeze{.meter = lamp, .day = {2026, 11, day}, .energy = Energy::wh(wh), .rate1 = rate1});
  }
  Course course() const { return readings::course(books, lamp, first, last, at(6, 12), zone); }
};

TEST_F(CourseOf, a_frozen_midnight_is_exact_and_says_its_rates) {
  frozen(1, 100'000, Energy::wh(40'000));
  frozen(2, 104'500, Energy::wh(41'000));
  const auto seen = course();
  ASSERT_EQ(seen.days.size(), 6U);
  EXPECT_EQ(seen.days[0].begin, Energy::wh(100'000));
  EXPECT_FALSE(seen.days[0].begin_estimated || seen.days[0].used_estimated);
  EXPECT_EQ(seen.days[0].used, Energy::wh(4'500));
  EXPECT_EQ(seen.days[0].rates[0], Energy::wh(1'000));
  EXPECT_FALSE(seen.days[0].rates[1]);
  EXPECT_EQ(seen.days[1].begin, Energy::wh(104'500));
  EXPECT_FALSE(seen.days[1].used) << "nobody knows how it ended";
}

TEST_F(CourseOf, what_it_said_within_six_hours_of_midnight_stands_for_it) {
  read(at(2, 5), 110'000);
  read(at(3, 7), 120'000);
  EXPECT_EQ(register_about(registers(books.all<books::MeterReading>(), {}, {}, zone), at(2, 0)), (std::pair{Energy::wh(110'000), false}));
  EXPECT_TRUE(register_about(registers(books.all<books::MeterReading>(), {}, {}, zone), at(3, 0))->second) << "seven hours are too far: it lies between both";
}

TEST_F(CourseOf, between_two_words_it_is_estimated_in_steps_of_the_register) {
  read(at(31, 12, 10), 100'000);
  read(at(4, 12), 108'000);
  const auto seen = course();
  EXPECT_EQ(seen.days[0].begin, Energy::wh(101'000)) << "half a day of two kilowatt-hours a day";
  EXPECT_TRUE(seen.days[0].begin_estimated && seen.days[0].used_estimated);
  EXPECT_EQ(seen.days[0].used, Energy::wh(2'000));
  EXPECT_FALSE(seen.days[4].begin) << "behind the last word nobody knows";
  ASSERT_EQ(seen.spans.size(), 1U);
  EXPECT_EQ(seen.spans[0].used, Energy::wh(8'000));
  EXPECT_EQ(seen.spans[0].watts, 83) << "eight kilowatt-hours in 96 hours";
}

TEST_F(CourseOf, a_register_that_went_back_and_words_too_far_apart_say_nothing) {
  read(at(31, 12, 10), 100'000);
  read(at(4, 12), 90'000);
  EXPECT_FALSE(course().days[1].begin);
  EXPECT_TRUE(course().spans.empty());
  const std::vector<Register> far{{lamp, at(1, 0, 9), Energy::wh(1'000)}, {lamp, at(20, 0, 11), Energy::wh(2'000)}};
  EXPECT_FALSE(register_about(far, at(1, 12, 10)));
}

TEST_F(CourseOf, goes_on_where_eight_digits_turn_over_and_zero_is_a_register) {
  read(at(31, 12, 10), 999'998'000);
  read(at(3, 12), 4'000);
  frozen(4, 0);
  const auto seen = course();
  EXPECT_EQ(seen.days[0].begin, Energy::wh(999'999'000));
  EXPECT_EQ(seen.days[0].used, Energy::wh(2'000));
  EXPECT_EQ(seen.days[1].begin, Energy::wh(1'000)) << "it has turned over, and shows no seventh digit";
  EXPECT_EQ(seen.days[1].used, Energy::wh(2'000));
  EXPECT_EQ(seen.days[3].begin, Energy{}) << "which is zero";
  EXPECT_FALSE(seen.days[5].begin) << "and this is unknown";
}

TEST_F(CourseOf, two_words_of_one_conversation_are_no_load) {
  read(at(2, 5), 110'000);
  read(at(2, 5) + Duration::minutes(3), 110'010);
  EXPECT_TRUE(course().spans.empty());
}

}  // namespace course_test
}  // namespace kwota::readings
