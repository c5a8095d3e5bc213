// A year of a customer, added up by hand.
#include "sell/tariff/use/year_cost.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "base/decimal.h"

namespace kwota::tariff {
namespace {

PricePlan steady_plan(std::string_view terms, std::string_view quantum = "0.01") {
  return *PricePlan::from_text(fmt::format(R"({{"id":"x","commodity":"electricity","unit":"kWh","currency":"CNY","minor":2,"zone":"Asia/Shanghai","quantum":"{}",)"
                                           R"("versions":[{{"from":"2026-01-01",{}}}]}})",
                                           quantum, terms));
}

YearUse each_month(std::int64_t units) {
  YearUse use;
  use.months_e3.fill(units * 1000);
  return use;
}

std::string year_of(std::string_view terms, const YearUse& use, const std::map<std::string, std::string>& numbers = {}, LocalDate month = {2027, 1, 1}) {
  const auto cost = year_cost(steady_plan(terms), "2026-01-01", month, use, numbers);
  return cost.ok() ? format_money(*cost, 2) : cost.error().code;
}

TEST(YearCost, twelve_months_at_one_price) { EXPECT_EQ(year_of(R"("energy":{"price":"0.52"})", each_month(100)), "624.00"); }

TEST(YearCost, steps_of_a_month_begin_anew_each_month_and_those_of_a_year_once) {
  constexpr auto steps = R"("energy":{"steps":[{"to":"180","price":"0.50"},{"price":"1.00"}]})";
  EXPECT_EQ(year_of(fmt::format(R"("counter":{{"months":1}},{})", steps), each_month(200)), "1320.00");   // 12 x (90 + 20)
  EXPECT_EQ(year_of(fmt::format(R"("counter":{{"months":12}},{})", steps), each_month(200)), "2310.00");  // 90 + 2220
}

TEST(YearCost, a_year_that_begins_inside_of_a_counter_period_finds_it_used_as_ever) {
  constexpr auto terms = R"("counter":{"months":12,"start":"01-01"},"energy":{"steps":[{"to":"1200","price":"0.50"},{"price":"1.00"}]})";
  EXPECT_EQ(year_of(terms, each_month(200), {}, {2027, 7, 1}), year_of(terms, each_month(200)));
}

TEST(YearCost, standing_charges_fall_due_for_every_month_and_day_once) {
  EXPECT_EQ(year_of(R"("energy":{"price":"1"},"charges":[{"id":"rent","kind":"per_month","amount":"2.00"}])", each_month(10)), "144.00");
  EXPECT_EQ(year_of(R"("energy":{"price":"1"},"charges":[{"id":"rent","kind":"per_day","amount":"1.00"}])", each_month(10)), "485.00");
  EXPECT_EQ(year_of(R"("energy":{"price":"1"},"charges":[{"id":"power","kind":"per_month","amount":"3.00","times":"load_kw"}])", each_month(10), {{"load_kw", "5"}}), "300.00");
  EXPECT_EQ(year_of(R"("energy":{"price":"1"},"charges":[{"id":"power","kind":"per_month","amount":"3.00","times":"load_kw"}])", each_month(10)), "156.00");
}

TEST(YearCost, a_basic_allowance_is_given_every_month_and_a_minimum_fills_up) {
  EXPECT_EQ(year_of(R"("counter":{"months":1},"free":{"units":"15"},"energy":{"price":"1"})", each_month(20)), "60.00");
  EXPECT_EQ(year_of(R"("counter":{"months":1},"free":{"units":"15"},"energy":{"price":"1"})", each_month(10)), "0.00");
  EXPECT_EQ(year_of(R"("energy":{"price":"1"},"charges":[{"id":"least","kind":"minimum","amount":"8.00","of":["energy"]}])", each_month(5)), "96.00");
}

TEST(YearCost, the_hours_of_the_day_choose_the_periods_and_weekends_are_days_too) {
  constexpr auto terms = R"("days":{"work":[["00:00","low"],["08:00","high"]],"rest":[["00:00","low"]]},)"
                         R"("calendar":[{"on":[6,7],"use":"rest"},{"use":"work"}],"energy":{"price":{"low":"0.30","high":"0.60"}})";
  YearUse nights = each_month(100), mornings = nights;
  nights.hours[3] = 1;
  EXPECT_EQ(year_of(terms, nights), "360.00");
  mornings.hours[9] = 1;
  const auto cost = year_cost(steady_plan(terms), "2026-01-01", {2027, 1, 1}, mornings, {});
  EXPECT_GT(*cost, Money::minor(36'000));
  EXPECT_LT(*cost, Money::minor(72'000)) << "on weekends the morning is low, too";
}

TEST(YearCost, seasons_have_their_own_months) {
  constexpr auto terms = R"("seasons":[["dry","01-01"],["wet","07-01"]],"energy":{"by_season":{"dry":{"price":"1"},"wet":{"price":"2"}}})";
  EXPECT_EQ(year_of(terms, each_month(10)), "180.00");
  YearUse spring;
  spring.months_e3[3] = 100'000;
  EXPECT_EQ(year_of(terms, spring), "100.00");
}

TEST(YearCost, another_version_is_none) {
  EXPECT_EQ(year_cost(steady_plan(R"("energy":{"price":"1"})"), "2031-01-01", {2027, 1, 1}, each_month(1), {}).error().code, "no_version");
}

}  // namespace
}  // namespace kwota::tariff
