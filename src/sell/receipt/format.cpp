#include "sell/receipt/format.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "base/core/commodity.h"
#include "base/decimal.h"

namespace kwota::receipt {
namespace {

constexpr std::array<const char*, 12> months{"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
constexpr std::array<const char*, 12> months_ru{"январь", "февраль", "март", "апрель", "май", "июнь", "июль", "август", "сентябрь", "октябрь", "ноябрь", "декабрь"};
constexpr std::string_view no_break_space = "\u00A0";

/// " 14:05" or " 14:05:09".
bool is_clock(std::string_view text) {
  constexpr std::string_view shape = " 00:00:00";
  if (text.size() != 6 && text.size() != shape.size()) return false;
  for (std::size_t i = 0; i < text.size(); ++i)
    if (shape[i] == '0' ? text[i] < '0' || text[i] > '9' : text[i] != shape[i]) return false;
  return true;
}

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
  return fmt::format("{} {:02}:{:02}:{:02}", day(local.date), local.hour, local.minute, local.second);
}

std::string Style::day(const LocalDate& date) const {
  if (language == "zh") return format_date(date);
  if (language == "ru") return fmt::format("{:02}.{:02}.{}", date.day, date.month, date.year);
  return fmt::format("{} {} {}", date.day, months[date.month - 1], date.year);
}

std::string Style::month(const LocalDate& date) const {
  if (language == "zh") return fmt::format("{}年{:02}月", date.year, date.month);
  return fmt::format("{} {}", (language == "ru" ? months_ru : months)[date.month - 1], date.year);
}

std::string Style::calendar(const std::string& value) const {
  constexpr std::size_t of_a_month = 7, of_a_day = 10;
  const bool is_month = value.size() == of_a_month, has_clock = value.size() > of_a_day && is_clock(std::string_view(value).substr(of_a_day));
  if (!is_month && !has_clock && value.size() != of_a_day) return value;
  const auto date = parse_date(is_month ? value + "-01" : value.substr(0, of_a_day));
  if (!date.ok()) return value;
  return is_month ? month(*date) : day(*date) + value.substr(of_a_day);
}

std::string Style::delivered(std::string_view plan_unit, std::int64_t step) const {
  const bool volume = plan_unit == kwota::plan_unit(Unit::volume);
  if (step == 0) return text(volume ? "slip.line.volume" : "slip.line.energy");
  return text(volume ? "slip.line.volume_step" : "slip.line.step", {{"step", fmt::format("{}", step)}});
}

}  // namespace kwota::receipt
