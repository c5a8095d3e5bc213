// A plan brought into a meter: the prices it charges at every minute are the plan's, or the plan is refused with the reason.
#include "sell/tariff/use/meter_table.h"

#include <fmt/format.h>
#include <gtest/gtest.h>
#include <rapidcheck.h>

#include "sell/tariff/basket.h"
#include "sell/tariff/plan/marginal.h"
#include "sell/tariff/plan/plan_data.h"
#include "sell/tariff/use/time_of_use.h"

namespace kwota::tariff {
namespace {

PricePlan plan_of(std::string_view version) {
  const auto text = fmt::format(R"({{"id":"x","commodity":"electricity","unit":"kWh","currency":"CNY","minor":2,"zone":"Asia/Shanghai",
    "quantum":"0.01","versions":[{}]}})", version);
  return PricePlan::from_text(text).value();
}

constexpr std::string_view peak_and_valley = R"({"from":"2012-07-01","counter":{"months":12,"start":"01-01"},
  "days":{"D":[["00:00","valley"],["08:00","peak"],["22:00","valley"]]},"calendar":[{"use":"D"}],
  "energy":{"price":{"peak":"0.568","valley":"0.288"},"steps":[{"to":"2760","add":"0"},{"to":"4800","add":"0.05"},{"add":"0.30"}]}})";

constexpr std::string_view summer_peak = R"({"from":"2016-07-01","seasons":[["summer","12-01"],["rest","03-01"]],
  "days":{"A":[["00:00","off"],["15:00","peak"],["21:30","off"]],"B":[["00:00","off"]]},
  "calendar":[{"season":"summer","use":"A"},{"use":"B"}],"holidays":{"2025-12-25":"B","2026-12-25":"B"},
  "energy":{"price":{"peak":"0.5586","off":"0.1985"}},
  "charges":[{"id":"gst","kind":"percent","percent":"10","of":["energy"]}]})";

Instant in_2026() { return parse_instant("2026-06-01T12:00:00+08:00").value(); }

Result<MeterTable> table_of(std::string_view version) { return meter_table(plan_of(version), in_2026(), {}); }
std::string why_not(std::string_view version) {
  const auto table = table_of(version);
  return table.ok() ? std::string{"it fits"} : table.error().code == "plan_does_not_fit" ? table.error().details.at("why") : table.error().code;
}

TEST(MeterTable, peak_and_valley_become_two_rates_and_one_day_table) {
  const auto table = table_of(peak_and_valley).value();
  EXPECT_EQ(table.rate_prices, (std::vector{MeterPrice::e4(2'880), MeterPrice::e4(5'680)}));
  EXPECT_EQ(table.rate_names, (std::vector<std::string>{"valley", "peak"}));
  EXPECT_EQ(table.step_prices, (std::vector{MeterPrice::e4(0), MeterPrice::e4(500), MeterPrice::e4(3'000)}));
  ASSERT_EQ(table.schedule.zones.size(), 1U);
  ASSERT_EQ(table.schedule.tables.size(), 1U);
  ASSERT_EQ(table.schedule.tables[0].size(), 3U);
  EXPECT_EQ(table.schedule.tables[0][1].hour, 8U);
  EXPECT_EQ(table.schedule.tables[0][1].rate, 2U);
  EXPECT_TRUE(table.differences.empty());
}

TEST(MeterTable, seasons_become_year_zones_and_holidays_to_come_their_own_days) {
  const auto table = table_of(summer_peak).value();
  EXPECT_EQ(table.rate_prices, (std::vector{MeterPrice::e4(2'184), MeterPrice::e4(6'145)}));
  EXPECT_EQ(table.differences, (std::vector<std::string>{"summer off, step 1: plan 0.21835, meter 0.2184", "summer peak, step 1: plan 0.61446, meter 0.6145"}));
  ASSERT_EQ(table.schedule.zones.size(), 2U);
  EXPECT_EQ(table.schedule.zones[0].month, 3U);
  EXPECT_EQ(table.schedule.zones[1].month, 12U);
  ASSERT_EQ(table.schedule.holidays.size(), 1U) << "the one that is over is not written";
  EXPECT_EQ(table.schedule.holidays[0].table, table.schedule.zones[0].table);
}

TEST(MeterTable, prices_by_season_alone_change_with_the_year_zone) {
  const auto table = table_of(R"({"from":"2026-01-01","seasons":[["wet","05-01"],["dry","11-01"]],
    "energy":{"by_season":{"wet":{"price":"0.30"},"dry":{"price":"0.50"}}}})").value();
  EXPECT_EQ(table.rate_prices, (std::vector{MeterPrice::e4(3'000), MeterPrice::e4(5'000)}));
  EXPECT_EQ(table.rate_names, (std::vector<std::string>{"wet", "dry"}));
  ASSERT_EQ(table.schedule.tables.size(), 2U);
}

TEST(MeterTable, a_plan_that_names_times_and_prices_them_alike_needs_no_schedule) {
  const auto table = table_of(R"({"from":"2026-01-01","days":{"D":[["00:00","low"],["08:00","high"]]},"calendar":[{"use":"D"}],
    "energy":{"price":{"low":"0.5","high":"0.5"}}})").value();
  EXPECT_EQ(table.rate_prices.size(), 1U);
  EXPECT_TRUE(table.schedule.empty());
}

TEST(MeterTable, what_a_meter_cannot_hold_is_refused_with_the_reason) {
  EXPECT_EQ(why_not(R"({"from":"2026-01-01","days":{"D":[["00:00","low"]],"E":[["00:00","high"]]},
    "calendar":[{"on":[6,7],"use":"D"},{"use":"E"}],"energy":{"price":{"low":"0.4","high":"0.5"}}})"),
            "its prices depend on the day of the week");
  EXPECT_EQ(why_not(R"({"from":"2026-01-01","counter":{"months":1},"days":{"D":[["00:00","low"],["08:00","high"]]},"calendar":[{"use":"D"}],
    "energy":{"steps":[{"to":"100","price":{"low":"0.4","high":"0.5"}},{"price":{"low":"0.5","high":"0.9"}}]}})"),
            "a step adds more at one time of the day or year than at another");
  EXPECT_EQ(why_not(R"({"from":"2026-01-01","counter":{"months":1},"seasons":[["wet","05-01"],["dry","11-01"]],
    "energy":{"by_season":{"wet":{"price":"0.30","steps":[{"to":"100","add":"0"},{"add":"0.1"}]},"dry":{"price":"0.50","steps":[{"to":"150","add":"0"},{"add":"0.1"}]}}}})"),
            "its steps end elsewhere in another season");
  EXPECT_EQ(why_not(R"({"from":"2026-01-01","counter":{"months":1},"seasons":[["wet","05-01"],["dry","11-01"]],
    "energy":{"by_season":{"wet":{"price":"0.30"},"dry":{"price":"0.50","steps":[{"to":"150","add":"0"},{"add":"0.1"}]}}}})"),
            "it has steps in a part of the year only");
}

TEST(MeterTable, more_than_eight_prices_by_time_do_not_fit) {
  std::string day = R"(["00:00","p0"])", prices = R"("p0":"0.10")";
  for (int i = 1; i < 9; ++i) {
    day += fmt::format(R"(,["{:02}:00","p{}"])", i, i);
    prices += fmt::format(R"(,"p{}":"0.{}0")", i, i + 1);
  }
  EXPECT_EQ(why_not(fmt::format(R"({{"from":"2026-01-01","days":{{"D":[{}]}},"calendar":[{{"use":"D"}}],"energy":{{"price":{{{}}}}}}})", day, prices)),
            "it has more than 8 prices by time and season");
}

/// The rate that a meter finds for a local minute; the last zone lasts over new year, the last period never over midnight here.
std::size_t rate_in_meter(const MeterSchedule& schedule, const LocalTime& at) {
  std::size_t table = schedule.zones.back().table;
  for (const auto& zone : schedule.zones)
    if (std::pair{zone.month, zone.day} <= std::pair<unsigned, unsigned>{at.date.month, at.date.day}) table = zone.table;
  for (const auto& holiday : schedule.holidays)
    if (holiday.date == at.date) table = holiday.table;
  std::size_t rate = 0;
  for (const auto& period : schedule.tables[table - 1])
    if (period.hour * 60 + period.minute <= at.hour * 60 + at.minute) rate = period.rate;
  return rate;
}

TEST(MeterTable, at_every_minute_the_meter_charges_what_the_plan_says) {
  for (const auto version : {peak_and_valley, summer_peak}) {
    const auto plan = plan_of(version);
    const auto table = meter_table(plan, in_2026(), {}).value();
    EXPECT_TRUE(rc::check("the meter's rate has the plan's price", [&] {
      const auto later = Duration::minutes(*rc::gen::inRange<std::int64_t>(0, 365 * 24 * 60));
      const LocalTime at = plan.data().zone.local(in_2026() + later);
      const auto& rules = *plan.data().version_at(in_2026());
      const auto period = period_at(rules, at);
      for (std::size_t step = 0; step < table.step_prices.size(); ++step) {
        const auto& energy = rules.energy.at("");
        const int number = energy.kind == EnergyKind::flat ? 0 : static_cast<int>(step) + 1;
        const auto exact = marginal_price(rules, unit_price_e8(energy, 0, number, period), number) / Exact{10'000};
        const auto meter = table.rate_prices.at(rate_in_meter(table.schedule, at) - 1) + table.step_prices[step];
        RC_ASSERT(exact.round(Round::half_up) == std::optional{meter.e4()});
      }
    }));
  }
}

}  // namespace
}  // namespace kwota::tariff
