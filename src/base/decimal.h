// Decimal text <-> whole numbers, exactly. Money and energy never pass through floating point.
#pragma once
#include <cstdint>
#include <string>
#include <string_view>

#include "base/core/energy.h"
#include "base/core/money.h"
#include "base/core/unit.h"
#include "base/result.h"

namespace kwota {

/// A plain decimal ("-12.340") as an integer of 10^-scale. Errors: `bad_number` (not a plain decimal),
/// `over_precise` (more decimals than `scale`, other than zeros), `overflow` (|result| > 10^17).
Result<std::int64_t> parse_decimal(std::string_view text, int scale);
/// With exactly `scale` decimals: (1250, 2) -> "12.50".
std::string format_decimal(std::int64_t value, int scale);
/// The shortest text of the same number: (1250, 2) -> "12.5", (1200, 2) -> "12".
std::string format_shortest(std::int64_t value, int scale);

/// "12.50" in a currency with `minor_digits` decimals. Errors as parse_decimal.
Result<Money> parse_money(std::string_view text, int minor_digits);
std::string format_money(Money amount, int minor_digits);
/// Money as above; energy and volume in kWh and m³ with three decimals, without their names.
std::string format_credit(Credit amount, int minor_digits);
/// kWh with two decimals, rounded down: what displays and receipts show.
std::string format_kwh(Energy energy);

/// numerator / denominator (> 0) by the given rule.
std::int64_t divide(Wide numerator, Wide denominator, Round rule);

}  // namespace kwota
