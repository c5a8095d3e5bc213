// What a meter measured of the network as it was read: voltages, currents, power, power factor, frequency – of a phase, or of all of them together. What it did not
// tell is not there, and never zero.   Begin with Measurements.
#pragma once
#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/words.h"

namespace kwota {

enum class Measure : std::uint8_t {
  voltage,       ///< V, one decimal
  current,       ///< A, three
  active_power,  ///< kW, four; negative: it flows backwards
  power_factor,  ///< three
  frequency,     ///< Hz, two
};
/// As the table of items calls them (DL/T 645-2007, A.3).
constexpr auto words_of(Measure) { return std::array<std::string_view, 5>{"voltage", "current", "active_power", "power_factor", "frequency"}; }
constexpr int decimals_of(Measure what) { return std::array{1, 3, 4, 3, 2}[static_cast<std::size_t>(what)]; }

enum class Phase : std::uint8_t { all, a, b, c };
constexpr auto words_of(Phase) { return std::array<std::string_view, 4>{"", "A", "B", "C"}; }

struct Measured {
  Measure what = Measure::voltage;
  Phase phase = Phase::all;
  std::int64_t value = 0;  ///< in units of the last decimal
  friend bool operator==(const Measured&, const Measured&) = default;
};
struct Measurements {
  std::vector<Measured> all{};
  std::optional<std::int64_t> of(Measure what, Phase phase) const;
  friend bool operator==(const Measurements&, const Measurements&) = default;
};

/// "voltage:A=231.4,active_power=6.6000"; empty: nothing was told.
std::string to_text(const Measurements& measured);
/// What is no such text told nothing.
Measurements parse_measurements(std::string_view text);

}  // namespace kwota
