// A percentage of lines before it, on top of them or contained in them: a tax.
#pragma once
#include "sell/tariff/plan/charge_kind.h"

namespace kwota::tariff {

inline bool tax_line(const Charge& charge, const Due&, const DocumentSoFar& document, DocumentLine& line) {
  const auto base = document.sum_of(charge);
  if (!base) return false;
  line.base = base;
  line.percent_e8 = charge.figure_e8;
  line.memo = charge.inclusive;
  if (charge.inclusive) line.base_fees = document.charges_of(charge), line.base_fixed = document.standing_of(charge);
  const Exact hundred = hundred_percent_e8, share = charge.figure_e8;
  line.exact = *base * share / (charge.inclusive ? hundred + share : hundred);
  return true;
}

inline Exact tax_of_one_unit(const Charge& charge, const UnitSoFar& unit) {
  const Exact share = Exact{charge.figure_e8} / Exact{hundred_percent_e8}, base = unit.sum_of(charge);
  return charge.inclusive ? base * share / (Exact{1} + share) : base * share;
}

inline constexpr ChargeKind percent{
    .word = "percent",
    .figure = ChargeFigure::percent,
    .keys = {.steps = true, .of = true, .inclusive = true},
    .follows_units = true,
    .line = tax_line,
    .of_one_unit = tax_of_one_unit,
};

}  // namespace kwota::tariff
