// A thousand relay orders at once are no thousand inrushes at once.
#include "sell/remote/pace.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <algorithm>

#include "books/memory.h"
#include "sell/settings/declared.h"

namespace kwota::remote {
namespace {

const Instant noon = *parse_instant("2026-11-20T12:00:00+08:00");

books::MeterCommand relay_order(std::int64_t number, const std::string& what) {
  books::MeterCommand row;
  row.number = number;
  row.kind = books::CommandKind::relay;
  row.content = R"({"order": ")" + what + R"(", "minutes": 10})";
  return row;
}

/// So many in the fullest minute.
std::size_t most_in_a_minute(std::vector<Instant> turns) {
  std::sort(turns.begin(), turns.end());
  std::size_t most = 0;
  for (auto first = turns.begin(); first != turns.end(); ++first)
    most = std::max(most, static_cast<std::size_t>(std::lower_bound(first, turns.end(), *first + Duration::minutes(1)) - first));
  return most;
}

TEST(Pace, a_thousand_closings_are_spread_and_their_turns_stay_theirs) {
  Pace pace;
  const PaceLimits limits{.closings = {60, 0}, .trips = {}};
  std::vector<Instant> turns;
  for (std::int64_t number = 1; number <= 1000; ++number)
    turns.push_back(pace.turn(relay_order(number, "close"), "line", limits, noon));
  EXPECT_EQ(turns.front(), noon);
  EXPECT_EQ(most_in_a_minute(turns), 60U);
  EXPECT_EQ(pace.turn(relay_order(700, "close"), "line", limits, noon + Duration::seconds(5)), turns[699]);
}

TEST(Pace, each_line_has_its_own_limit_beside_the_whole) {
  Pace pace;
  const PaceLimits limits{.closings = {60, 6}, .trips = {}};
  EXPECT_EQ(pace.turn(relay_order(1, "permit"), "a", limits, noon), noon);
  EXPECT_EQ(pace.turn(relay_order(2, "close"), "b", limits, noon), noon + Duration::seconds(1));
  EXPECT_EQ(pace.turn(relay_order(3, "close"), "a", limits, noon), noon + Duration::seconds(10));
}

TEST(Pace, what_switches_no_load_waits_for_nobody) {
  Pace pace;
  const PaceLimits limits{.closings = {1, 0}, .trips = {1, 0}};
  for (std::int64_t number = 1; number <= 5; ++number) EXPECT_EQ(pace.turn(relay_order(number, "protect"), "a", limits, noon), noon);
  EXPECT_EQ(pace.turn(relay_order(6, "close"), "a", limits, noon), noon);
  EXPECT_EQ(pace.turn(relay_order(7, "trip"), "a", limits, noon), noon) << "trips have turns of their own";
}

TEST(Pace, a_meter_that_was_not_reached_gets_another_turn) {
  Pace pace;
  const PaceLimits limits{.closings = {6, 0}, .trips = {}};
  for (std::int64_t number = 1; number <= 3; ++number) pace.turn(relay_order(number, "close"), "a", limits, noon);
  pace.used(2);
  const auto later = noon + Duration::minutes(5);
  EXPECT_EQ(pace.turn(relay_order(1, "close"), "a", limits, later), later);
  EXPECT_EQ(pace.turn(relay_order(3, "close"), "a", limits, later), later + Duration::seconds(10));
}

TEST(Pace, the_utility_sets_the_limits) {
  books::Memory books;
  EXPECT_EQ(pace_of(books, noon).closings.whole, 60);
  auto slower = settings::always_counting(1, settings::SettingName::closings_a_minute, 5);
  slower.in_force = noon + Duration::hours(1);
  books.put(slower);
  EXPECT_EQ(pace_of(books, noon).closings.whole, 60) << "not before its hour";
  EXPECT_EQ(pace_of(books, noon + Duration::hours(1)).closings.whole, 5);
  EXPECT_EQ(pace_of(books, noon + Duration::hours(1)).trips.whole, 300);
}

TEST(Pace, no_minute_has_more_however_often_they_are_asked_again) {
  EXPECT_TRUE(rc::check([] {
    Pace pace;
    const auto a_minute = *rc::gen::inRange<std::int64_t>(1, 30);
    const PaceLimits limits{.closings = {a_minute, 0}, .trips = {}};
    std::vector<Instant> sent;
    auto now = noon;
    for (int i = 0; i < 300; ++i) {
      const auto number = *rc::gen::inRange<std::int64_t>(1, 40);
      if (pace.turn(relay_order(number, "close"), "a", limits, now) <= now) {
        sent.push_back(now);
        pace.used(number);
      }
      now = now + Duration::ms(*rc::gen::inRange<std::int64_t>(0, 4000));
    }
    // What goes late takes its turn with it: a turn lasts half a minute.
    RC_ASSERT(most_in_a_minute(sent) <= static_cast<std::size_t>(a_minute + a_minute / 2 + 2));
  }));
}

}  // namespace
}  // namespace kwota::remote
