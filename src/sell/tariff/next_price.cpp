#include "sell/tariff/next_price.h"

#include "base/decimal.h"
#include "sell/tariff/answer.h"
#include "sell/tariff/basket.h"
#include "sell/tariff/plan/marginal.h"
#include "sell/tariff/steps.h"

namespace kwota::tariff {

std::string four_decimals(const Exact& price_e8) {
  const auto price_e4 = (price_e8 / Exact{10'000}).round(Round::half_up);
  return price_e4 ? format_decimal(*price_e4, 4) : "";
}

std::optional<Next> next_price(const Terms& terms, std::int64_t position_e3) {
  if (has_periods(*terms.energy)) return std::nullopt;
  Next next;
  if (terms.energy->sets.empty()) {
    next.price = four_decimals(marginal_price(*terms.version, terms.energy->price.flat_e8, 0));
    return next;
  }
  const bool sets = terms.energy->kind == EnergyKind::sets;
  const std::size_t set = sets ? set_for(terms, position_e3) : 0;
  const auto& ends = terms.ends_e3[set];
  const auto price_of = [&](int step) {
    return four_decimals(marginal_price(*terms.version, unit_price_e8(*terms.energy, set, step, {}), step));
  };
  next.step = step_after(ends, position_e3);
  next.price = price_of(next.step);
  const auto index = static_cast<std::size_t>(next.step) - 1;
  if (index >= ends.size()) return next;
  next.left_in_step = Units{ends[index] - position_e3};
  next.price_after = price_of(step_after(ends, ends[index]));
  return next;
}

}  // namespace kwota::tariff
