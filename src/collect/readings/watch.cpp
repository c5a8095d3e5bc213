#include "collect/readings/watch.h"

#include <algorithm>

namespace kwota::readings {

std::vector<Watched> watched(const Material& material, const devices::Known& devices) {
  std::vector<Watched> out;
  for (const auto& point : material.points) {
    const books::MeterReading* newest = nullptr;
    std::optional<books::MeterReading> before;
    for (auto at = std::ranges::lower_bound(material.rows, point.meter, {}, &books::MeterReading::meter);
         at != material.rows.end() && at->meter == point.meter; ++at) {
      const auto& row = *at;
      if (row.state != books::ReadingStatus::read || !row.taken) continue;
      if (newest != nullptr) before = *newest;
      newest = &row;
    }
    if (newest == nullptr) continue;
    out.push_back({point, *newest->taken, newest->drift_seconds, findings(*newest, before, devices.facts_of(point.model))});
  }
  return out;
}

}  // namespace kwota::readings
