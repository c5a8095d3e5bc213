// A share of all that is paid, itself included: what an outlet or a bank keeps.
#pragma once
#include "sell/tariff/plan/charge_kind.h"

namespace kwota::tariff {

inline bool share_line(const Charge& charge, const Due&, const DocumentSoFar& document, DocumentLine& line) {
  const auto paid = document.paid();
  if (!paid) return false;
  line.exact = Exact{*paid} * Exact::fraction(charge.figure_e8, hundred_percent_e8);
  return true;
}

inline constexpr ChargeKind gross{
    .word = "gross",
    .figure = ChargeFigure::percent,
    .of_the_total = true,
    .line = share_line,
};

}  // namespace kwota::tariff
