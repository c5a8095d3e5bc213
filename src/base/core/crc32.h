// CRC-32 (IEEE 802.3, reflected, polynomial EDB88320) for records in a meter's or a card's non-volatile memory.
#pragma once
#include "base/core/bytes.h"

namespace kwota {

constexpr std::uint32_t crc32(ByteView data, std::uint32_t start = 0) {
  std::uint32_t crc = ~start;
  for (const std::uint8_t byte : data) {
    crc ^= byte;
    for (int bit = 0; bit < 8; ++bit) crc = (crc & 1) != 0 ? (crc >> 1) ^ 0xEDB88320u : crc >> 1;
  }
  return ~crc;
}

}  // namespace kwota
