#include <algorithm>

#include "sell/tariff/plan/charge_kind.h"
#include "sell/tariff/plan/charges/gross.h"
#include "sell/tariff/plan/charges/minimum.h"
#include "sell/tariff/plan/charges/per_day.h"
#include "sell/tariff/plan/charges/per_month.h"
#include "sell/tariff/plan/charges/per_sale.h"
#include "sell/tariff/plan/charges/per_unit.h"
#include "sell/tariff/plan/charges/percent.h"

namespace kwota::tariff {
namespace {

constexpr const ChargeKind* every[] = {
    &per_sale,
    &per_month,
    &per_day,
    &per_unit,
    &percent,
    &gross,
    &minimum,
};

}  // namespace

std::span<const ChargeKind* const> charge_kinds() { return every; }

const ChargeKind* charge_kind(std::string_view word) {
  const auto found = std::ranges::find(every, word, &ChargeKind::word);
  return found != std::end(every) ? *found : nullptr;
}

bool names_step(const Charge& charge, int step) { return charge.steps.empty() || std::ranges::find(charge.steps, step) != charge.steps.end(); }

Exact UnitSoFar::sum_of(const Charge& charge) const {
  Exact sum = charge.of_energy && names_step(charge, step) ? price : Exact{0};
  for (const std::size_t named : charge.of_charges) sum += of_charges[named];
  return sum;
}

}  // namespace kwota::tariff
