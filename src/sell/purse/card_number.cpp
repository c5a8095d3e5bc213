#include "sell/purse/card_number.h"

#include <array>

namespace kwota::purse {
namespace {

using Digits = std::array<std::uint8_t, 16>;

/// Over the fifteen digits before it: every second one from the right is doubled.
std::uint8_t check_digit(const Digits& digits) {
  unsigned sum = 0;
  for (std::size_t i = 0; i < 15; ++i) {
    const unsigned doubled = i % 2 == 0 ? digits[i] * 2u : digits[i];
    sum += doubled > 9 ? doubled - 9 : doubled;
  }
  return static_cast<std::uint8_t>((10 - sum % 10) % 10);
}

/// The `count` last decimal digits of a number, at a place.
void write(Digits& digits, std::size_t at, std::size_t count, std::uint64_t number) {
  for (std::size_t i = count; i-- > 0; number /= 10) digits[at + i] = static_cast<std::uint8_t>(number % 10);
}

}  // namespace

CardSerial card_number(std::uint32_t county, int year, std::int64_t account, std::int64_t issue) {
  constexpr std::int64_t issues = 100;
  Digits digits{};
  for (std::size_t i = 0; i < 4; ++i) digits[i] = static_cast<std::uint8_t>((county >> (20 - 4 * i) & 0x0F) % 10);
  write(digits, 4, 2, static_cast<std::uint64_t>(year));
  write(digits, 6, 9, static_cast<std::uint64_t>(account * issues + issue % issues));
  digits[15] = check_digit(digits);
  CardSerial number;
  for (std::size_t i = 0; i < number.bytes.size(); ++i) number.bytes[i] = static_cast<std::uint8_t>(digits[2 * i] << 4 | digits[2 * i + 1]);
  return number;
}

std::int64_t account_in(const CardSerial& number) {
  constexpr std::size_t running_at = 6, account_digits = 7;  // the two behind them count the cards of an account
  std::int64_t account = 0;
  for (std::size_t i = running_at; i < running_at + account_digits; ++i) account = account * 10 + (i % 2 == 0 ? number.bytes[i / 2] >> 4 : number.bytes[i / 2] & 0x0F);
  return account;
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
