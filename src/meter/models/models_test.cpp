// Laws that every declared model keeps.
#include <gtest/gtest.h>

#include <set>

#include "meter/models/all.h"

namespace kwota::meter {
namespace {

TEST(MeterModels, every_model_is_found_by_its_name_and_names_are_unique) {
  std::set<std::string_view> names;
  for (const Model* model : all_models()) {
    EXPECT_TRUE(names.insert(model->name).second) << model->name;
    EXPECT_EQ(find_model(model->name), model);
  }
  EXPECT_EQ(find_model("DDSY"), nullptr);
  EXPECT_EQ(find_model(""), nullptr);
}

TEST(MeterModels, limits_stand_in_their_order_and_the_display_shows_the_money_first) {
  for (const Model* model : all_models()) {
    SCOPED_TRACE(model->name);
    EXPECT_GE(model->limits.alarm1, model->limits.alarm2);
    EXPECT_GE(model->limits.alarm2, Money{});
    EXPECT_GE(model->limits.overdraft, Money{});
    EXPECT_TRUE(model->limits.hoarding.is_zero() || model->limits.hoarding > model->limits.alarm1);
    EXPECT_GT(model->impulses_per_kwh, 0);
    EXPECT_GT(model->illegal_before_sleep, 0);
    EXPECT_GE(model->rates, 1);
    EXPECT_LE(model->rates, Tariff::rates_max);
    EXPECT_GE(model->default_rate, 1);
    EXPECT_LE(model->default_rate, model->rates);
    ASSERT_FALSE(model->pages.empty());
    const bool has_money = model->account == AccountAt::meter;
    EXPECT_EQ(model->pages[0], has_money ? Page::remaining_money : Page::energy_total);
    EXPECT_TRUE(has_money || model->limits == Limits{}) << "where no money is there is none to be warned of";
  }
}

}  // namespace
}  // namespace kwota::meter
