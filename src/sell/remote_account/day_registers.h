// A meter's registers as local days began: what it froze itself, else what was read of it soon after midnight.
// The rule: the freeze of a day stands for its beginning; where the meter has none, the first reading that was taken within six
// hours after midnight does (books::boundary_hours, as for losses of areas). A day without either has no beginning: it is part of a gap.
// What came in while a wrong clock showed the time, as two persons recorded it, says nothing of its day.
// Begin with day_registers().
#pragma once
#include <array>
#include <optional>
#include <vector>

#include "books/reader.h"

namespace kwota::remote_account {

struct DayRegisters {
  LocalDate day;
  Energy total;  ///< import, all rates
  std::array<std::optional<Energy>, 4> rates;
};

/// From this day on, rising, at most one a day. `zone`: of the meter's clock.
std::vector<DayRegisters> day_registers(const books::Reader& books, MeterNumber meter, const LocalDate& from, const Zone& zone);

}  // namespace kwota::remote_account
