// What a season has to add up to when everybody has come once more.   Begin with check_season().
#pragma once
#include "sim/season/farm.h"

namespace kwota::sim {

/// Fills the report's sums and its list of what does not hold. Errors: of the books.
Result<void> check_season(Farm& farm);

}  // namespace kwota::sim
