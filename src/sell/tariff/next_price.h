// The price of the next unit after a sale, for the slip: everything that goes with the unit folded in, what is left in the step, the
// price behind it.
#pragma once
#include <optional>

#include "sell/tariff/terms.h"

namespace kwota::tariff {

/// Nothing for time-of-use prices: the next unit's price depends on when it is used.
std::optional<Next> next_price(const Terms& terms, std::int64_t position_e3);
/// 10^-8 major units as a decimal with four digits, half up.
std::string four_decimals(const Exact& price_e8);

}  // namespace kwota::tariff
