#include "sell/tariff/basket.h"

#include "sell/tariff/steps.h"

namespace kwota::tariff {
namespace {

/// Exact cost of the units from 0 to `units` under a set.
Exact cost_from_zero(const Terms& terms, std::size_t set, std::int64_t units_e3) {
  Exact cost = 0;
  for (const StepUnits& part : split(terms.ends_e3[set], 0, units_e3))
    cost += terms.money(part.units_e3, unit_price_e8(*terms.energy, set, part.step, {}));
  return cost;
}

std::vector<Portion> own_price_portions(const Terms& terms, std::size_t set, std::int64_t units_e3) {
  std::vector<Portion> portions;
  for (const StepUnits& part : split(terms.ends_e3[set], terms.counter_e3, units_e3))
    portions.push_back({part.step, {}, part.units_e3, unit_price_e8(*terms.energy, set, part.step, {})});
  if (portions.empty()) {
    const int step = step_after(terms.ends_e3[set], terms.counter_e3);
    portions.push_back({step, {}, 0, unit_price_e8(*terms.energy, set, step, {})});
  }
  return portions;
}

}  // namespace

std::int64_t unit_price_e8(const EnergyTerms& energy, std::size_t set, int step, std::string_view period) {
  if (energy.kind == EnergyKind::flat) return energy.price.e8(period);
  const PriceList& of_step = energy.sets[set].steps[static_cast<std::size_t>(step) - 1].price;
  return energy.kind == EnergyKind::additive_steps ? energy.price.e8(period) + of_step.flat_e8 : of_step.e8(period);
}

Basket basket_in_set(const Terms& terms, std::size_t set, std::int64_t units_e3) {
  Basket basket;
  basket.energy = own_price_portions(terms, set, units_e3);
  const std::size_t before = set_for(terms, terms.counter_e3);
  if (before != set) basket.reclass = cost_from_zero(terms, set, terms.counter_e3) - cost_from_zero(terms, before, terms.counter_e3);
  return basket;
}

Basket sale_basket(const Terms& terms, std::int64_t units_e3) {
  const EnergyTerms& energy = *terms.energy;
  Basket basket;
  switch (energy.kind) {
    case EnergyKind::sets: return basket_in_set(terms, set_for(terms, terms.counter_e3 + units_e3), units_e3);
    case EnergyKind::own_steps: basket.energy = own_price_portions(terms, 0, units_e3); break;
    case EnergyKind::flat: basket.energy.push_back({0, {}, units_e3, energy.price.flat_e8}); break;
    case EnergyKind::additive_steps:
      basket.energy.push_back({0, {}, units_e3, energy.price.flat_e8});
      for (const StepUnits& part : split(terms.ends_e3[0], terms.counter_e3, units_e3)) {
        const std::int64_t add = energy.sets[0].steps[static_cast<std::size_t>(part.step) - 1].price.flat_e8;
        if (add != 0) basket.additions.push_back({part.step, {}, part.units_e3, add});
      }
      break;
  }
  return basket;
}

}  // namespace kwota::tariff
