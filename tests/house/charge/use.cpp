// The kind of charge that tests/house added: read from a plan, priced in both directions, and refused where its keys are another kind's.
#include <gtest/gtest.h>

#include "sell/tariff/quote.h"

namespace kwota::tariff {
namespace {

Result<PricePlan> with_duty(const std::string& charge) {
  return PricePlan::from_text(R"({"id": "duty", "commodity": "electricity", "unit": "kWh", "currency": "CNY", "minor": 2, "zone": "Asia/Shanghai", "quantum": "0.01",
    "versions": [{"from": "2026-01-01", "energy": {"price": "0.50"}, "charges": [)" + charge + R"(], "limits": {"min_pay": "1.00"}}]})");
}

const Instant august = *parse_instant("2026-08-05T10:00:00+08:00");
constexpr std::string_view duty = R"({"id": "duty", "kind": "per_hundred", "amount": "0.30", "of": ["energy"]})";

TEST(AddedCharge, is_taken_for_each_hundred_that_was_started) {
  const auto plan = with_duty(std::string(duty));
  ASSERT_TRUE(plan.ok()) << plan.error().what;
  for (const auto& [units, due] : {std::pair{200'000, 30}, {200'010, 60}, {400'000, 60}}) {
    const auto cost = quote(*plan, august, State{}, Buy{Units{units}});
    ASSERT_TRUE(cost.ok()) << cost.error().what;
    ASSERT_EQ(cost->lines.size(), 2U);
    EXPECT_EQ(cost->lines[1].amount, Money::minor(due)) << units;
  }
}

TEST(AddedCharge, leaves_of_a_payment_what_it_is_not) {
  const auto plan = with_duty(std::string(duty));
  const auto bought = quote(plan.value(), august, State{}, Pay{Money::minor(10'030)});
  ASSERT_TRUE(bought.ok()) << bought.error().what;
  EXPECT_EQ(bought->units, Units{200'000});
  EXPECT_EQ(bought->total, Money::minor(10'030));
}

TEST(AddedCharge, has_its_own_keys_and_no_others) {
  EXPECT_FALSE(with_duty(R"({"id": "duty", "kind": "per_hundred", "amount": "0.30", "of": ["energy"], "steps": [1]})").ok());
  EXPECT_FALSE(with_duty(R"({"id": "duty", "kind": "per_hundred", "percent": "0.30", "of": ["energy"]})").ok());
}

}  // namespace
}  // namespace kwota::tariff
