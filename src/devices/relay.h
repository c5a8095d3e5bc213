// What a meter's relay may be told over a line. How a protocol says it is that protocol's (carry/lines).
#pragma once
#include <array>
#include <cstdint>
#include <string_view>

namespace kwota::devices {

enum class RelayOrder : std::uint8_t {
  trip,
  permit,     ///< its customer may close it, by a key at the meter or by what he buys
  close,      ///< at once, by itself
  protect,    ///< power protection: nothing opens it until it is ended
  unprotect,
  alarm,      ///< it warns, and switches nothing
  end_alarm,
};
constexpr auto words_of(RelayOrder) { return std::array<std::string_view, 7>{"trip", "permit", "close", "protect", "unprotect", "alarm", "end_alarm"}; }

}  // namespace kwota::devices
