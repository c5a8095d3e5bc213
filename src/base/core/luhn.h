// The check digit of card numbers: one digit mistyped, and two neighbours exchanged but 09 and 90, are seen. ISO/IEC 7812-1 annex B.
#pragma once
#include <cstdint>
#include <optional>

namespace kwota {

/// Of the decimal digits that stand before it.
constexpr std::uint8_t luhn_digit(std::uint64_t digits_before) {
  std::uint32_t sum = 0;
  bool doubled = true;  // the digit beside the check digit
  for (; digits_before != 0; digits_before /= 10, doubled = !doubled) {
    const auto digit = static_cast<std::uint32_t>(digits_before % 10) * (doubled ? 2 : 1);
    sum += digit > 9 ? digit - 9 : digit;
  }
  return static_cast<std::uint8_t>((10 - sum % 10) % 10);
}

/// The digits with their check digit behind them.
constexpr std::uint64_t with_luhn_digit(std::uint64_t digits_before) { return digits_before * 10 + luhn_digit(digits_before); }
/// Whether the last digit is that of the others.
constexpr bool luhn_fits(std::uint64_t digits) { return luhn_digit(digits / 10) == digits % 10; }

/// A farmer's card's sixteen digits: county 4, year 2, running 9, and the digit of Luhn over them. Nothing: more than fit.
constexpr std::optional<std::uint64_t> card_digits(std::uint64_t county, std::uint64_t year, std::uint64_t running) {
  constexpr std::uint64_t counties = 10'000, years = 100, numbers_of_a_year = 1'000'000'000;
  if (county >= counties || year >= years || running >= numbers_of_a_year) return std::nullopt;
  return with_luhn_digit((county * years + year) * numbers_of_a_year + running);
}

}  // namespace kwota
