// So many units of a sale, cut into portions of one price: flat, additive steps, steps with their own price, sets.
#pragma once
#include "sell/tariff/document.h"

namespace kwota::tariff {

/// The next `units` after where the counter stands. For prices without time-of-use periods.
Basket sale_basket(const Terms& terms, std::int64_t units_e3);
/// The same inside one set (for a plan with sets); sale_basket() takes the set that the total chooses.
Basket basket_in_set(const Terms& terms, std::size_t set, std::int64_t units_e3);
/// The price of a step (from 1) in a set, additions included; of a flat plan with step 0.
std::int64_t unit_price_e8(const EnergyTerms& energy, std::size_t set, int step, std::string_view period);

}  // namespace kwota::tariff
