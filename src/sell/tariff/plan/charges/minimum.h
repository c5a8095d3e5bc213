// What the named lines of a bill lack of an amount. A sale has none.
#pragma once
#include "sell/tariff/plan/charge_kind.h"

namespace kwota::tariff {

inline bool lacking_line(const Charge& charge, const Due&, const DocumentSoFar& document, DocumentLine& line) {
  if (!document.is_measured()) return false;
  line.exact = document.minor(charge.figure_e8) - (document.sum_of(charge).value_or(Exact{0}) + document.earlier_parts_of(charge));
  return !line.exact.overflowed() && line.exact.sign() > 0;
}

inline constexpr ChargeKind minimum{
    .word = "minimum",
    .figure = ChargeFigure::amount,
    .keys = {.of = true},
    .line = lacking_line,
};

}  // namespace kwota::tariff
