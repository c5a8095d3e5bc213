#include "seal/pump_records/tool_frames.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <vector>

namespace kwota::pump {
namespace {

constexpr CardSerial a_card{{0x13, 0x01, 0x05, 0, 0, 0, 0, 0x17}}, another{{0x13, 0x01, 0x26, 0, 0, 0, 0, 0x25}};

ToolFrame frame(ToolOrder order) { return {.serial = 0x62921985, .valid_until = {0x20, 0x27, 0x12, 0x31}, .counter = 0x02AA, .order = std::move(order)}; }

std::vector<ToolOrder> one_of_each() {
  SetParameters parameters;
  parameters.parameters.add({1, 5});
  parameters.parameters.add({5, 2'000});
  ExtendBlackList list{.edition = 7, .cards = {}};
  list.cards.add(a_card);
  list.cards.add(another);
  SetPrices prices{.set = 3, .from = {26, 12, 1, 0, 0, 0}, .basis = 1, .prices = {}, .periods = {}};
  prices.prices.add({1, 5'000});
  prices.prices.add({2, 10'000});
  prices.periods.add({8, 0, 2});
  prices.periods.add({20, 30, 1});
  return {parameters,
          SetClock{{26, 8, 21, 9, 30, 0}},
          Collect{},
          ClearHung{{1, 2, 3, 4, 5, 6, 7, 8}, a_card, 5},
          list,
          TestRun{90},
          BindTerminal{{0, 0, 0, 0x17}, {0x33, 0x01, 0x20, 0, 0, 0x17}, {0x11, 0x01, 0x00, 0x01}},
          prices};
}

TEST(ToolFrames, each_order_comes_back_as_it_was_written_under_its_own_number) {
  std::uint8_t command = first_tool_command;
  for (const auto& order : one_of_each()) {
    const auto image = encode(frame(order));
    ASSERT_TRUE(image);
    EXPECT_EQ(image->bytes[1], command++);
    EXPECT_EQ(decode_tool_frame(image->view()), frame(order));
  }
  EXPECT_EQ(command, 0x29);
}

TEST(ToolFrames, the_published_clock_card) {
  const auto image = encode(frame(SetClock{{26, 8, 21, 9, 30, 0}}));
  constexpr std::uint8_t published[] = {0x68, 0x22, 0x00, 0x11, 0x62, 0x92, 0x19, 0x85, 0x20, 0x27, 0x12, 0x31,
                                        0x02, 0xAA, 0x20, 0x26, 0x08, 0x21, 0x09, 0x30, 0x00, 0xA3, 0x16};
  ASSERT_TRUE(image);
  EXPECT_TRUE(std::ranges::equal(image->view(), published));
}

TEST(ToolFrames, any_bit_that_is_wrong_makes_it_none_or_at_least_another_one) {
  for (const auto& order : one_of_each()) {
    const auto image = *encode(frame(order));
    for (std::size_t bit = 0; bit < image.size * 8; ++bit) {
      auto bad = image;
      bad.bytes[bit / 8] = static_cast<std::uint8_t>(bad.bytes[bit / 8] ^ 1 << bit % 8);
      EXPECT_FALSE(decode_tool_frame(bad.view())) << "command " << int{image.bytes[1]} << " bit " << bit;
    }
    for (std::size_t size = 0; size < image.size; ++size) EXPECT_FALSE(decode_tool_frame(image.view().first(size)));
  }
}

TEST(ToolFrames, what_is_too_much_for_one_command_or_has_no_digits_is_not_written) {
  ExtendBlackList full;
  while (full.cards.add(a_card)) continue;
  EXPECT_EQ(full.cards.count, ExtendBlackList::most);
  EXPECT_TRUE(encode(frame(full)));
  SetParameters many;
  while (many.parameters.add({1, 1})) continue;
  EXPECT_TRUE(encode(frame(many)));
  EXPECT_FALSE(encode(frame(SetClock{{126, 1, 1, 0, 0, 0}})));
  EXPECT_FALSE(frame_of(0x21, std::vector<std::uint8_t>(ToolFrame::data_max + 1)));
}

TEST(ToolFrames, more_cards_than_it_says_or_than_it_may_are_no_frame) {
  std::vector<std::uint8_t> data(10);
  data.insert(data.end(), {0, 1, 25});
  data.resize(data.size() + 25 * 8);
  EXPECT_FALSE(decode_tool_frame(frame_of(0x25, data)->view()));
  data[12] = 24;
  EXPECT_FALSE(decode_tool_frame(frame_of(0x25, data)->view()));
  data.resize(data.size() - 8);
  EXPECT_TRUE(decode_tool_frame(frame_of(0x25, data)->view()));
}

RC_GTEST_PROP(ToolFrames, whatever_comes_is_none_or_is_written_as_it_came, (const std::vector<std::uint8_t>& data)) {
  const auto command = static_cast<std::uint8_t>(*rc::gen::inRange(0x20, 0x2A));
  const auto made = frame_of(command, data);
  if (!made) return;
  if (const auto read = decode_tool_frame(made->view())) {
    const auto again = encode(*read);
    RC_ASSERT(again.has_value());
    RC_ASSERT(std::ranges::equal(again->view(), made->view()));
  }
}

}  // namespace
}  // namespace kwota::pump
