#include "sell/purse/card_number.h"

#include "base/core/luhn.h"

namespace kwota::purse {
namespace {

/// The third to the sixth digit of an area code in packed decimal.
std::uint64_t county_digits(std::uint32_t area_code) {
  std::uint64_t out = 0;
  for (int at = 20; at >= 8; at -= 4) out = out * 10 + (area_code >> at & 0x0F) % 10;
  return out;
}

}  // namespace

CardSerial card_number(std::uint32_t county, Instant moment) {
  const auto utc = Zone::utc();
  const int year = utc.local(moment).date.year;
  const auto in_year = moment - utc.instant({.date = {.year = year, .month = 1, .day = 1}});
  const auto running = static_cast<std::uint64_t>(in_year.ms() / number_step.ms());  // 988,200,000 of them in the longest year
  CardSerial number;
  if (const auto digits = card_digits(county_digits(county), static_cast<std::uint64_t>(year) % 100, running)) put_bcd(number.bytes, *digits);
  return number;
}

bool is_card_number(const CardSerial& number) {
  const auto digits = get_bcd(number.bytes);
  return digits && luhn_fits(*digits);
}

}  // namespace kwota::purse
