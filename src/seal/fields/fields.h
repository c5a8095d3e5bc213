// The fields of a record, declared once: where each stands in the value, and how in the bytes. One walk writes any record by its table and one
// reads it back, so that a small processor has each of them once and a table row costs it four bytes.
// Freestanding. Guarantees: what write() takes, read() gives back; a number with more digits than its field is named.
// Never: looks at more bytes than the table says. Begin with Field.
#pragma once
#include <bit>
#include <cstddef>
#include <span>
#include <type_traits>

#include "base/core/core.h"

namespace kwota::fields {

static_assert(std::endian::native == std::endian::little, "the walks take numbers apart as they lie in memory");

enum class Form : std::uint8_t {
  // bytes
  raw,          ///< as it is
  digits,       ///< as it is, and packed decimal
  reversed,     ///< the last byte first
  decimals,     ///< bytes that are numbers below a hundred each, packed decimal, the last one first: a moment from the second to the year
  long_moment,  ///< YYYYMMDDhhmmss, highest first; all zero: none
  // numbers
  bcd,          ///< packed decimal, lowest byte first
  high_bcd,     ///< packed decimal, highest byte first
  binary,       ///< highest byte first
};

struct Field {
  std::uint16_t at = 0;    ///< in the value
  std::uint8_t bytes = 0;  ///< in the image
  std::uint8_t how = 0;    ///< form, how wide the number is in memory, by what it is divided on the way

  static constexpr std::uint8_t tenths = 1, hundredths = 2;
  constexpr Form form() const { return static_cast<Form>(how & 7); }
  constexpr unsigned width() const { return 1U << (how >> 3 & 3); }
  constexpr unsigned step() const { return how >> 5 == hundredths ? 100 : how >> 5 == tenths ? 10 : 1; }
};

constexpr Field field(Form form, std::size_t at, std::size_t width, std::size_t bytes, std::uint8_t step = 0) {
  const unsigned wide = width >= 8 ? 3 : width >= 4 ? 2 : width >= 2 ? 1 : 0;
  return {static_cast<std::uint16_t>(at), static_cast<std::uint8_t>(bytes),
          static_cast<std::uint8_t>(static_cast<unsigned>(form) | wide << 3 | static_cast<unsigned>(step) << 5)};
}

/// KWOTA_FIELD(bcd, UsageRecord, number, 4): a row of a table; a fifth word says by what it is divided.
#define KWOTA_FIELD(form, Record, member, bytes, ...) \
  ::kwota::fields::field(::kwota::fields::Form::form, offsetof(Record, member), sizeof(Record::member), bytes __VA_OPT__(, ::kwota::fields::Field::__VA_ARGS__))

/// False: a number has more digits, or is negative; the bytes are written all the same.
bool write(std::span<const Field> table, const void* record, MutableBytes image);
/// False: what should be decimal digits are none.
bool read(std::span<const Field> table, ByteView image, void* record);

}  // namespace kwota::fields
