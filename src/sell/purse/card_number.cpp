#include "sell/purse/card_number.h"

#include <array>

#include "base/core/luhn.h"

namespace kwota::purse {
namespace {

using Digits = std::array<std::uint8_t, 16>;

/// Over the fifteen digits before it.
std::uint8_t check_digit(const Digits& digits) {
  std::uint64_t before = 0;
  for (std::size_t i = 0; i + 1 < digits.size(); ++i) before = before * 10 + digits[i];
  return luhn_digit(before);
}

/// The `count` last decimal digits of a number, at a place.
void write(Digits& digits, std::size_t at, std::size_t count, std::uint64_t number) {
  for (std::size_t i = count; i-- > 0; number /= 10) digits[at + i] = static_cast<std::uint8_t>(number % 10);
}

}  // namespace

CardSerial card_number(std::uint32_t county, Instant moment) {
  const auto utc = Zone::utc();
  const int year = utc.local(moment).date.year;
  const auto in_year = moment - utc.instant({.date = {.year = year, .month = 1, .day = 1}});
  Digits digits{};
  for (std::size_t i = 0; i < 4; ++i) digits[i] = static_cast<std::uint8_t>((county >> (20 - 4 * i) & 0x0F) % 10);
  write(digits, 4, 2, static_cast<std::uint64_t>(year));
  write(digits, 6, 9, static_cast<std::uint64_t>(in_year.ms() / number_step.ms()));  // 988,200,000 of them in the longest year
  digits[15] = check_digit(digits);
  CardSerial number;
  for (std::size_t i = 0; i < number.bytes.size(); ++i) number.bytes[i] = static_cast<std::uint8_t>(digits[2 * i] << 4 | digits[2 * i + 1]);
  return number;
}

bool is_card_number(const CardSerial& number) {
  Digits digits{};
  for (std::size_t i = 0; i < number.bytes.size(); ++i) {
    digits[2 * i] = number.bytes[i] >> 4;
    digits[2 * i + 1] = number.bytes[i] & 0x0F;
    if (digits[2 * i] > 9 || digits[2 * i + 1] > 9) return false;
  }
  return digits[15] == check_digit(digits);
}

}  // namespace kwota::purse
