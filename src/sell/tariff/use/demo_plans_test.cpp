// The sample utility's plans: published prices give published bills, and the meter can hold them.
#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

#include "base/decimal.h"
#include "sell/tariff/plan/plan_data.h"
#include "sell/tariff/use/meter_table.h"

namespace kwota::tariff {
namespace {

const Instant august = *parse_instant("2026-08-05T10:00:00+08:00");

PricePlan demo(const std::string& id) {
  std::ifstream in(std::string(KWOTA_SOURCE_DIR) + "/demo/plans/" + id + ".json");
  std::stringstream text;
  text << in.rdbuf();
  return PricePlan::from_text(text.str()).value();
}

State yearly(std::int64_t used_wh, std::string household_persons = "3") {
  State state;
  state.counter = State::Counter{{2026, 1, 1}, Units{used_wh}};
  state.numbers["heads"] = std::move(household_persons);
  return state;
}

TEST(DemoPlans, none_lacks_a_least_payment) {
  for (const auto* id : {"cn-zhejiang", "cn-beijing", "demo-monthly"}) {
    const auto plan = demo(id);
    for (const auto& version : plan.data().versions) EXPECT_TRUE(plan.warnings(version.from).empty()) << id << " " << version.from;
  }
}

TEST(DemoPlans, three_hundred_yuan_cross_the_first_step_of_zhejiang) {
  const auto sold = quote(demo("cn-zhejiang"), august, yearly(2'600'000), Pay{Money::minor(30'000)});
  ASSERT_TRUE(sold.ok());
  EXPECT_EQ(sold->units, Units{523'810});
  ASSERT_TRUE(sold->next.has_value());
  EXPECT_EQ(sold->next->price, "0.5880");
  EXPECT_EQ(sold->next->step, 2);
  EXPECT_EQ(sold->next->left_in_step, Units{4'800'000 - 3'123'810});
  EXPECT_EQ(sold->next->price_after, "0.8380");
}

TEST(DemoPlans, a_family_opened_in_may_has_eight_twelfths_of_the_steps) {
  State state = yearly(0);
  state.opened = LocalDate{2026, 5, 17};
  const auto cost = quote(demo("cn-zhejiang"), august, state, Buy{Units{2'000'000}});
  ASSERT_TRUE(cost.ok());
  EXPECT_EQ(cost->total, Money::minor(108'400));
  const auto table = meter_table(demo("cn-zhejiang"), august, state);
  ASSERT_TRUE(table.ok());
  EXPECT_EQ(table->step_ends, (std::vector{Energy::kwh(1'840), Energy::kwh(3'200)}));
}

TEST(DemoPlans, the_meter_holds_beijing_as_a_rate_and_two_additions) {
  const auto table = meter_table(demo("cn-beijing"), august, {});
  ASSERT_TRUE(table.ok());
  EXPECT_EQ(table->rate_prices.at(0), MeterPrice::e4(4'883));
  EXPECT_EQ(table->step_prices, (std::vector{MeterPrice::e4(0), MeterPrice::e4(500), MeterPrice::e4(3'000)}));
  EXPECT_EQ(table->settlement_months, 12);
  EXPECT_TRUE(table->differences.empty());
}

TEST(DemoPlans, a_taxed_price_is_folded_and_the_loss_of_rounding_is_told) {
  const auto plan = PricePlan::from_text(R"({"id":"x","commodity":"electricity","unit":"kWh","currency":"ZAR","minor":2,
    "zone":"Africa/Johannesburg","quantum":"0.1","versions":[{"from":"2024-04-01","counter":{"months":1},
    "energy":{"steps":[{"to":"600","price":"2.3231"},{"price":"3.9486"}]},
    "charges":[{"id":"vat","kind":"percent","percent":"15","of":["energy"]}]}]})");
  ASSERT_TRUE(plan.ok());
  const auto table = meter_table(*plan, august, {});
  ASSERT_TRUE(table.ok());
  EXPECT_EQ(table->rate_prices.at(0), MeterPrice::e4(26'716));                    // 2.671565
  EXPECT_EQ(table->step_prices[1], MeterPrice::e4(45'409 - 26'716)); // 4.54089
  EXPECT_EQ(table->differences, (std::vector<std::string>{"step 1: plan 2.671565, meter 2.6716", "step 2: plan 4.54089, meter 4.5409"}));
}

}  // namespace
}  // namespace kwota::tariff
