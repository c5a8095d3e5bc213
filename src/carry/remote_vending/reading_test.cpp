// A meter is asked for what it has to tell: in blocks, item by item where it refuses those, and what it has not is absent.
#include "carry/remote_vending/reading.h"

#include <gtest/gtest.h>

#include <map>

#include "carry/remote_vending/test_wall.h"
#include "models/all.h"

namespace kwota::dlt645 {
namespace reading_test {

/// A meter that has some values and refuses all others; its line may break at a question.
struct Wall {
  std::map<std::uint32_t, Bytes> has;
  std::vector<std::uint32_t> asked{};
  std::size_t breaks_at = 0;  ///< counted from 1; 0: never

  Result<dialogue::LineFrame> answer(const dialogue::LineFrame& command) {
    return test::answer_to(command, asked, breaks_at, [this](std::uint32_t item) { return has.contains(item) ? std::optional{has.at(item)} : std::nullopt; });
  }
  template <class T>
  Result<T> run(dialogue::Dialogue<T> dialogue) {
    const dialogue::Parties parties{.line = [this](const dialogue::LineFrame& command) { return answer(command); }, .vault = {}, .journal = {}};
    return dialogue::run(dialogue, parties);
  }
  Result<std::vector<ItemAnswer>> read(std::vector<Question> questions) { return run(read_items(address, std::move(questions))); }
  Address address{{0x89, 0x67, 0x45, 0x23, 0x41, 0x00}};
};

constexpr std::uint32_t total = 0x00010000, rate1 = 0x00010100, rate2 = 0x00010200, block = 0x0001FF00;
constexpr std::uint32_t registers[] = {total, rate1, rate2};
const std::vector in_a_block{Question{block, registers}};
const Bytes kwh_12_34{0x34, 0x12, 0x00, 0x00}, kwh_5{0x00, 0x05, 0x00, 0x00}, nothing{0xFF, 0xFF, 0xFF, 0xFF};

Bytes joined(const Bytes& first, const Bytes& second) {
  auto all = first;
  append(all, second);
  return all;
}
std::vector<std::optional<std::int64_t>> numbers(const Result<std::vector<ItemAnswer>>& received) {
  std::vector<std::optional<std::int64_t>> out;
  for (const auto& one : received.value()) out.push_back(number_of(one));
  return out;
}
using Numbers = std::vector<std::optional<std::int64_t>>;

TEST(Reading, a_block_is_one_question) {
  Wall meter{.has = {{block, joined(joined(kwh_12_34, kwh_5), kwh_5)}}};
  EXPECT_EQ(numbers(meter.read(in_a_block)), (Numbers{1234, 500, 500}));
  EXPECT_EQ(meter.asked, std::vector{block});
}

TEST(Reading, a_refused_block_is_read_item_by_item_and_what_the_meter_has_not_is_absent) {
  Wall meter{.has = {{total, kwh_12_34}, {rate2, kwh_5}}};
  const auto received = meter.read(in_a_block);
  EXPECT_EQ(numbers(received), (Numbers{1234, std::nullopt, 500}));
  EXPECT_EQ((*received)[1].state, ItemAnswer::State::absent);
  EXPECT_EQ(meter.asked, (std::vector{block, total, rate1, rate2}));
}

TEST(Reading, a_block_that_ends_early_lacks_the_rest_and_one_that_ends_within_a_value_is_not_believed) {
  Wall shorter{.has = {{block, joined(kwh_12_34, kwh_5)}}};
  EXPECT_EQ(numbers(shorter.read(in_a_block)), (Numbers{1234, 500, std::nullopt}));
  Wall torn{.has = {{block, Bytes{0x34, 0x12, 0x00, 0x00, 0x01}}, {total, kwh_12_34}}};
  EXPECT_EQ(numbers(torn.read(in_a_block)), (Numbers{1234, std::nullopt, std::nullopt}));
  EXPECT_EQ(torn.asked.size(), 4U) << "each was asked for by itself";
}

TEST(Reading, ff_is_not_available_and_never_a_number) {
  Wall meter{.has = {{block, joined(kwh_12_34, nothing)}}};
  const auto received = meter.read(in_a_block);
  EXPECT_EQ(numbers(received), (Numbers{1234, std::nullopt, std::nullopt}));
  EXPECT_EQ((*received)[1].state, ItemAnswer::State::not_available);
  EXPECT_EQ((*received)[2].state, ItemAnswer::State::absent);
}

TEST(Reading, a_value_of_another_length_is_none_of_ours) {
  Wall meter{.has = {{total, Bytes{0x34, 0x12}}}};
  EXPECT_EQ((*meter.read({Question{0, std::span{registers}.first(1)}}))[0].state, ItemAnswer::State::absent);
}

TEST(Reading, a_line_that_breaks_ends_it_wherever_it_breaks) {
  for (std::size_t at = 1; at <= 4; ++at) {
    Wall meter{.has = {{total, kwh_12_34}}, .breaks_at = at};
    const auto received = meter.read(in_a_block);
    ASSERT_FALSE(received.ok()) << at;
    EXPECT_EQ(received.error().code, "meter_silent");
  }
}

constexpr LocalTime at_five_past_two{{2026, 11, 20}, 14, 5, 9};

TEST(Reading, a_clock_is_asked_for_in_one_piece_and_in_two_where_it_is_told_so) {
  const auto asked = questions_of(models::model_of(""), devices::Quantity::clock);
  const std::vector<Question> ways(asked.begin(), asked.end());
  const Bytes date{0x05, 0x20, 0x11, 0x26}, time{0x09, 0x05, 0x14};
  Wall whole{.has = {{0x0400010C, joined(time, date)}}};
  EXPECT_EQ(*whole.run(read_clock(whole.address, ways)), at_five_past_two);
  Wall parts{.has = {{0x04000101, date}, {0x04000102, time}}};
  EXPECT_EQ(*parts.run(read_clock(parts.address, ways)), at_five_past_two);
  Wall none{};
  EXPECT_EQ(*none.run(read_clock(none.address, ways)), std::nullopt);
}

TEST(Reading, a_plain_meter_of_1997_is_asked_by_two_bytes_and_tells_its_register_and_clock) {
  const auto energy = questions_of(models::model_of("DDS1352"), devices::Quantity::energy);
  const auto clock = questions_of(models::model_of("DDS1352"), devices::Quantity::clock);
  Wall meter{.has = {{0x9010, kwh_12_34}, {0xC010, {0x05, 0x20, 0x11, 0x26}}, {0xC011, {0x09, 0x05, 0x14}}}};
  EXPECT_EQ(numbers(meter.read({energy.begin(), energy.end()})), (Numbers{1234}));
  const std::vector<Question> ways(clock.begin(), clock.end());
  EXPECT_EQ(*meter.run(read_clock(meter.address, ways)), at_five_past_two);
  Wall dumb{};
  EXPECT_EQ(numbers(dumb.read({energy.begin(), energy.end()})), (Numbers{std::nullopt}));
}

}  // namespace reading_test
}  // namespace kwota::dlt645
