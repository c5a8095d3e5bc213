#include "sell/tariff/plan/marginal.h"

#include <algorithm>
#include <vector>

namespace kwota::tariff {
namespace {

bool names_step(const Charge& charge, int step) {
  return charge.steps.empty() || std::find(charge.steps.begin(), charge.steps.end(), step) != charge.steps.end();
}

}  // namespace

Exact marginal_price(const Version& version, std::int64_t price_e8, int step) {
  const Exact hundred = Exact{100} * Exact{power_of_ten(price_scale)};
  Exact price = price_e8, kept_of_total = 1;
  std::vector<Exact> of_charge(version.charges.size(), Exact{0});
  for (std::size_t i = 0; i < version.charges.size(); ++i) {
    const Charge& charge = version.charges[i];
    const Exact share = Exact{charge.percent_e8} / hundred;
    if (charge.kind == ChargeKind::per_unit && names_step(charge, step)) of_charge[i] = charge.amount_e8;
    if (charge.kind == ChargeKind::percent) {
      Exact base = charge.of_energy && names_step(charge, step) ? Exact{price_e8} : Exact{0};
      for (const std::size_t named : charge.of_charges) base += of_charge[named];
      of_charge[i] = charge.inclusive ? base * share / (Exact{1} + share) : base * share;
    }
    if (charge.kind == ChargeKind::gross) kept_of_total = kept_of_total - share;
    if (!charge.inclusive) price += of_charge[i];
  }
  return price / kept_of_total;
}

}  // namespace kwota::tariff
