// What is supplied, and in what a meter counts it. A price plan prices one commodity, a meter counts one, and amounts of two never add up:
// cubic metres of gas are none of water.   Begin with Commodity.
#pragma once
#include <array>
#include <cstdint>
#include <string_view>

#include "base/core/unit.h"

namespace kwota {

enum class Commodity : std::uint8_t { electricity, gas, water };
constexpr auto words_of(Commodity) { return std::array<std::string_view, 3>{"electricity", "gas", "water"}; }

/// In which its registers count: thousandths of a kWh or of a cubic metre.
constexpr Unit unit_of(Commodity commodity) { return commodity == Commodity::electricity ? Unit::energy : Unit::volume; }

/// As price plans name it.
constexpr std::string_view plan_unit(Unit unit) { return unit == Unit::volume ? "m3" : "kWh"; }
constexpr std::string_view plan_unit(Commodity commodity) { return plan_unit(unit_of(commodity)); }

}  // namespace kwota
