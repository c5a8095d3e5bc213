// In what credit is counted: what a customer buys and a meter counts down.
#pragma once
#include <array>
#include <cstdint>
#include <string_view>

namespace kwota {

enum class Unit : std::uint8_t {
  money,   ///< minor units of the currency: the device charges by prices of its own
  energy,  ///< Wh
  volume,  ///< litres
};
constexpr auto words_of(Unit) { return std::array<std::string_view, 3>{"money", "energy", "volume"}; }

}  // namespace kwota
