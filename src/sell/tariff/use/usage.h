// Metered use by period cut into portions of one price. Additive steps follow the total; steps with their own price take their
// share of every period in proportion (largest remainder in quanta), the last step takes what is left.
#pragma once
#include "sell/tariff/document.h"

namespace kwota::tariff {

Basket usage_basket(const Terms& terms, const PeriodUnits& usage);
/// Errors: `bad_amount`, `not_multiple`, `overflow`; `bad_state` for a period that the plan does not price.
Result<std::int64_t> checked_total(const Terms& terms, const PeriodUnits& usage);

}  // namespace kwota::tariff
