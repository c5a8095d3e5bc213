// A meter is asked for the midnights that the office lacks: the oldest first, each once, and nothing that is no midnight.
#include "carry/remote_vending/freezes.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>

#include "carry/remote_vending/test_wall.h"

namespace kwota::dlt645 {
namespace freezes_test {

constexpr LocalDate today{2026, 11, 20};
LocalDate days_ago(std::int64_t days) { return date_of_day(day_number(today) - days); }
constexpr DayFreezes items{0x05060000, 0x05060100, 62};

/// A meter that froze some midnights, the newest first.
struct Wall {
  struct Night {
    LocalTime at;
    std::vector<std::int64_t> registers{};  ///< in all, then by rate; empty: refused
  };
  std::vector<Night> nights;
  std::vector<std::uint32_t> asked{};
  std::size_t breaks_at = 0;  ///< counted from 1; 0: never

  std::optional<Bytes> has(std::uint32_t identifier) const {
    const auto back = identifier & 0xFF;
    if (back == 0 || back > nights.size()) return std::nullopt;
    const auto& night = nights[back - 1];
    const auto& item = *find_item({Edition::y2007, identifier});
    if ((identifier & 0xFFFFFF00) == items.time) {
      const auto& [date, hour, minute, second] = night.at;
      return bytes_of(item, (((date.year % 100 * 100LL + date.month) * 100 + date.day) * 100 + hour) * 100 + minute);
    }
    Bytes all;
    for (const auto value : night.registers) append(all, *bytes_of(item, value));
    return all.empty() ? std::nullopt : std::optional{all};
  }
  Result<dialogue::LineFrame> answer(const dialogue::LineFrame& command) {
    return test::answer_to(command, asked, breaks_at, [this](std::uint32_t item) { return has(item); });
  }
  /// The days that were heard, also of a line that broke.
  std::vector<Frozen> read(const LocalDate& after) {
    std::vector<Frozen> received;
    asked.clear();
    auto dialogue = read_freezes(address, items, {after, today}, received);
    const dialogue::Parties parties{.line = [this](const dialogue::LineFrame& command) { return answer(command); }, .vault = {}, .journal = {}};
    (void)dialogue::run(dialogue, parties);
    return received;
  }
  Address address{{0x89, 0x67, 0x45, 0x23, 0x41, 0x00}};
};

/// Every midnight of so many days, 1.00 kWh each.
Wall steady(std::int64_t days) {
  Wall wall;
  for (std::int64_t back = 0; back < days; ++back) wall.nights.push_back({{days_ago(back)}, {(days - back) * 100}});
  return wall;
}
std::vector<LocalDate> days_of(const std::vector<Frozen>& received) {
  std::vector<LocalDate> out;
  for (const auto& one : received) out.push_back(one.day);
  return out;
}
using Days = std::vector<LocalDate>;

TEST(Freezes, an_ordinary_morning_takes_two_questions) {
  auto meter = steady(30);
  const auto received = meter.read(days_ago(1));
  EXPECT_EQ(days_of(received), Days{today});
  EXPECT_EQ(received[0].energy, 3000);
  EXPECT_EQ(meter.asked, (std::vector<std::uint32_t>{0x05060001, 0x05060101}));
}

TEST(Freezes, after_some_days_without_a_line_all_of_them_come_the_oldest_first) {
  auto meter = steady(30);
  EXPECT_EQ(days_of(meter.read(days_ago(4))), (Days{days_ago(3), days_ago(2), days_ago(1), today}));
  EXPECT_EQ(steady(3).read(days_ago(62)).size(), 3U) << "a meter has only what it froze";
  EXPECT_EQ(steady(62).read(days_ago(62)).size(), 62U);
}

TEST(Freezes, a_meter_that_slept_through_midnights_gives_those_that_it_has) {
  auto meter = steady(6);
  meter.nights.erase(meter.nights.begin() + 1, meter.nights.begin() + 3);
  EXPECT_EQ(days_of(meter.read(days_ago(4))), (Days{days_ago(3), today}));
}

TEST(Freezes, what_is_no_midnight_or_is_yet_to_come_is_left_out) {
  auto at_six = steady(3);
  at_six.nights[0].at.hour = 6;
  EXPECT_TRUE(at_six.read(days_ago(3)).empty());
  EXPECT_EQ(at_six.asked.size(), 1U) << "this meter freezes at another hour: nothing more is asked";
  auto ran_ahead = steady(4);
  ran_ahead.nights[1].at.date = days_ago(-9);
  EXPECT_EQ(days_of(ran_ahead.read(days_ago(3))), (Days{days_ago(2), today})) << "a day that has not come yet is none";
  auto twice = steady(4);
  twice.nights[1].at.date = days_ago(2);
  EXPECT_EQ(days_of(twice.read(days_ago(3))), (Days{days_ago(2), today})) << "the first of two is the day's";
}

TEST(Freezes, rates_are_taken_where_the_meter_tells_them_with_the_total) {
  Wall meter{.nights = {{{today}, {1234, 1000, 234}}}};
  const auto received = meter.read(days_ago(1));
  ASSERT_EQ(received.size(), 1U);
  EXPECT_EQ(received[0].energy, 1234);
  EXPECT_EQ(received[0].rates[1], 234);
  EXPECT_FALSE(received[0].rates[2]);
}

TEST(Freezes, a_line_that_breaks_keeps_what_was_heard_without_gaps_and_the_next_time_goes_on) {
  for (std::size_t at = 1; at <= 8; ++at) {
    auto meter = steady(9);
    meter.breaks_at = at;
    auto received = meter.read(days_ago(4));
    EXPECT_LT(received.size(), 4U);
    meter.breaks_at = 0;
    const auto rest = meter.read(received.empty() ? days_ago(4) : received.back().day);
    received.insert(received.end(), rest.begin(), rest.end());
    EXPECT_EQ(days_of(received), (Days{days_ago(3), days_ago(2), days_ago(1), today})) << at;
  }
}

RC_GTEST_PROP(Freezes, days_rise_are_wanted_and_no_question_comes_twice, ()) {
  Wall meter;
  for (auto n = *rc::gen::inRange<std::size_t>(0, 63); n-- > 0;)
    meter.nights.push_back({{days_ago(*rc::gen::inRange(-3, 70)), *rc::gen::element(0U, 0U, 0U, 6U)},
                            *rc::gen::element(std::vector<std::int64_t>{100}, std::vector<std::int64_t>{})});
  const auto after = days_ago(*rc::gen::inRange(0, 63));
  const auto received = meter.read(after);
  auto last = after;
  for (const auto& one : received) {
    RC_ASSERT(one.day > last && one.day <= today);
    last = one.day;
  }
  auto asked = meter.asked;
  std::ranges::sort(asked);
  RC_ASSERT(std::ranges::adjacent_find(asked) == asked.end());
}

}  // namespace freezes_test
}  // namespace kwota::dlt645
