// Which plan a meter is read by, and when. Pure: plans and places in, moments out.
// Guarantees: every meter has at most one plan, the most particular one; moments are wall times of the utility's zone, so a day
// on which clocks change has as many as it has.   Never: looks at a clock.   Begin with plan_of(), newest_slot().
#pragma once
#include <optional>
#include <span>
#include <vector>

#include "base/time.h"
#include "books/rows/field/reading.h"

namespace kwota::readings {

/// What a plan may ask for; the clock is read with each.
inline constexpr std::string_view item_names[] = {"registers", "balance", "settlement", "states", "events", "network", "freezes", "waterings"};
/// The comma separated names of a plan.
std::vector<std::string> items_of(const books::ReadingPlan& plan);

bool asks_for(const books::ReadingPlan& plan, std::string_view item);

/// The active plan of the meter's area, else of its village, else of its station, else the one without a place. Null: it is not read.
const books::ReadingPlan* plan_of(std::span<const books::ReadingPlan> plans, const books::MeterPoint& point);

/// Minutes after midnight of "hh:mm"; nothing when it is no time of day.
std::optional<unsigned> minutes_of(std::string_view at);
/// All moments of a local day at which a reading is due, rising; at least one.
std::vector<Instant> slots(const books::ReadingPlan& plan, const LocalDate& day, const Zone& zone);
/// The last moment that is not after `now`, and the first one after it.
Instant newest_slot(const books::ReadingPlan& plan, Instant now, const Zone& zone);
Instant next_slot(const books::ReadingPlan& plan, Instant now, const Zone& zone);

}  // namespace kwota::readings
