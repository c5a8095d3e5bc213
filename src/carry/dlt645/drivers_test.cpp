// What is asked of each model holds together with the one table of items.
#include "carry/dlt645/drivers.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>

namespace kwota::dlt645 {
namespace {

const std::span<const Question> Driver::* const groups[] = {&Driver::registers, &Driver::balance, &Driver::settlement,
                                                            &Driver::states,    &Driver::events,  &Driver::clock};

TEST(Drivers, every_item_of_every_model_is_one_value_of_the_table) {
  for (const auto& driver : drivers())
    for (const auto group : groups)
      for (const auto& question : driver.*group)
        for (const auto identifier : question.items) {
          const Identifier item{question.edition, identifier};
          EXPECT_NE(find_item(item), nullptr) << driver.model << " " << item.text();
          EXPECT_FALSE(is_block(item)) << item.text();
        }
}

TEST(Drivers, a_block_is_a_block_and_its_items_are_the_ones_it_has_in_their_order) {
  for (const auto& driver : drivers())
    for (const auto group : groups)
      for (const auto& question : driver.*group) {
        if (question.block == 0) continue;
        const Identifier block{Edition::y2007, question.block};
        EXPECT_TRUE(is_block(block)) << block.text();
        const std::uint32_t free = (question.block & 0xFF) == 0xFF ? 0xFFU : 0xFF00U;
        std::uint32_t before = 0;
        for (const auto item : question.items) {
          EXPECT_EQ(item & ~free, question.block & ~free) << block.text();
          EXPECT_GE(item, before);
          before = item;
        }
      }
}

TEST(Drivers, a_model_that_nobody_knows_is_asked_for_all_that_the_standard_has) {
  EXPECT_EQ(driver_of("DDZY1352").model, "DDZY1352");
  EXPECT_EQ(driver_of("FOREIGN-1").model, "");
  EXPECT_GT(driver_of("FOREIGN-1").registers.size(), driver_of("DDSY1352").registers.size());
}

TEST(Drivers, every_kind_of_event_has_a_counter_that_is_read_and_records_of_the_table) {
  for (const auto& driver : drivers()) {
    EXPECT_TRUE(driver.freezes.back_most > 0U || driver.registers.front().edition == Edition::y1997) << driver.model;
    for (const auto& records : driver.event_records) {
      const auto counted = std::ranges::any_of(driver.events, [&](const Question& one) { return std::ranges::find(one.items, records.count) != one.items.end(); });
      EXPECT_TRUE(counted) << driver.model << " " << kind_of(records);
      const auto* record = find_item({Edition::y2007, records.records + 1});
      ASSERT_NE(record, nullptr) << kind_of(records);
      EXPECT_NE(record, find_item({Edition::y2007, records.count})) << "a record is no counter";
    }
  }
}

TEST(Drivers, bits_lie_within_the_seven_words_and_no_bit_is_said_twice) {
  for (const auto& driver : drivers()) {
    std::set<std::pair<unsigned, unsigned>> seen;
    for (const auto& bit : driver.state_bits) {
      EXPECT_TRUE(bit.word >= 1 && bit.word <= 7 && bit.bit < 16);
      EXPECT_TRUE(seen.insert({bit.word, bit.bit}).second) << driver.model << " word " << bit.word << " bit " << bit.bit;
      EXPECT_FALSE(bit.word == 3 && (bit.bit == 4 || bit.bit == 6)) << "the contactor is judged by both bits together";
    }
  }
}

TEST(Drivers, every_bit_that_somebody_must_look_at_has_its_name_in_the_table_of_status_words) {
  for (const auto& driver : drivers())
    for (const auto& bit : driver.state_bits)
      EXPECT_TRUE((StatusWord{bit.word, static_cast<std::uint16_t>(1U << bit.bit)}).unknown_bits().empty()) << bit.word << " b" << bit.bit;
}

}  // namespace
}  // namespace kwota::dlt645
