// Who is called about void tool cards: whoever knows an older edition, once for each.
#include <gtest/gtest.h>

#include "sell/remote/test_line.h"
#include "sell/remote/void_list.h"

namespace kwota::remote {
namespace {

class VoidList : public ::testing::Test {
 protected:
  void declare_void(std::int64_t number, std::string valid_to = "") {
    books::KeyDevice lost;
    lost.serial = fmt::format("{:016d}", number);
    lost.kind = books::KeyDeviceKind::clear;
    lost.state = books::KeyDeviceStatus::voided;
    lost.void_number = number;
    lost.valid_to = std::move(valid_to);
    world.books.put(lost);
  }
  std::int64_t now_edition() { return edition(world.books, "2026-11-20"); }
  /// Called now: the commands that stand in the books afterwards.
  std::vector<books::MeterCommand> called() {
    const auto meters = meters_without(world.books, now_edition());
    auto decided = call(world.books, meters, now_edition(), world.clock.now());
    world.books.apply(decided.value().changes);
    return decided.value().answer;
  }
  void settle(const books::MeterCommand& command, books::CommandStatus state) {
    auto row = command;
    row.state = state;
    row.settled = world.clock.now();
    world.books.put(row);
  }
  void knows(std::int64_t number) {
    auto row = *world.books.find<books::Meter>(LineWorld::number());
    row.voids_known = number;
    world.books.put(row);
  }
  LineWorld world;
};

TEST_F(VoidList, a_meter_on_a_line_is_called_once_for_each_edition) {
  EXPECT_TRUE(called().empty()) << "there is no void card";
  declare_void(1);
  const auto first = called();
  ASSERT_EQ(first.size(), 1U);
  EXPECT_EQ(first[0].kind, books::CommandKind::void_list);
  EXPECT_EQ(first[0].asked_by, head_end);
  declare_void(2);
  EXPECT_TRUE(called().empty()) << "the one that waits brings the newest";
  settle(first[0], books::CommandStatus::done);
  knows(2);
  EXPECT_TRUE(called().empty());
  declare_void(3);
  EXPECT_EQ(called().size(), 1U);
}

TEST_F(VoidList, who_refused_it_or_whose_call_was_called_off_is_not_called_again_before_there_is_a_newer_one) {
  declare_void(1);
  for (const auto state : {books::CommandStatus::refused, books::CommandStatus::cancelled}) {
    const auto all = called();
    ASSERT_EQ(all.size(), 1U);
    settle(all[0], state);
    EXPECT_TRUE(called().empty());
    declare_void(now_edition() + 1);
  }
}

TEST_F(VoidList, who_was_not_reached_in_time_is_called_anew) {
  declare_void(1);
  settle(called().at(0), books::CommandStatus::expired);
  EXPECT_EQ(called().size(), 1U);
}

TEST_F(VoidList, a_card_that_no_meter_takes_any_more_calls_nobody) {
  declare_void(1, "2026-01-01");
  EXPECT_EQ(now_edition(), 0);
  EXPECT_TRUE(called().empty());
}

TEST_F(VoidList, the_pump_of_a_well_takes_no_such_cards_and_is_not_called) {
  declare_void(1);
  world.books.put(books::WellMeter{.well = "W-1", .meter = LineWorld::number(), .from = {2026, 11, 1}});
  EXPECT_TRUE(called().empty());
  world.books.put(books::WellMeter{.well = "W-1", .meter = LineWorld::number(), .from = {2026, 11, 1}, .to = LocalDate{2026, 11, 19}});
  EXPECT_EQ(called().size(), 1U) << "it hangs there no more";
}

TEST_F(VoidList, a_line_that_is_stopped_or_in_trouble_is_left_alone) {
  declare_void(1);
  auto link = *world.books.find<books::MeterLink>(LineWorld::number());
  link.trouble = "authentication_failures";
  world.books.put(link);
  EXPECT_TRUE(called().empty());
  link.trouble.clear();
  link.state = books::LinkStatus::stopped;
  world.books.put(link);
  EXPECT_TRUE(called().empty());
  link.state = books::LinkStatus::active;
  world.books.put(link);
  EXPECT_EQ(called().size(), 1U);
}

}  // namespace
}  // namespace kwota::remote
