#include "sell/tariff/use/meter_table.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/decimal.h"
#include "sell/tariff/answer.h"
#include "sell/tariff/use/meter_schedule.h"
#include "sell/tariff/plan/marginal.h"
#include "sell/tariff/plan/refusal.h"
#include "sell/tariff/plan_check.h"
#include "sell/tariff/terms.h"

namespace kwota::tariff {
namespace {

constexpr std::size_t step_ends_max = 6;              // card file of the user card: 7 prices
constexpr std::int64_t price_e4_max = 99'999'999;     // NNNN.NNNN
constexpr std::int64_t end_e2_max = 99'999'999;       // NNNNNN.NN
constexpr std::int64_t end_unit_e3 = 10;              // 0.01 kWh

Exact in_e4(const Exact& price_e8) { return price_e8 / Exact{10'000}; }

Result<std::int64_t> rounded_e4(const Exact& price_e8) {
  const auto rounded = in_e4(price_e8).round(Round::half_up);
  if (!rounded) return overflow();
  if (*rounded > price_e4_max) return does_not_fit(Misfit::price_range);
  return *rounded;
}

Result<void> add_settlement(const Version& version, MeterTable& table) {
  if (!version.counter) return {};
  const CounterRule& counter = *version.counter;
  if (counter.months != 1 && counter.months != 12) return does_not_fit(Misfit::settlement_period);
  table.settlement_months = counter.months;
  table.settlement_month = counter.start_month;
  table.settlement_day = counter.start_day;
  table.settlement_hour = counter.hour;
  return {};
}

Result<void> add_step_ends(const Terms& terms, MeterTable& table) {
  if (terms.energy->kind == EnergyKind::flat) return {};
  const auto& ends = terms.ends_e3[0];
  if (ends.size() > step_ends_max) return does_not_fit(Misfit::too_many_steps);
  for (const auto end : ends) {
    if (end % end_unit_e3 != 0 || end / end_unit_e3 > end_e2_max) return does_not_fit(Misfit::step_end_range);
    table.step_ends.push_back(Energy::wh(end));
  }
  return {};
}

/// A meter adds the same to every rate.
Result<void> check_additions(const std::vector<StepPrices>& prices) {
  const StepPrices& first = prices[0];
  for (const StepPrices& rate : prices)
    for (std::size_t step = 1; step < rate.size(); ++step)
      if (!(rate[step] - rate[0] - (first[step] - first[0])).is_zero())
        return does_not_fit(Misfit::step_by_rate);
  return {};
}

/// By how much rates are lowered so that no step takes away: a plan whose steps have their own prices starts from its cheapest
/// step, one that adds starts from what it adds to.
Result<std::int64_t> lowered_by(const Terms& terms, const StepPrices& prices, std::int64_t first_e4) {
  std::int64_t least = first_e4;
  for (const Exact& price : prices) {
    TRY(price_e4, rounded_e4(price));
    least = std::min(least, price_e4);
  }
  if (terms.energy->kind == EnergyKind::additive_steps && terms.energy->price.by_period.empty()) {
    const auto rate = in_e4(marginal_price(*terms.version, terms.energy->price.flat_e8, 0)).round(Round::half_up);
    if (rate) least = std::min(least, *rate);
  }
  return first_e4 - least;
}

Result<void> add_prices(const Terms& terms, const Rates& rates, MeterTable& table) {
  const StepPrices& first = rates.prices[0];
  TRY(first_e4, rounded_e4(first[0]));
  TRY(lowered, lowered_by(terms, first, first_e4));
  for (const Exact& price : first) {
    TRY(price_e4, rounded_e4(price));
    table.step_prices.push_back(MeterPrice::e4(price_e4 - first_e4 + lowered));
  }
  for (const StepPrices& rate : rates.prices) {
    TRY(rate_e4, rounded_e4(rate[0]));
    if (rate_e4 < lowered) return does_not_fit(Misfit::step_below_rate);
    table.rate_prices.push_back(MeterPrice::e4(rate_e4 - lowered));
  }
  table.rate_names = rates.names;
  return {};
}

void note_differences(const Rates& rates, MeterTable& table) {
  for (std::size_t rate = 0; rate < rates.prices.size(); ++rate)
    for (std::size_t step = 0; step < rates.prices[rate].size(); ++step) {
      const Exact& plan = rates.prices[rate][step];
      const std::int64_t meter = (table.rate_prices[rate] + table.step_prices[step]).e4();
      if ((in_e4(plan) - Exact{meter}).is_zero()) continue;
      const auto place = rates.prices.size() == 1 ? fmt::format("step {}", step + 1) : fmt::format("{}, step {}", rates.names[rate], step + 1);
      table.differences.push_back(fmt::format("{}: plan {}, meter {}", place, plan.shortest(price_scale), format_decimal(meter, 4)));
    }
}

}  // namespace

Result<MeterTable> meter_table(const PricePlan& price_plan, Instant at, const State& state) {
  const PlanData& plan = price_plan.data();
  const Version* version = plan.version_at(at);
  if (version == nullptr) return no_version(plan);
  if (plan.commodity != Commodity::electricity) return does_not_fit(Misfit::not_electricity);
  TRY(terms, make_terms(plan, *version, at, state));
  TRY(rates, rates_of(*version, plan.zone.local(at).date));
  MUST(check_additions(rates.prices));
  MeterTable table;
  MUST(add_settlement(*version, table));
  MUST(add_step_ends(terms, table));
  MUST(add_prices(terms, rates, table));
  table.schedule = std::move(rates.schedule);
  note_differences(rates, table);
  return table;
}

}  // namespace kwota::tariff
