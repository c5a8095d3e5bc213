// An amount for each started hundred of the currency that the named lines come to: a stamp duty.
#pragma once
#include "sell/tariff/plan/charge_kind.h"

namespace kwota::tariff {

inline bool duty_line(const Charge& charge, const Due&, const DocumentSoFar& document, DocumentLine& line) {
  const auto base = document.sum_of(charge);
  if (!base) return false;
  const Exact hundred = document.minor(100 * static_cast<std::int64_t>(power_of_ten(price_scale)));
  const auto started = (*base / hundred).round(Round::up);
  if (!started || *started <= 0) return false;
  line.base = base;
  line.exact = document.minor(charge.figure_e8) * Exact{*started};
  return true;
}

inline constexpr ChargeKind per_hundred{
    .word = "per_hundred",
    .figure = ChargeFigure::amount,
    .keys = {.of = true},
    .follows_units = true,
    .line = duty_line,
};

}  // namespace kwota::tariff
