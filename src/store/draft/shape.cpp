#include "store/draft/shape.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>

#include "base/ascii.h"

namespace kwota::store {
namespace {

/// So many digits are a number of 60 bits; longer runs are several numbers.
constexpr std::size_t digits_max = 18;
/// Instead of how many zeros stand before a number: none is meant, but the sign itself.
constexpr std::uint8_t the_sign = 0xFF;

}  // namespace

void add_number(Bytes& to, std::uint64_t value) {
  for (; value >= 0x80; value >>= 7) to.push_back(static_cast<std::uint8_t>(value | 0x80));
  to.push_back(static_cast<std::uint8_t>(value));
}
std::optional<std::uint64_t> next_number(ByteView& from) {
  std::uint64_t value = 0;
  for (unsigned bits = 0; !from.empty() && bits < 63; bits += 7) {
    const auto byte = from.front();
    from = from.subspan(1);
    value |= static_cast<std::uint64_t>(byte & 0x7F) << bits;
    if ((byte & 0x80) == 0) return value;
  }
  return std::nullopt;
}

namespace {

/// The lowest bit says whether a byte about zeros, or about the sign, follows.
void add_place(Bytes& to, std::uint64_t value, std::uint8_t zeros) {
  add_number(to, value << 1 | (zeros != 0 ? 1 : 0));
  if (zeros != 0) to.push_back(zeros);
}
bool add_place_to(std::string& text, ByteView& from) {
  const auto place = next_number(from);
  if (!place) return false;
  if ((*place & 1) != 0) {
    if (from.empty()) return false;
    const auto zeros = from.front();
    from = from.subspan(1);
    if (zeros == the_sign) {
      text += '#';
      return true;
    }
    if (zeros == 0 || zeros >= digits_max) return false;
    text.append(zeros, '0');
  }
  fmt::format_to(std::back_inserter(text), "{}", *place >> 1);
  return true;
}

}  // namespace

Shaped taken_apart(std::string_view text) {
  Shaped out;
  out.shape.reserve(text.size());
  out.numbers.reserve(text.size() / 4);
  for (std::size_t at = 0; at < text.size();) {
    const auto end = static_cast<std::size_t>(std::find_if(text.begin() + static_cast<std::ptrdiff_t>(at), text.end(), [](char c) { return c == '#' || is_digit(c); }) - text.begin());
    out.shape.append(text, at, end - at);
    at = end;
    if (at == text.size()) break;
    if (text[at] == '#') {
      add_place(out.numbers, 0, the_sign);
      out.shape += text[at++];
      continue;
    }
    std::size_t zeros = 0, length = 0;
    std::uint64_t value = 0;
    for (; length < digits_max && at + length < text.size() && is_digit(text[at + length]); ++length) {
      value = value * 10 + static_cast<std::uint64_t>(text[at + length] - '0');
      if (value == 0) ++zeros;
    }
    // The last digit of a zero is the number itself.
    add_place(out.numbers, value, static_cast<std::uint8_t>(value == 0 ? zeros - 1 : zeros));
    out.shape += '#';
    at += length;
  }
  return out;
}

std::optional<std::string> put_together(std::string_view shape, ByteView numbers) {
  std::string text;
  text.reserve(shape.size() + 2 * numbers.size());
  for (const char c : shape) {
    if (c != '#')
      text += c;
    else if (!add_place_to(text, numbers))
      return std::nullopt;
  }
  return numbers.empty() ? std::optional(std::move(text)) : std::nullopt;
}

}  // namespace kwota::store
