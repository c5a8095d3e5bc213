// Packed BCD: two decimal digits a byte, most significant first, as cards and meters write numbers.
#pragma once
#include <optional>

#include "base/core/bytes.h"

namespace kwota {

/// Writes `value` right-aligned into all of `out`; false when it has more digits than fit (nothing is written then).
constexpr bool put_bcd(MutableBytes out, std::uint64_t value) {
  std::uint64_t rest = value;
  for (std::size_t i = 0; i < out.size(); ++i) rest /= 100;
  if (rest != 0) return false;
  for (std::size_t i = out.size(); i-- > 0;) {
    const auto pair = static_cast<std::uint8_t>(value % 100);
    out[i] = static_cast<std::uint8_t>(((pair / 10) << 4) | (pair % 10));
    value /= 100;
  }
  return true;
}

/// Reads at most nine bytes of BCD; nothing when a nibble is above 9 or there are more bytes.
constexpr std::optional<std::uint64_t> get_bcd(ByteView in) {
  if (in.size() > 9) return std::nullopt;
  std::uint64_t value = 0;
  for (const std::uint8_t b : in) {
    if ((b >> 4) > 9 || (b & 15) > 9) return std::nullopt;
    value = value * 100 + static_cast<std::uint64_t>((b >> 4) * 10 + (b & 15));
  }
  return value;
}

}  // namespace kwota
