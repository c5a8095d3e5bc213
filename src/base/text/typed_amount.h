// Money as somebody types it or another program asks for it.
#pragma once
#include <string_view>

#include "base/core/money.h"
#include "base/result.h"

namespace kwota {

/// How an amount is refused that nobody can book; with {text}, as it was typed or would be.
Error bad_amount(std::string_view text);
/// How one is refused that is below zero where zero may stand: a limit, a float, a count of the drawer.
Error amount_below_zero(std::string_view text);
/// "100.00" in a currency with `minor_digits` decimals, above zero and no more than money_minor_max. Errors `bad_amount`, `over_precise` {text, decimals}.
Result<Money> typed_amount(std::string_view typed, int minor_digits);

}  // namespace kwota
