// The price plan that tests/house added: water by the cubic metre, with a step and a charge beside it; quoted in both directions.
#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

#include "sell/tariff/quote.h"

namespace kwota::tariff {
namespace {

PricePlan added() {
  std::ifstream in(KWOTA_SOURCE_DIR "/demo/plans/house-water.json");
  std::stringstream text;
  text << in.rdbuf();
  return PricePlan::from_text(text.str()).value();
}

const Instant august = *parse_instant("2026-08-05T10:00:00+08:00");

TEST(AddedPlan, is_read_without_a_warning_and_counts_cubic_metres) {
  EXPECT_TRUE(added().warnings("2026-01-01").empty());
  EXPECT_EQ(added().unit(), Unit::volume);
}

TEST(AddedPlan, says_what_money_buys_and_what_units_cost_across_the_step) {
  State used;
  used.counter = State::Counter{{2026, 8, 1}, Units{8'000}};
  const auto cost = quote(added(), august, used, Buy{Units{4'000}});  // 2 at 2.95, 2 at 4.45
  ASSERT_TRUE(cost.ok()) << cost.error().what;
  EXPECT_EQ(cost->total, Money::minor(1'480));
  const auto bought = quote(added(), august, used, Pay{Money::minor(1'480)});
  ASSERT_TRUE(bought.ok()) << bought.error().what;
  EXPECT_EQ(bought->units, Units{4'000});
}

}  // namespace
}  // namespace kwota::tariff
