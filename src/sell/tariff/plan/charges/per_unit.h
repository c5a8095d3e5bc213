// A levy on each unit, of all steps or of some.
#pragma once
#include "sell/tariff/plan/charge_kind.h"

namespace kwota::tariff {

inline bool levy_line(const Charge& charge, const Due&, const DocumentSoFar& document, DocumentLine& line) {
  const auto units = document.units_e3(charge);
  if (!units || *units == 0) return false;
  line.units_e3 = units;
  line.price_e8 = charge.figure_e8;
  line.exact = document.money(*units, charge.figure_e8);
  line.by_units = true;
  return true;
}

inline Exact levy_of_one_unit(const Charge& charge, const UnitSoFar& unit) { return names_step(charge, unit.step) ? Exact{charge.figure_e8} : Exact{0}; }

inline constexpr ChargeKind per_unit{
    .word = "per_unit",
    .figure = ChargeFigure::price,
    .keys = {.steps = true},
    .follows_units = true,
    .line = levy_line,
    .of_one_unit = levy_of_one_unit,
};

}  // namespace kwota::tariff
