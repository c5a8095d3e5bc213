// A short mark of a text: tells whether two texts are the same by accident of time, not whether somebody forged one.
#pragma once
#include <cstdint>
#include <string_view>

namespace kwota {

/// FNV-1a, 64 bits.
constexpr std::uint64_t fingerprint(std::string_view text) {
  std::uint64_t mark = 0xCBF29CE484222325u;
  for (const char c : text) mark = (mark ^ static_cast<std::uint8_t>(c)) * 0x100000001B3u;
  return mark;
}

static_assert(fingerprint("") == 0xCBF29CE484222325u && fingerprint("a") == 0xAF63DC4C8601EC8Cu, "FNV-1a test values");

}  // namespace kwota
