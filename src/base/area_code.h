// The code of an area, as maps and offices write it: eight decimal digits, which stand packed in four bytes wherever a card, a key or
// a row has it. Written as a number it would be another area, and nobody would see it.
#pragma once
#include <algorithm>
#include <cstdint>
#include <optional>
#include <string_view>

#include "base/ascii.h"

namespace kwota {

/// "33010200" → 0x33010200; nothing: it is not exactly eight digits.
constexpr std::optional<std::uint32_t> parse_area_code(std::string_view text) {
  if (text.size() != 8 || !is_digits(text)) return std::nullopt;
  std::uint32_t code = 0;
  for (const char digit : text) code = code << 4 | static_cast<std::uint32_t>(digit - '0');
  return code;
}

}  // namespace kwota
