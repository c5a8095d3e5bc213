// What one more unit costs with everything that goes with it: per-unit levies and percentages folded into one price. The
// meter's price table, the price on the slip ("next unit") and the check for plans that sell below nothing use it.
#pragma once
#include "sell/tariff/plan/exact.h"
#include "sell/tariff/plan/plan_data.h"

namespace kwota::tariff {

/// Exact, in 10^-8 major units, for a unit at `price_e8` in `step` (0: none). Standing charges and memos do not change it.
Exact marginal_price(const Version& version, std::int64_t price_e8, int step);

}  // namespace kwota::tariff
