// What a State Grid (DL/T 645) meter can hold of a plan: one rate price and up to six steps that add to it, NNNN.NNNN each,
// ends NNNNNN.NN kWh. The meter knows no taxes and no levies: they are folded in here, and what rounding loses is told.
#include <fmt/format.h>

#include <algorithm>

#include "base/decimal.h"
#include "sell/tariff/answer.h"
#include "sell/tariff/basket.h"
#include "sell/tariff/marginal.h"
#include "sell/tariff/plan_check.h"
#include "sell/tariff/refusal.h"
#include "sell/tariff/terms.h"

namespace kwota::tariff {
namespace {

constexpr std::size_t step_ends_max = 6;              // card file of the user card: 7 prices
constexpr std::int64_t price_e4_max = 99'999'999;     // NNNN.NNNN
constexpr std::int64_t end_e2_max = 99'999'999;       // NNNNNN.NN
constexpr std::int64_t end_unit_e3 = 10;              // 0.01 kWh

Error does_not_fit(std::string_view why) {
  return error(Fault::refused, "plan_does_not_fit",
               fmt::format("The meter cannot hold this price plan: {}. Nothing was written; choose another plan or meter.", why),
               {{"why", std::string(why)}});
}

/// The price of a unit as the meter must take it, rounded to 10^-4; the loss is added to the differences.
Result<std::int64_t> folded_e4(const Terms& terms, int step, MeterTable& table) {
  const Exact exact = marginal_price(*terms.version, unit_price_e8(*terms.energy, 0, step, {}), step);
  const Exact exact_e4 = exact / Exact{10'000};
  const auto rounded = exact_e4.round(Round::half_up);
  if (!rounded) return overflow();
  if (*rounded > price_e4_max) return does_not_fit("a price is above 9999.9999");
  if (!(exact_e4 - Exact{*rounded}).is_zero())
    table.differences.push_back(fmt::format("step {}: plan {}, meter {}", std::max(step, 1), exact.shortest(price_scale), format_decimal(*rounded, 4)));
  return *rounded;
}

Result<void> add_settlement(const Version& version, MeterTable& table) {
  if (!version.counter) return {};
  const CounterRule& counter = *version.counter;
  if (counter.months != 1 && counter.months != 12) return does_not_fit("its steps begin anew every month or every year only");
  table.settlement_months = counter.months;
  table.settlement_month = counter.start_month;
  table.settlement_day = counter.start_day;
  table.settlement_hour = counter.hour;
  return {};
}

Result<void> add_steps(const Terms& terms, MeterTable& table) {
  TRY(first, folded_e4(terms, 1, table));
  const auto& ends = terms.ends_e3[0];
  if (ends.size() > step_ends_max) return does_not_fit("it has more than 7 steps");
  // The rate price is what the plan adds to; a plan whose steps have their own prices starts from its cheapest step,
  // because the meter can only add.
  std::vector<std::int64_t> prices{first};
  for (std::size_t i = 0; i < ends.size(); ++i) {
    if (ends[i] % end_unit_e3 != 0 || ends[i] / end_unit_e3 > end_e2_max) return does_not_fit("a step ends outside 000000.00 to 999999.99 kWh");
    TRY(price, folded_e4(terms, static_cast<int>(i) + 2, table));
    prices.push_back(price);
    table.step_ends.push_back(Energy::wh(ends[i]));
  }
  std::int64_t base = *std::min_element(prices.begin(), prices.end());
  if (terms.energy->kind == EnergyKind::additive_steps) {
    const auto rate = (marginal_price(*terms.version, terms.energy->price.flat_e8, 0) / Exact{10'000}).round(Round::half_up);
    if (rate) base = std::min(base, *rate);
  }
  table.base = MeterPrice::e4(base);
  for (const std::int64_t price : prices) table.step_prices.push_back(MeterPrice::e4(price - base));
  return {};
}

}  // namespace

Result<MeterTable> meter_table(const PricePlan& price_plan, Instant at, const State& state) {
  const PlanData& plan = price_plan.data();
  const Version* version = plan.version_at(at);
  if (version == nullptr) return no_version(plan);
  if (plan.commodity != "electricity" || plan.unit != "kWh") return does_not_fit("it does not price kWh of electricity");
  if (!version->energy.contains("")) return does_not_fit("its prices change with the season");
  TRY(terms, make_terms(plan, *version, at, state));
  if (has_periods(*terms.energy)) return does_not_fit("its prices change with the time of day");
  if (terms.energy->kind == EnergyKind::sets) return does_not_fit("the total of the period chooses its prices");
  MeterTable table;
  MUST(add_settlement(*version, table));
  if (terms.energy->kind != EnergyKind::flat) {
    MUST(add_steps(terms, table));
    return table;
  }
  TRY(price, folded_e4(terms, 0, table));
  table.base = MeterPrice::e4(price);
  table.step_prices.push_back(MeterPrice::e4(0));
  return table;
}

}  // namespace kwota::tariff
