#include "seal/pump_records/fields.h"

#include "seal/pump_records/whole_part.h"

namespace kwota::pump {
namespace {

constexpr std::uint8_t century = 20;

constexpr std::uint8_t packed(unsigned value) { return static_cast<std::uint8_t>(value / 10 << 4 | value % 10); }
constexpr unsigned unpacked(std::uint8_t byte) { return (byte >> 4) * 10U + (byte & 15); }
constexpr bool is_decimal(std::uint8_t byte) { return byte >> 4 < 10 && (byte & 15) < 10; }

std::uint64_t number_at(const std::uint8_t* from, unsigned width) {
  std::uint64_t value = 0;
  while (width-- > 0) value = value << 8 | from[width];
  return value;
}

/// False: there is more of it than the bytes hold; of a negative number there always is.
bool put_number(std::uint64_t value, const Field& field, std::uint8_t* to) {
  for (unsigned i = 0; i < field.bytes; ++i) {
    if (field.form() == Form::bcd) {
      to[i] = packed(static_cast<unsigned>(value % 100));
      value /= 100;
    } else {
      to[field.bytes - 1U - i] = static_cast<std::uint8_t>(value);
      value >>= 8;
    }
  }
  return value == 0;
}

bool take_number(const std::uint8_t* from, const Field& field, std::uint8_t* to) {
  std::uint64_t value = 0;
  bool good = true;
  for (unsigned i = 0; i < field.bytes; ++i) {
    if (field.form() == Form::bcd) {
      const std::uint8_t byte = from[field.bytes - 1U - i];
      good = good && is_decimal(byte);
      value = value * 100 + unpacked(byte);
    } else {
      value = value << 8 | from[i];
    }
  }
  value *= field.step();
  for (unsigned i = 0; i < field.width(); ++i, value >>= 8) to[i] = static_cast<std::uint8_t>(value);
  return good;
}

}  // namespace

bool write_fields(std::span<const Field> fields, const void* record, MutableBytes image) {
  bool good = true;
  std::uint8_t* to = image.data();
  for (const Field& field : fields) {
    const std::uint8_t* from = static_cast<const std::uint8_t*>(record) + field.at;
    const unsigned size = field.bytes;
    switch (field.form()) {
      case Form::bcd:
      case Form::binary: {
        std::uint64_t value = number_at(from, field.width());
        if (field.step() != 1) value = static_cast<std::uint64_t>(whole_part(static_cast<std::int64_t>(value), field.step()));
        good = put_number(value, field, to) && good;
        break;
      }
      case Form::long_moment: {
        unsigned all = 0;
        for (unsigned i = 0; i + 1 < size; ++i) all |= from[i];
        to[0] = all == 0 ? std::uint8_t{0} : packed(century);
        for (unsigned i = 0; i + 1 < size; ++i) {
          to[i + 1] = packed(from[i]);
          good = good && from[i] < 100;
        }
        break;
      }
      default:
        for (unsigned i = 0; i < size; ++i) {
          const std::uint8_t byte = from[field.form() == Form::raw ? i : size - 1 - i];
          to[i] = field.form() == Form::decimals ? packed(byte) : byte;
          good = good && (field.form() != Form::decimals || byte < 100);
        }
        break;
    }
    to += size;
  }
  return good;
}

bool read_fields(std::span<const Field> fields, ByteView image, void* record) {
  bool good = true;
  const std::uint8_t* from = image.data();
  for (const Field& field : fields) {
    std::uint8_t* to = static_cast<std::uint8_t*>(record) + field.at;
    const unsigned size = field.bytes;
    if (field.form() == Form::bcd || field.form() == Form::binary) {
      good = take_number(from, field, to) && good;
    } else {
      const unsigned skip = field.form() == Form::long_moment ? 1 : 0;  // the century
      const bool forward = field.form() == Form::raw || skip == 1, digits = field.form() == Form::decimals || skip == 1;
      for (unsigned i = 0; i + skip < size; ++i) {
        const std::uint8_t byte = from[skip + (forward ? i : size - 1 - i)];
        to[i] = digits ? static_cast<std::uint8_t>(unpacked(byte)) : byte;
        good = good && (!digits || is_decimal(byte));
      }
    }
    from += size;
  }
  return good;
}

}  // namespace kwota::pump
