#include "sell/tariff/use/usage.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/decimal.h"
#include "sell/tariff/answer.h"
#include "sell/tariff/basket.h"
#include "sell/tariff/charges_due.h"
#include "sell/tariff/plan/refusal.h"
#include "sell/tariff/plan_check.h"
#include "sell/tariff/rounding.h"
#include "sell/tariff/steps.h"
#include "sell/tariff/use/measured.h"
#include "sell/tariff/use/time_of_use.h"

namespace kwota::tariff {
namespace {

std::int64_t total_of(const PeriodUnits& usage) {
  std::int64_t total = 0;
  for (const auto& [period, units] : usage) total += units.e3;
  return total;
}

void drop_empty(std::vector<Portion>& portions) {
  if (portions.empty()) return;
  const Portion first = portions.front();
  std::erase_if(portions, [](const Portion& portion) { return portion.units_e3 == 0; });
  if (portions.empty()) portions.push_back(first);
}

std::vector<Portion> own_price_portions(const Terms& terms, std::size_t set, const PeriodUnits& usage) {
  const std::int64_t total = total_of(usage);
  const std::int64_t grain = total % terms.plan->quantum_e3 == 0 ? terms.plan->quantum_e3 : 1;
  auto steps = split(terms.ends_e3[set], terms.counter_e3, total);
  if (steps.empty()) steps.push_back({step_after(terms.ends_e3[set], terms.counter_e3), 0});
  std::vector<std::int64_t> weights, left;
  for (const auto& [period, units] : usage) weights.push_back(units.e3);
  left = weights;
  std::vector<Portion> portions;
  for (std::size_t s = 0; s < steps.size(); ++s) {
    const bool last = s + 1 == steps.size();
    const auto quanta = last ? std::vector<std::int64_t>{} : share_out(steps[s].units_e3 / grain, weights);
    for (std::size_t p = 0; p < usage.size(); ++p) {
      const std::int64_t units = last ? left[p] : std::min(left[p], quanta[p] * grain);
      left[p] -= units;
      portions.push_back({steps[s].step, usage[p].first, units, unit_price_e8(*terms.energy, set, steps[s].step, usage[p].first)});
    }
  }
  return portions;
}

}  // namespace

Basket usage_basket(const Terms& terms, const PeriodUnits& usage) {
  const EnergyTerms& energy = *terms.energy;
  const std::int64_t total = total_of(usage);
  Basket basket;
  if (energy.kind == EnergyKind::sets || energy.kind == EnergyKind::own_steps) {
    const std::size_t set = energy.kind == EnergyKind::sets ? set_for(terms, terms.counter_e3 + total) : 0;
    if (energy.kind == EnergyKind::sets) basket = basket_in_set(terms, set, total);
    basket.energy = own_price_portions(terms, set, usage);
  } else {
    basket = sale_basket(terms, total);
    basket.energy.clear();
    for (const auto& [period, units] : usage) basket.energy.push_back({0, period, units.e3, energy.price.e8(period)});
  }
  drop_empty(basket.energy);
  return basket;
}

Result<std::int64_t> checked_total(const Terms& terms, const PeriodUnits& usage) {
  Wide total = 0;
  if (usage.empty()) return bad_amount("");
  for (const auto& [period, units] : usage) {
    if (units.e3 < 0) return bad_amount(format_shortest(units.e3, units_scale));
    if (units.e3 % terms.plan->quantum_e3 != 0) return not_multiple(terms.plan->quantum_e3);
    const auto& days = terms.version->days;
    const bool known = days.empty() ? !has_periods(*terms.energy) : std::any_of(days.begin(), days.end(), [&, &wanted = period](const auto& table) {
      return std::any_of(table.second.begin(), table.second.end(), [&](const DaySwitch& row) { return row.period == wanted; });
    });
    if (!known && (has_periods(*terms.energy) || !period.empty())) return bad_state(StateFlaw::unknown_period, period);
    total += units.e3;
  }
  if (total > terms.units_max_e3() - terms.counter_e3) return overflow();
  return static_cast<std::int64_t>(total);
}

Result<Quote> price_usage(const PricePlan& price_plan, Instant at, const State& state, const Usage& usage) {
  const PlanData& plan = price_plan.data();
  const Version* version = plan.version_at(at);
  if (version == nullptr) return no_version(plan);
  TRY(terms, make_terms(plan, *version, at, state));
  // Free units are given with a sale; metered use is counted from where the counter stands.
  if (version->free && version->free->counts) terms.counter_e3 -= terms.free_e3;
  TRY(total, checked_total(terms, usage.units));
  const Document document = write_covering_document(terms, usage_basket(terms, usage.units), {.measured = true});
  if (document.overflow) return overflow();
  Quote quote;
  quote.version = version->from;
  quote.season = terms.season;
  if (terms.period) quote.period = terms.period->label;
  add_lines(quote, terms, document);
  quote.total = Money::minor(document.total);
  if (terms.period || !terms.energy->sets.empty()) quote.counter_after = Units{terms.counter_e3 + total};
  quote.charged_after = state.charged;
  mark_taken(quote.charged_after, terms, plan.zone.local(at).date);
  return quote;
}

Result<Quote> price_load(const PricePlan& plan, Instant at, const State& state, const LoadProfile& load) {
  if (plan.data().version_at(at) == nullptr) return no_version(plan.data());
  TRY(usage, classify(plan.data(), load.intervals));
  TRY(quote, price_usage(plan, at, state, Usage{usage}));
  quote.usage = std::move(usage);
  return quote;
}

}  // namespace kwota::tariff
