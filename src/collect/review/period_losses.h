// What areas lose from one reading day to the next: by what was released, and nothing else.
// Guarantees: every meter without a released register at both ends is named and counted – not read, or read and not released –, pumps of wells count by their records, which nobody reviews, and from too few there is no figure
// (collect/readings/losses.h).   Begin with period_losses().
#pragma once
#include "collect/readings/losses.h"
#include "collect/review/routes.h"

namespace kwota::review {

/// Of the area's last `most` periods between two reading days, the newest first.
Result<std::vector<readings::Loss>> period_losses(const books::Reader& books, const books::AreaMeter& area, const LocalDate& today, std::size_t most);

}  // namespace kwota::review
