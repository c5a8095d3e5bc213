// What the pumps of wells counted in a transformer area: their meters belong to no account and many hang on no line, but what a pump records tells its register
// at each watering's beginning and end, whoever brought it home. In between a pump stands still, so its register at any moment is known where no record is missing.
// Guarantees: a register is said only where the records before and behind the moment follow one another, or where the pump itself was read after it and had
// nothing more to tell. A meter that came to its well later counted elsewhere before: nothing is said of it.   Begin with pumps_of_areas().
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "base/time.h"
#include "books/reader.h"

namespace kwota::readings {

/// One watering, as the register saw it.
struct PumpRun {
  std::int64_t series = 1, number = 0;
  Instant from, to;
  Energy before, used, after;  ///< of the register; a register begins anew
};

struct PumpCourse {
  MeterNumber meter;
  std::string area;              ///< where its well lies
  Instant since;                 ///< it hangs there
  std::vector<PumpRun> runs;     ///< by series and number; from the last one on that began before the first moment of interest
  std::optional<Instant> told;   ///< up to when its records are known
  Energy shown;                  ///< by its register then
};

/// Of the wells that lie in areas which a total meter counts; what they did since that moment.
std::vector<PumpCourse> pumps_of_areas(const books::Reader& books, Instant from, const Zone& zone);
/// Of its own register; nothing: that is not known.
std::optional<Energy> register_of_pump(const PumpCourse& pump, Instant at);
/// What went through it: a pump's register is primary, for the pump multiplies by its transformers (meter/pump). Nothing: one end is not known.
std::optional<Energy> counted_by_pump(const PumpCourse& pump, Instant from, Instant to);

}  // namespace kwota::readings
