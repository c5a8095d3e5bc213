// What a reading says that somebody must look at, as stable codes for the dictionaries (`finding.<code>`) and the figures of their
// sentences. Facts: meters.md 2.5 for status words. Guarantees: what a meter has not told is no finding.
// Begin with findings().
#pragma once
#include <optional>

#include "books/rows/field/reading.h"
#include "devices/facts.h"

namespace kwota::readings {

struct Finding {
  /// contactor_welded (ordered open, is closed), contactor_stuck_open (ordered closed, is open), clock_drift and clock_far_off {seconds},
  /// register_went_back {before, now}, those of the model's status bits {phase} and of its event counters {more}.
  std::string code;
  Details details;
  friend bool operator==(const Finding&, const Finding&) = default;
};

/// A clock this far off is found, either way: clock_drift, which the head-end sets right by itself; further than the second
/// clock_far_off, which a person must look at (remote::clock_set_most). [K]
inline constexpr std::int64_t drift_seconds_most = 60, drift_seconds_far = 900;

/// `before`: the reading before it; counters and registers are held against it.
std::vector<Finding> findings(const books::MeterReading& row, const std::optional<books::MeterReading>& before, const devices::Facts& facts);

/// What status words say by a model: relay_open or relay_closed, contactor_welded, contactor_stuck_open, its bits with their phases. Noted with the reading as it is taken.
StatusFindings told_by(const StatusWords& status, const devices::Facts& facts);
inline constexpr std::string_view reverse_flow = "reverse_flow";

/// "open", "closed" – by the contactor itself, not by what was ordered; empty: not told.
std::string relay_of(const books::MeterReading& row);
/// A counter of `events`; nothing: not told.
std::optional<std::int64_t> event_count(const books::MeterReading& row, std::string_view name);

}  // namespace kwota::readings
