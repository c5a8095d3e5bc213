// CRC-16/X-25 (polynomial 1021 reflected, start FFFF, result inverted; check value of "123456789": 906E): of the records that a
// handheld reads.
#pragma once
#include "base/core/bytes.h"

namespace kwota {

constexpr std::uint16_t crc16_x25(ByteView data) {
  std::uint16_t crc = 0xFFFF;
  for (const std::uint8_t byte : data) {
    crc = static_cast<std::uint16_t>(crc ^ byte);
    for (int bit = 0; bit < 8; ++bit) crc = static_cast<std::uint16_t>((crc & 1) != 0 ? (crc >> 1) ^ 0x8408 : crc >> 1);
  }
  return static_cast<std::uint16_t>(~crc);
}

}  // namespace kwota
