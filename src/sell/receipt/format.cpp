#include "sell/receipt/format.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "base/decimal.h"

namespace kwota::receipt {
namespace {

constexpr std::array<const char*, 12> months{"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
constexpr std::string_view no_break_space = "\u00A0";

std::string grouped(std::string_view digits, std::string_view separator) {
  std::string out;
  for (std::size_t i = 0; i < digits.size(); ++i) {
    if (i != 0 && (digits.size() - i) % 3 == 0) out += separator;
    out += digits[i];
  }
  return out;
}

}  // namespace

std::string Style::text(std::string_view key, const Details& details) const {
  std::string out = words(key);
  for (const auto& [name, value] : details) {
    const auto hole = "{" + name + "}";
    for (auto at = out.find(hole); at != std::string::npos; at = out.find(hole, at + value.size())) out.replace(at, hole.size(), value);
  }
  return out;
}

std::string Style::decimal(std::string_view plain) const {
  const bool negative = !plain.empty() && plain.front() == '-';
  if (negative) plain.remove_prefix(1);
  const auto point = std::min(plain.find('.'), plain.size());
  const bool russian = language == "ru";
  std::string out = (negative ? "-" : "") + grouped(plain.substr(0, point), russian ? no_break_space : ",");
  if (point < plain.size()) out += (russian ? "," : ".") + std::string{plain.substr(point + 1)};
  return out;
}

std::string Style::number(std::int64_t value, int decimals) const { return decimal(format_decimal(value, decimals)); }

std::string Style::money(Money money) const {
  const auto plain = amount(money);
  if (language == "zh" && currency == "CNY") return (money.is_negative() ? "-¥" : "¥") + (money.is_negative() ? plain.substr(1) : plain);
  if (language == "ru") return plain + std::string{no_break_space} + (currency == "RUB" ? "₽" : currency);
  return currency + " " + plain;
}

std::string Style::time(Instant at) const {
  const auto local = zone.local(at);
  const auto clock = fmt::format("{:02}:{:02}:{:02}", local.hour, local.minute, local.second);
  if (language == "zh") return format_date(local.date) + " " + clock;
  if (language == "ru") return fmt::format("{:02}.{:02}.{} {}", local.date.day, local.date.month, local.date.year, clock);
  return fmt::format("{} {} {} {}", local.date.day, months[local.date.month - 1], local.date.year, clock);
}

}  // namespace kwota::receipt
