// Letters and digits as numbers, codes and forms mean them: those of ASCII. std::isdigit and its family ask the machine's locale, and must not be handed
// the bytes of a Chinese or Russian name; these may be handed any byte.
// Begin with is_digits().
#pragma once
#include <algorithm>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace kwota {

/// Of a character, or of a byte that a device sent.
constexpr bool is_digit(int c) { return c >= '0' && c <= '9'; }
constexpr bool is_small_letter(int c) { return c >= 'a' && c <= 'z'; }
constexpr bool is_capital_letter(int c) { return c >= 'A' && c <= 'Z'; }
constexpr bool is_letter(int c) { return is_small_letter(c) || is_capital_letter(c); }
constexpr bool is_letter_or_digit(int c) { return is_letter(c) || is_digit(c); }

/// One digit or more, and nothing else: "007", not "", "+7" or "7.0".
constexpr bool is_digits(std::string_view text) { return !text.empty() && std::ranges::all_of(text, is_digit); }
constexpr bool is_digits(std::span<const std::uint8_t> bytes) { return !bytes.empty() && std::ranges::all_of(bytes, is_digit); }

/// What is no letter of ASCII stays as it is.
constexpr char small_letter(char c) { return is_capital_letter(c) ? static_cast<char>(c - 'A' + 'a') : c; }
constexpr char capital_letter(char c) { return is_small_letter(c) ? static_cast<char>(c - 'a' + 'A') : c; }

inline std::string in_small_letters(std::string_view text) {
  std::string out(text);
  std::ranges::transform(out, out.begin(), small_letter);
  return out;
}
inline std::string in_capitals(std::string_view text) {
  std::string out(text);
  std::ranges::transform(out, out.begin(), capital_letter);
  return out;
}

}  // namespace kwota
