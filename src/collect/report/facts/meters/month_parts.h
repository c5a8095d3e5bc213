// Parts of days that lie in one month each.   Begin with each_month_part().
#pragma once
#include <algorithm>

#include "base/time.h"

namespace kwota::facts {

/// From `from` to the day before `behind`: each with its first day, and the one behind its last.
template <class Use>
void each_month_part(const LocalDate& from, const LocalDate& behind, const Use& use) {
  for (auto day = from; day_number(day) < day_number(behind);) {
    const auto next = std::min(day_number(first_of_month(month_number(day) + 1)), day_number(behind));
    use(day, date_of_day(next));
    day = date_of_day(next);
  }
}

}  // namespace kwota::facts
