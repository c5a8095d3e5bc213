#include "base/text/typed_reference.h"

#include "base/ascii.h"

namespace kwota {
namespace {

/// The blank at the beginning of a text that is left, in bytes: of the keyboard, of a web page, of a Chinese keyboard; 0: none is there.
std::size_t blank_at(std::string_view rest) {
  if (rest.front() == ' ' || rest.front() == '\t') return 1;
  for (const std::string_view wide : {"\u00A0", "\u3000"})
    if (rest.starts_with(wide)) return wide.size();
  return 0;
}

/// U+FF01 to U+FF5E are '!' to '~', wide: three bytes, of which the last two count on.
std::string_view plain_of_wide(std::string_view rest, char& plain) {
  constexpr unsigned first = 0xFF01, last = 0xFF5E, low_bits = 6, low_mask = 0x3F;
  if (rest.size() < 3 || rest[0] != '\xEF') return {};
  const auto code = 0xF000U | ((static_cast<unsigned char>(rest[1]) & low_mask) << low_bits) | (static_cast<unsigned char>(rest[2]) & low_mask);
  if (code < first || code > last) return {};
  plain = static_cast<char>(code - first + '!');
  return rest.substr(0, 3);
}

}  // namespace

std::string typed_reference(std::string_view typed) {
  std::string out;
  bool apart = false;
  while (!typed.empty()) {
    if (const auto blank = blank_at(typed)) {
      apart = !out.empty();
      typed.remove_prefix(blank);
      continue;
    }
    char plain = typed.front();
    const auto wide = plain_of_wide(typed, plain);
    if (apart) out += ' ';
    apart = false;
    out += capital_letter(plain);
    typed.remove_prefix(wide.empty() ? 1 : wide.size());
  }
  return out;
}

bool is_same_reference(std::string_view one, std::string_view other) {
  auto first = typed_reference(one), second = typed_reference(other);
  std::erase(first, ' ');
  std::erase(second, ' ');
  return first == second;
}

}  // namespace kwota
