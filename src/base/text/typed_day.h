// Days as people type them.   Begin with not_far_ahead().
#pragma once
#include "base/result.h"
#include "base/time.h"

namespace kwota {

/// Whoever writes down a day so far ahead has mistyped the year, and what begins or ends then would stand there for ever: ten years at most. Error day_far_ahead
/// {day, latest}.
Result<void> not_far_ahead(const LocalDate& day, const LocalDate& today);

}  // namespace kwota
