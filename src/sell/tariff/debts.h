// Debt recovery: part of the payment goes to arrears first, in the order of the account. Each debt takes all (`first`), a percent
// of the tendered amount (rounded down) or a fixed amount, at most its balance; all together at most the plan's cap.
#pragma once
#include <vector>

#include "sell/tariff/terms.h"

namespace kwota::tariff {

/// What each debt of the state takes; same order. Errors: `bad_state`.
Result<std::vector<std::int64_t>> debt_shares(const Terms& terms, const State& state, std::int64_t tendered);

}  // namespace kwota::tariff
