// What a month of interest comes to; the office that charges it and the law that holds it say it by the same line.
#pragma once
#include "base/core/money.h"
#include "base/decimal.h"

namespace kwota::ledger {

/// A twelfth of a year's: `rate_e2` in hundredths of a percent. Rounded down, so that nobody owes a part of the smallest coin that did not become due.
inline Money month_of_interest(Money principal, std::int64_t rate_e2) {
  constexpr Wide whole_e2 = 10'000, months = 12;
  return Money::minor(divide(static_cast<Wide>(principal.minor()) * rate_e2, whole_e2 * months, Round::down));
}

}  // namespace kwota::ledger
