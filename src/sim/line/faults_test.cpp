// Faults of a line are counted: the same run shows the same faults.
#include "sim/line/faults.h"

#include <gtest/gtest.h>

namespace kwota::sim {
namespace {

TEST(Faults, are_named_with_their_numbers_and_nothing_else_is_taken) {
  const auto faults = parse_faults("lose-answer:3,split:1,delay:200,echo");
  ASSERT_TRUE(faults.ok());
  EXPECT_EQ(faults->lose_answer, 3U);
  EXPECT_EQ(faults->split, 1U);
  EXPECT_EQ(faults->delay, Duration::ms(200));
  EXPECT_TRUE(faults->echo);
  const auto of_the_meter = parse_faults("reboot-at-write:2,clock-jump:90,welded");
  ASSERT_TRUE(of_the_meter.ok());
  EXPECT_EQ(of_the_meter->reboot_at_write, 2U);
  EXPECT_EQ(of_the_meter->clock_jump, Duration::minutes(90));
  EXPECT_TRUE(of_the_meter->welded);
  EXPECT_TRUE(parse_faults("").ok());
  for (const auto* text : {"lose-answer", "lose-answer:0", "lose-answer:x", "split:-1", "echo:1", "rain:3", "welded:1",
                           "clock-jump", "corrupt:70000", ",", "split:1x"})
    EXPECT_EQ(parse_faults(text).error().code, "bad_fault") << text;
}

TEST(Faults, every_second_answer_is_lost_and_the_others_come_in_pieces) {
  FaultyLine line{{.lose_answer = 2, .split = 3}};
  const auto answer = hex("01020304050607");
  EXPECT_EQ(line.from_meter(answer), (std::vector<Bytes>{hex("010203"), hex("040506"), hex("07")}));
  EXPECT_TRUE(line.from_meter(answer).empty());
  EXPECT_TRUE(line.from_meter({}).empty()) << "silence is no answer and is not counted";
  EXPECT_EQ(line.from_meter(answer).size(), 3U);
}

TEST(Faults, a_lost_request_never_reaches_the_meter_and_a_corrupt_answer_differs_in_one_bit) {
  FaultyLine line{{.lose_request = 2, .corrupt = 1}};
  EXPECT_EQ(line.to_meter(hex("0102")), hex("0102"));
  EXPECT_TRUE(line.to_meter(hex("0102")).empty());
  EXPECT_EQ(line.from_meter(hex("010203")), std::vector<Bytes>{hex("011203")});
}

TEST(Faults, after_so_many_answers_the_line_is_dead_while_the_meter_goes_on_hearing) {
  FaultyLine line{parse_faults("dead-after:2").value()};
  const auto answer = hex("0102");
  EXPECT_EQ(line.from_meter(answer).size(), 1U);
  EXPECT_EQ(line.from_meter(answer).size(), 1U);
  for (int i = 0; i < 5; ++i) EXPECT_TRUE(line.from_meter(answer).empty());
  EXPECT_EQ(line.to_meter(answer), answer);
}

}  // namespace
}  // namespace kwota::sim
