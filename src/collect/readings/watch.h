// Meters whose newest reading says something, with their clocks. Begin with watched().
#pragma once
#include "collect/readings/days.h"
#include "collect/readings/findings.h"

namespace kwota::readings {

struct Watched {
  books::MeterPoint point;
  Instant taken;                       ///< of its newest reading by plan
  std::optional<std::int64_t> drift_seconds;
  std::vector<Finding> findings;       ///< of that reading, held against the one before; may be empty
};
/// Every meter that was read within the material, by meter.
std::vector<Watched> watched(const Material& material, const devices::Known& devices);

}  // namespace kwota::readings
