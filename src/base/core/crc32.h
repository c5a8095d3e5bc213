// CRC-32 (IEEE 802.3, reflected, polynomial EDB88320) for records in a meter's or a card's non-volatile memory.
#pragma once
#include <array>

#include "base/core/bytes.h"

namespace kwota {

/// What half a byte does to the remainder. A small processor has the time to compute it, and no room for the sixteen words.
inline constexpr std::array<std::uint32_t, 16> crc32_of_half_bytes = [] {
  std::array<std::uint32_t, 16> table{};
  for (std::uint32_t value = 0; value < table.size(); ++value) {
    std::uint32_t crc = value;
    for (int bit = 0; bit < 4; ++bit) crc = (crc & 1) != 0 ? (crc >> 1) ^ 0xEDB88320u : crc >> 1;
    table[value] = crc;
  }
  return table;
}();

constexpr std::uint32_t crc32(ByteView data, std::uint32_t start = 0) {
  std::uint32_t crc = ~start;
  for (const std::uint8_t byte : data) {
    crc ^= byte;
    if constexpr (sizeof(void*) >= 8) {
      crc = (crc >> 4) ^ crc32_of_half_bytes[crc & 0x0F];
      crc = (crc >> 4) ^ crc32_of_half_bytes[crc & 0x0F];
    } else {
      for (int bit = 0; bit < 8; ++bit) crc = (crc & 1) != 0 ? (crc >> 1) ^ 0xEDB88320u : crc >> 1;
    }
  }
  return ~crc;
}

}  // namespace kwota
