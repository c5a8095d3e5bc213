// What is asked of each model holds together with the one table of items.
#include "carry/dlt645/quantities.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "carry/dlt645/status_words.h"
#include "models/all.h"

namespace kwota::dlt645 {
namespace {

/// Those of the list, and what an unknown plate is taken for.
std::vector<const models::Model*> every_model() {
  std::vector<const models::Model*> out(models::all().begin(), models::all().end());
  out.push_back(&models::model_of("FOREIGN-1"));
  return out;
}

std::vector<Question> all_questions(const models::Model& model) {
  std::vector<Question> out;
  for (const auto quantity : model.reports) {
    const auto asked = questions_of(model, quantity);
    EXPECT_FALSE(asked.empty()) << model.name << ": told, and not asked for";
    out.insert(out.end(), asked.begin(), asked.end());
  }
  return out;
}

TEST(Quantities, every_item_of_every_model_is_one_value_of_the_table_in_the_edition_of_its_line) {
  for (const auto* model : every_model())
    for (const auto& question : all_questions(*model)) {
      EXPECT_EQ(question.edition, edition_of(*model)) << model->name;
      for (const auto identifier : question.items) {
        const Identifier item{question.edition, identifier};
        EXPECT_NE(find_item(item), nullptr) << model->name << " " << item.text();
        EXPECT_FALSE(is_block(item)) << item.text();
      }
    }
}

TEST(Quantities, a_block_is_a_block_and_its_items_are_the_ones_it_has_in_their_order) {
  for (const auto* model : every_model())
    for (const auto& question : all_questions(*model)) {
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

TEST(Quantities, what_a_model_does_not_tell_is_not_asked) {
  const auto& plain = models::model_of("DDS1352");
  EXPECT_TRUE(questions_of(plain, devices::Quantity::money).empty());
  EXPECT_TRUE(questions_of(models::model_of("DDZY1352"), devices::Quantity::exported).empty());
  EXPECT_FALSE(questions_of(models::model_of("FOREIGN-1"), devices::Quantity::exported).empty()) << "nobody knows what it has";
  EXPECT_EQ(freezes_of(plain).back_most, 0U);
}

TEST(Quantities, every_kind_of_event_has_a_counter_that_is_read_and_records_of_the_table) {
  for (const auto* model : every_model()) {
    const auto counters = questions_of(*model, devices::Quantity::event_counts);
    const auto is_read = [&](std::uint32_t counter) {
      return std::ranges::any_of(counters, [&](const Question& one) { return std::ranges::find(one.items, counter) != one.items.end(); });
    };
    const auto kinds = records_of(*model);
    EXPECT_EQ(kinds.size(), model->facts.recorded.size()) << model->name << ": an event without records";
    for (const auto& records : kinds) {
      EXPECT_TRUE(is_read(records.count)) << model->name << " " << kind_of(records);
      const auto* record = find_item({Edition::y2007, records.records + 1});
      ASSERT_NE(record, nullptr) << kind_of(records);
      EXPECT_NE(record, find_item({Edition::y2007, records.count})) << "a record is no counter";
    }
    for (const auto name : model->facts.looked_at)
      EXPECT_TRUE(std::ranges::any_of(kinds, [&](const EventRecords& one) { return kind_of(one) == name && is_read(one.count); })) << name;
  }
}

TEST(Quantities, bits_lie_within_the_seven_words_and_no_bit_is_said_twice) {
  for (const auto* model : every_model()) {
    std::set<std::pair<unsigned, unsigned>> seen;
    for (const auto& finding : model->facts.findings) {
      const auto [word, bit] = finding.at;
      EXPECT_TRUE(word >= 1 && word <= status_word_count && bit < 16);
      EXPECT_TRUE(seen.insert({word, bit}).second) << model->name << " word " << word << " bit " << bit;
      EXPECT_FALSE(finding.at == model->facts.relay_open || finding.at == model->facts.relay_ordered_open)
          << "the contactor is judged by both bits together";
      EXPECT_TRUE((StatusWord{word, static_cast<std::uint16_t>(1U << bit)}).unknown_bits().empty())
          << "no name in the table of status words: " << word << " b" << bit;
    }
  }
}

TEST(Quantities, the_bits_of_the_contactor_are_those_that_the_table_of_status_words_names) {
  for (const auto* model : every_model()) {
    const auto open = model->facts.relay_open, ordered = model->facts.relay_ordered_open;
    if (open.word == 0) continue;
    EXPECT_EQ((StatusWord{open.word, static_cast<std::uint16_t>(1U << open.bit)}).state_of("relay"), "open") << model->name;
    EXPECT_EQ((StatusWord{ordered.word, static_cast<std::uint16_t>(1U << ordered.bit)}).state_of("relay_order"), "open") << model->name;
  }
}

}  // namespace
}  // namespace kwota::dlt645
