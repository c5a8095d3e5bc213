#include "seal/fields/fields.h"

namespace kwota::fields {
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

/// The byte of a number that is worth least comes first.
constexpr bool lowest_first(Form form) { return form == Form::bcd; }
constexpr bool is_number(Form form) { return form >= Form::bcd; }
/// Of bytes: in the order of the value, and each a number below a hundred.
constexpr bool forward(Form form) { return form <= Form::digits || form == Form::long_moment; }
constexpr bool are_parts(Form form) { return form >= Form::decimals; }
constexpr bool counts_by_hundreds(Form form) { return form != Form::binary; }

/// False: there is more of it than the bytes hold; of a negative number there always is.
bool put_number(std::uint64_t value, const Field& field, std::uint8_t* to) {
  for (unsigned i = 0; i < field.bytes; ++i) {
    std::uint8_t& byte = to[lowest_first(field.form()) ? i : field.bytes - 1U - i];
    if (counts_by_hundreds(field.form())) {
      byte = packed(static_cast<unsigned>(value % 100));
      value /= 100;
    } else {
      byte = static_cast<std::uint8_t>(value);
      value >>= 8;
    }
  }
  return value == 0;
}

bool take_number(const std::uint8_t* from, const Field& field, std::uint8_t* to) {
  std::uint64_t value = 0;
  bool good = true;
  for (unsigned i = 0; i < field.bytes; ++i) {
    const std::uint8_t byte = from[lowest_first(field.form()) ? field.bytes - 1U - i : i];
    if (counts_by_hundreds(field.form())) {
      good = good && is_decimal(byte);
      value = value * 100 + unpacked(byte);
    } else {
      value = value << 8 | byte;
    }
  }
  value *= field.step();
  for (unsigned i = 0; i < field.width(); ++i, value >>= 8) to[i] = static_cast<std::uint8_t>(value);
  return good;
}

}  // namespace

bool write(std::span<const Field> table, const void* record, MutableBytes image) {
  bool good = true;
  std::uint8_t* to = image.data();
  for (const Field& field : table) {
    const std::uint8_t* from = static_cast<const std::uint8_t*>(record) + field.at;
    const Form form = field.form();
    unsigned size = field.bytes;
    if (is_number(form)) {
      const std::uint64_t value = number_at(from, field.width());
      good = put_number(field.step() == 1 ? value : value / field.step(), field, to) && good;
    } else {
      if (form == Form::long_moment) {
        --size;  // one for the century
        unsigned all = 0;
        for (unsigned i = 0; i < size; ++i) all |= from[i];
        *to++ = all == 0 ? std::uint8_t{0} : packed(century);
      }
      for (unsigned i = 0; i < size; ++i) {
        const std::uint8_t byte = from[forward(form) ? i : size - 1 - i];
        to[i] = are_parts(form) ? packed(byte) : byte;
        good = good && (are_parts(form) ? byte < 100 : form != Form::digits || is_decimal(byte));
      }
    }
    to += size;
  }
  return good;
}

bool read(std::span<const Field> table, ByteView image, void* record) {
  bool good = true;
  const std::uint8_t* from = image.data();
  for (const Field& field : table) {
    std::uint8_t* to = static_cast<std::uint8_t*>(record) + field.at;
    const Form form = field.form();
    unsigned size = field.bytes;
    if (is_number(form)) {
      good = take_number(from, field, to) && good;
    } else {
      if (form == Form::long_moment) {
        --size;  // the century is not kept
        ++from;
      }
      for (unsigned i = 0; i < size; ++i) {
        const std::uint8_t byte = from[forward(form) ? i : size - 1 - i];
        to[i] = are_parts(form) ? static_cast<std::uint8_t>(unpacked(byte)) : byte;
        good = good && ((!are_parts(form) && form != Form::digits) || is_decimal(byte));
      }
    }
    from += size;
  }
  return good;
}

}  // namespace kwota::fields
