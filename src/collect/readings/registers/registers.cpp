#include "collect/readings/registers/registers.h"

#include <algorithm>
#include <tuple>

namespace kwota::readings {
namespace {

/// A statement is exact to 1 Wh, a register on the line to 0.01 kWh: both must stand on the same step to be taken from one another.
Energy as_on_the_line(Energy energy) { return Energy::wh(energy.wh() / 10 * 10); }

}  // namespace

Register register_of(const books::Statement& row, const Zone& zone) {
  return {row.meter, said_at(row, zone), as_on_the_line(row.energy), row.carrier == books::Carrier::card};
}

std::vector<Register> registers(std::span<const books::MeterReading> readings, std::span<const books::Statement> statements,
                                std::span<const books::DayFreeze> freezes, const Zone& zone) {
  std::vector<Register> out;
  for (const auto& row : readings)
    if (row.taken && row.energy) out.push_back({row.meter, *row.taken, *row.energy});
  for (const auto& row : statements) out.push_back(register_of(row, zone));
  for (const auto& row : freezes) out.push_back({row.meter, zone.instant({row.day}), row.energy, false, true});
  std::stable_sort(out.begin(), out.end(), [](const Register& a, const Register& b) { return std::tie(a.meter, a.at) < std::tie(b.meter, b.at); });
  return out;
}

std::span<const Register> of_meter(std::span<const Register> all, MeterNumber meter) {
  const auto first = std::ranges::lower_bound(all, meter, {}, &Register::meter);
  return {first, std::ranges::upper_bound(first, all.end(), meter, {}, &Register::meter)};
}

std::optional<Energy> frozen_at(std::span<const Register> all, MeterNumber meter, Instant midnight) {
  const auto own = of_meter(all, meter);
  for (auto at = std::ranges::lower_bound(own, midnight, {}, &Register::at); at != own.end() && at->at == midnight; ++at)
    if (at->frozen) return at->energy;
  return std::nullopt;
}

}  // namespace kwota::readings
