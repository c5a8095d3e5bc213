#include "sell/tariff/use/plan_cache.h"

#include <gtest/gtest.h>

#include <thread>

namespace kwota::tariff {
namespace {

const std::string head = R"({"id":"flat","name":"Flat","commodity":"electricity","unit":"kWh","currency":"CNY","minor":2,)"
                         R"("zone":"Asia/Shanghai","quantum":"0.01"})";
std::string version(const std::string& from, const std::string& price) {
  return R"({"from":")" + from + R"(","energy":{"price":")" + price + R"("},"limits":{"min_pay":"5"}})";
}
const Instant spring = parse_instant("2026-03-01T00:00:00Z").value();

TEST(PlanCache, a_plan_is_read_once_while_its_text_stays) {
  PlanCache cache;
  const auto first = cache.plan("flat", head, {version("2026-01-01", "0.52")});
  const auto again = cache.plan("flat", head, {version("2026-01-01", "0.52")});
  ASSERT_TRUE(first.ok() && again.ok());
  EXPECT_EQ(&first->data(), &again->data());
}

TEST(PlanCache, a_new_price_counts_from_the_next_question) {
  PlanCache cache;
  ASSERT_TRUE(cache.plan("flat", head, {version("2026-01-01", "0.52")}).ok());
  const auto newer = cache.plan("flat", head, {version("2026-01-01", "0.52"), version("2026-02-01", "0.60")});
  ASSERT_TRUE(newer.ok());
  EXPECT_EQ(newer->version_at(spring).value(), "2026-02-01");
  const auto withdrawn = cache.plan("flat", head, {version("2026-01-01", "0.52")});
  ASSERT_TRUE(withdrawn.ok());
  EXPECT_EQ(withdrawn->version_at(spring).value(), "2026-01-01");
}

TEST(PlanCache, a_plan_that_was_refused_is_refused_again_and_then_mended) {
  PlanCache cache;
  EXPECT_EQ(cache.plan("flat", head, {"{"}).error().code, "bad_plan");
  EXPECT_EQ(cache.plan("flat", head, {"{"}).error().code, "bad_plan");
  EXPECT_TRUE(cache.plan("flat", head, {version("2026-01-01", "0.52")}).ok());
}

TEST(PlanCache, two_counters_ask_while_the_price_changes) {
  PlanCache cache;
  int wrong = 0;
  const auto ask = [&](const std::string& from, int& misses) {
    for (int i = 0; i < 200; ++i) {
      const auto plan = cache.plan("flat", head, {version(from, "0.52")});
      if (!plan.ok() || plan->version_at(spring).value() != from) ++misses;
    }
  };
  int wrong_there = 0;
  std::thread there([&] { ask("2026-02-01", wrong_there); });
  ask("2026-01-01", wrong);
  there.join();
  EXPECT_EQ(wrong + wrong_there, 0);
}

}  // namespace
}  // namespace kwota::tariff
