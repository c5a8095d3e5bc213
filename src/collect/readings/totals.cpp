#include "collect/readings/totals.h"

#include <algorithm>

namespace kwota::readings {

std::vector<CountedBy> counted_by(const books::AreaMeter& area, std::span<const books::FormerTotal> former, const LocalDate& from, const LocalDate& to) {
  std::vector<CountedBy> out;
  const auto add = [&](LocalDate since, LocalDate until, MeterNumber meter, std::int64_t factor) {
    since = std::max(since, from), until = std::min(until, to);
    if (since < until) out.push_back({since, until, meter, factor});
  };
  for (const auto& one : former)
    if (one.area == area.area) add(one.since, one.until, one.meter, one.factor);
  add(area.since, to, area.meter, area.factor);
  std::ranges::sort(out, {}, &CountedBy::from);
  return out;
}

bool covers(std::span<const CountedBy> parts, const LocalDate& from, const LocalDate& to) {
  auto at = from;
  for (const auto& part : parts) {
    if (part.from != at) return false;
    at = part.to;
  }
  return at == to;
}

}  // namespace kwota::readings
