// What pumps said to tool cards finds its order, whoever brings it home and however often.
#include "collect/waterings/tool_answers.h"

#include <gtest/gtest.h>

#include "books/memory.h"
#include "books/rows/field/tool.h"

namespace kwota::waterings {
namespace {

const auto mill = MeterNumber::from(700000000021), field = MeterNumber::from(700000000022);
const Instant heard = parse_instant("2026-11-21T09:00:00Z").value();
constexpr LocalTime morning{{2026, 11, 20}, 8, 0, 0};

struct ToolAnswers : testing::Test {
  void SetUp() override {
    books::ToolOrder order;
    order.number = 7;
    order.state = books::ToolOrderStatus::written;
    books.put(order);
  }
  std::int64_t told(std::vector<PumpSaid> said) {
    auto decision = take_in_answers(books, 1, said, heard);
    for (const auto& row : decision.changes.put) books.put(row);
    return decision.answer;
  }
  books::ToolOrder order() const { return books.find<books::ToolOrder>(7).value(); }
  books::Memory books;
};

TEST_F(ToolAnswers, each_counts_once_and_an_order_that_was_done_stays_obeyed) {
  EXPECT_EQ(told({{mill, 7, 5, morning}}), 1);
  EXPECT_EQ(order().state, books::ToolOrderStatus::refused) << "not now: it watered";
  EXPECT_EQ(told({{mill, 7, 5, morning}, {mill, 7, 0, LocalTime{{2026, 11, 20}, 9, 0, 0}}, {mill, 7, 0, LocalTime{{2026, 11, 20}, 9, 0, 0}}}), 1) << "the handheld brings the first one again";
  EXPECT_EQ(order().state, books::ToolOrderStatus::obeyed);
  EXPECT_EQ(told({{field, 7, 4, morning}}), 1);
  EXPECT_EQ(order().state, books::ToolOrderStatus::obeyed) << "what another pump says takes nothing back";
  EXPECT_EQ(order().answers, 3);
  EXPECT_EQ(order().done, 1);
}

TEST_F(ToolAnswers, a_pump_that_was_bound_to_another_area_number_has_left_the_one_before) {
  auto bind = order();
  bind.tool = books::PumpTool::bind;
  bind.meter = mill;
  bind.area_number = "33010002";
  books.put(bind);
  for (const char* area : {"33010001", "33010002"}) books.put(books::FormerArea{.meter = mill, .area_number = area, .edition = 3, .left = {}});
  books.put(books::FormerArea{.meter = field, .area_number = "33010001", .edition = 3, .left = {}});
  const auto left = [&](MeterNumber meter, const char* area) { return books.find<books::FormerArea>(meter, area)->left; };
  told({{mill, 7, 5, morning}, {field, 7, 0, morning}});
  EXPECT_FALSE(left(mill, "33010001")) << "it watered, and did not obey";
  EXPECT_FALSE(left(field, "33010001")) << "the order was not for that pump";
  told({{mill, 7, 0, morning}});
  EXPECT_EQ(left(mill, "33010001"), heard);
  EXPECT_FALSE(left(mill, "33010002")) << "that is where it is now";
}

TEST_F(ToolAnswers, what_names_no_order_of_these_books_is_not_ours) { EXPECT_EQ(told({{mill, 8, 0, morning}}), 0); }

TEST_F(ToolAnswers, a_change_of_a_parameter_is_an_answer_by_its_number_alone) {
  books::WellChange row;
  row.meter = mill;
  row.before = 7;
  row.parameter = 128;
  ASSERT_TRUE(said_to_tool_card(row));
  EXPECT_EQ(said_to_tool_card(row)->order, 7);
  row.parameter = 120;
  EXPECT_FALSE(said_to_tool_card(row)) << "a card that proved nothing names no order";
  row.parameter = 1;
  EXPECT_FALSE(said_to_tool_card(row));
}

}  // namespace
}  // namespace kwota::waterings
