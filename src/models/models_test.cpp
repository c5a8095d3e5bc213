// Laws that every declared model keeps.
#include <gtest/gtest.h>

#include <set>

#include "models/all.h"
#include "models/ddzy1352.h"
#include "models/ddzy1353.h"

namespace kwota::models {
namespace {

TEST(MeterModels, every_model_is_found_by_its_name_and_names_are_unique) {
  std::set<std::string_view> names;
  for (const Model* model : all()) {
    EXPECT_TRUE(names.insert(model->name).second) << model->name;
    EXPECT_EQ(find(model->name), model);
  }
  EXPECT_EQ(find("DDSY"), nullptr);
  EXPECT_EQ(find(""), nullptr);
}

TEST(MeterModels, the_plate_bounds_the_load_where_no_transformer_stands_before_the_meter) {
  EXPECT_EQ(facts_of("DDZY1353").largest_watts, 220u * 60u);
  for (const Model* model : all()) EXPECT_EQ(model->facts.largest_watts == 0, model->transformer_connected) << model->name;
}

TEST(MeterModels, limits_stand_in_their_order_and_the_display_shows_the_money_first) {
  for (const Model* model : all()) {
    SCOPED_TRACE(model->name);
    EXPECT_GE(model->limits.alarm1, model->limits.alarm2);
    EXPECT_GE(model->limits.alarm2, Money{});
    EXPECT_GE(model->limits.overdraft, Money{});
    EXPECT_TRUE(model->limits.hoarding.is_zero() || model->limits.hoarding > model->limits.alarm1);
    EXPECT_GT(model->impulses_per_kwh, 0);
    EXPECT_GT(model->illegal_before_sleep, 0);
    EXPECT_GE(model->rates, 1);
    EXPECT_LE(model->rates, rates_max);
    EXPECT_GE(model->default_rate, 1);
    EXPECT_LE(model->default_rate, model->rates);
    ASSERT_FALSE(model->pages.empty());
    const bool has_money = model->account == AccountAt::meter;
    EXPECT_EQ(model->pages[0], has_money ? Page::remaining_money : Page::energy_total);
    EXPECT_TRUE(has_money || model->limits == Limits{}) << "where no money is there is none to be warned of";
  }
}

TEST(MeterModels, everybody_can_read_what_a_model_is_and_knows_how_its_line_is_spoken_to) {
  for (const Model* model : all()) {
    EXPECT_FALSE(model->words.zh.empty() || model->words.en.empty() || model->words.ru.empty()) << model->name;
    EXPECT_FALSE(model->facts.protocol.empty()) << model->name;
    EXPECT_FALSE(model->reports.empty()) << model->name;
  }
}

TEST(MeterModels, a_model_that_is_another_with_differences_differs_in_these_alone) {
  EXPECT_NE(ddzy1353.name, ddzy1352.name);
  EXPECT_TRUE(ddzy1353.wants_cipher && !ddzy1352.wants_cipher);
  EXPECT_EQ(ddzy1353.pages.data(), ddzy1352.pages.data());
  EXPECT_EQ(ddzy1353.limits, ddzy1352.limits);
  EXPECT_EQ(ddzy1353.rates, ddzy1352.rates);
}

TEST(MeterModels, who_keeps_keys_in_his_firmware_takes_no_cards_and_tells_no_fault_of_a_module) {
  std::size_t seen = 0;
  for (const Model* model : all()) {
    EXPECT_EQ(model->facts.takes_cards, model->keys_in == KeysIn::module) << model->name << ": keys of cards are the whole county's";
    EXPECT_GT(model->failures_a_day, 0) << model->name;
    if (model->keys_in == KeysIn::module) continue;
    ++seen;
    EXPECT_FALSE(model->facts.protocol.empty()) << model->name << ": it is reached over a line alone";
    for (const auto& finding : model->facts.findings) EXPECT_NE(finding.code, "module_fault") << model->name;
  }
  EXPECT_GT(seen, 0U);
}

TEST(MeterModels, a_plate_that_nobody_knows_is_taken_to_tell_everything_and_to_lack_nothing) {
  EXPECT_EQ(find("FOREIGN-1"), nullptr);
  EXPECT_TRUE(model_of("FOREIGN-1").name.empty());
  EXPECT_GT(model_of("FOREIGN-1").reports.size(), model_of("DDSY1352").reports.size());
  EXPECT_TRUE(facts_of("FOREIGN-1").lacks.empty());
}

}  // namespace
}  // namespace kwota::models
