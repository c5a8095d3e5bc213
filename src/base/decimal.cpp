#include "base/decimal.h"

#include <fmt/format.h>

#include "base/cause.h"

namespace kwota {
namespace {
constexpr std::int64_t decimal_limit = 100'000'000'000'000'000;  // 10^17

Error over_precise(std::string_view text, int scale) {
  return error(Fault::request, Cause::over_precise, fmt::format("\"{}\" has more than {} decimals.", text, scale), {{"text", std::string(text)}, {"decimals", std::to_string(scale)}});
}

Error not_a_number(std::string_view text) {
  return error(Fault::request, "bad_number", fmt::format("\"{}\" is not a plain decimal number.", text),
               {{"text", std::string(text)}});
}
}  // namespace

Result<std::int64_t> parse_decimal(std::string_view text, int scale) {
  std::string_view rest = text;
  const bool negative = !rest.empty() && rest.front() == '-';
  if (negative) rest.remove_prefix(1);
  std::int64_t value = 0;
  int decimals = -1;  // -1: before the point
  bool digits = false;
  for (const char c : rest) {
    if (c == '.' && decimals < 0 && digits) {
      decimals = 0;
      continue;
    }
    if (c < '0' || c > '9') return not_a_number(text);
    digits = true;
    if (decimals >= scale) {
      if (c != '0')
        return over_precise(text, scale);
      ++decimals;
      continue;
    }
    value = value * 10 + (c - '0');
    if (value > decimal_limit) return error(Fault::request, Cause::overflow, fmt::format("\"{}\" is too large.", text), {{"text", std::string(text)}});
    if (decimals >= 0) ++decimals;
  }
  if (!digits || (!rest.empty() && rest.back() == '.')) return not_a_number(text);
  for (int d = decimals < 0 ? 0 : decimals; d < scale; ++d) {
    value *= 10;
    if (value > decimal_limit) return error(Fault::request, Cause::overflow, fmt::format("\"{}\" is too large.", text), {{"text", std::string(text)}});
  }
  return negative ? -value : value;
}

std::string format_decimal(std::int64_t value, int scale) {
  const bool negative = value < 0;
  // Through unsigned: the most negative number has no positive twin.
  std::string digits = std::to_string(negative ? ~static_cast<std::uint64_t>(value) + 1 : static_cast<std::uint64_t>(value));
  const auto width = static_cast<std::size_t>(scale);
  if (digits.size() <= width) digits.insert(0, width + 1 - digits.size(), '0');
  if (scale > 0) digits.insert(digits.size() - width, 1, '.');
  return negative ? "-" + digits : digits;
}

std::string format_shortest(std::int64_t value, int scale) {
  std::string text = format_decimal(value, scale);
  if (scale > 0) {
    while (text.back() == '0') text.pop_back();
    if (text.back() == '.') text.pop_back();
  }
  return text;
}

Result<Money> parse_money(std::string_view text, int minor_digits) {
  // A point with three noughts behind it groups thousands somewhere: "5.000" is not five.
  const auto point = text.find('.');
  if (point != std::string_view::npos && text.size() - point - 1 > static_cast<std::size_t>(minor_digits)) {
    MUST(parse_decimal(text, static_cast<int>(text.size() - point - 1)));
    return over_precise(text, minor_digits);
  }
  TRY(minor, parse_decimal(text, minor_digits));
  if (minor > money_minor_max || minor < -money_minor_max)
    return error(Fault::request, Cause::overflow, fmt::format("\"{}\" is more money than one document may carry.", text), {{"text", std::string(text)}});
  return Money::minor(minor);
}

std::string format_money(Money amount, int minor_digits) { return format_decimal(amount.minor(), minor_digits); }

std::string format_credit(Credit amount, int minor_digits) { return format_decimal(amount.amount(), amount.is_money() ? minor_digits : 3); }

std::string format_kwh(Energy energy) { return format_decimal(divide(energy.wh(), 10, Round::down), 2); }

std::int64_t divide(Wide numerator, Wide denominator, Round rule) {
  const bool negative = numerator < 0;
  const Wide magnitude = negative ? -numerator : numerator;
  Wide quotient = magnitude / denominator;
  const Wide rest = magnitude % denominator;
  bool away = false;
  switch (rule) {
    case Round::half_up: away = rest * 2 >= denominator; break;
    case Round::half_even: away = rest * 2 > denominator || (rest * 2 == denominator && (quotient & 1) != 0); break;
    case Round::down: break;
    case Round::up: away = rest != 0; break;
  }
  if (away) ++quotient;
  return static_cast<std::int64_t>(negative ? -quotient : quotient);
}

}  // namespace kwota
