#include "carry/iso7816/atr.h"

#include <bit>

namespace kwota::iso7816 {
namespace {

constexpr std::size_t format_byte = 1;  // T0, behind the initial character TS
constexpr std::uint8_t another_group = 0x80;  // TD follows, which announces the next group

/// Number of interface bytes TA TB TC TD announced by a T0 or TD byte.
std::size_t interface_bytes(std::uint8_t indicator) { return static_cast<std::size_t>(std::popcount(indicator & 0xF0U)); }

}  // namespace

std::optional<ByteView> historical_bytes(ByteView atr) {
  if (atr.size() <= format_byte) return std::nullopt;
  const std::size_t count = atr[format_byte] & 0x0F;
  std::size_t at = format_byte;
  for (bool more = true; more;) {
    more = (atr[at] & another_group) != 0;
    at += interface_bytes(atr[at]);
    if (at >= atr.size()) return std::nullopt;
  }
  if (at + 1 + count > atr.size()) return std::nullopt;
  return atr.subspan(at + 1, count);
}

}  // namespace kwota::iso7816
