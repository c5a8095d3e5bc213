#include "sell/tariff/plan/marginal.h"

#include <vector>

#include "sell/tariff/plan/charge_kind.h"

namespace kwota::tariff {

Exact marginal_price(const Version& version, std::int64_t price_e8, int step) {
  Exact price = price_e8, kept_of_total = 1;
  std::vector<Exact> of_charge(version.charges.size(), Exact{0});
  for (std::size_t i = 0; i < version.charges.size(); ++i) {
    const Charge& charge = version.charges[i];
    if (charge.kind->of_one_unit != nullptr) of_charge[i] = charge.kind->of_one_unit(charge, {price_e8, step, of_charge});
    if (charge.kind->of_the_total) kept_of_total = kept_of_total - Exact{charge.figure_e8} / Exact{hundred_percent_e8};
    if (!charge.inclusive) price += of_charge[i];
  }
  return price / kept_of_total;
}

}  // namespace kwota::tariff
