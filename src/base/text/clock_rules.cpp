#include "base/text/clock_rules.h"

#include <fmt/format.h>

#include <array>

namespace kwota {
namespace {

constexpr std::array<std::string_view, 7> days_of_week{"sun", "mon", "tue", "wed", "thu", "fri", "sat"};
constexpr std::int64_t all_days = 0x7F, every = 99, hundred = 100, most_digits = 8;
constexpr std::string_view daily = "daily", none = "none", never = "never", yes = "yes", no = "no";

/// Digits alone, at most eight; nothing: something else.
std::optional<std::int64_t> digits_in(std::string_view text) {
  if (text.empty() || text.size() > most_digits) return std::nullopt;
  std::int64_t number = 0;
  for (const char digit : text) {
    if (digit < '0' || digit > '9') return std::nullopt;
    number = number * 10 + (digit - '0');
  }
  return number;
}

/// One of a number that stands in two digits, or every one: "18", "*".
std::string pair_text(std::int64_t pair) { return pair == every ? "*" : fmt::format("{:02}", pair); }
std::optional<std::int64_t> pair_in(std::string_view text) {
  if (text == "*") return every;
  return text.size() <= 2 ? digits_in(text) : std::nullopt;
}

/// The text before `end`, which is taken off with it; nothing: there is no such sign.
std::optional<std::string_view> taken_until(std::string_view& text, char end) {
  const auto at = text.find(end);
  if (at == std::string_view::npos) return std::nullopt;
  const auto first = text.substr(0, at);
  text.remove_prefix(at + 1);
  return first;
}

bool is_recurring(std::int64_t pattern) {
  const auto within = [](std::int64_t pair, std::int64_t least, std::int64_t most) { return pair == every || (pair >= least && pair <= most); };
  return within(pattern / 1'000'000, 1, 12) && within(pattern / 10'000 % hundred, 1, 31) && within(pattern / hundred % hundred, 0, 23) &&
         within(pattern % hundred, 0, 59);
}

std::optional<std::int64_t> day_named(std::string_view name) {
  for (std::size_t day = 0; day < days_of_week.size(); ++day)
    if (days_of_week[day] == name) return std::int64_t{1} << day;
  return std::nullopt;
}

}  // namespace

std::string time_of_day_text(std::int64_t hhmm) {
  const auto hour = hhmm / hundred, minute = hhmm % hundred;
  return hhmm >= 0 && hour < 24 && minute < 60 ? fmt::format("{:02}:{:02}", hour, minute) : std::string{};
}

std::optional<std::int64_t> parse_time_of_day(std::string_view text) {
  auto number = digits_in(text);
  const bool has_colon = text.size() == 5 && text[2] == ':';
  if (has_colon) {
    const auto hour = digits_in(text.substr(0, 2)), minute = digits_in(text.substr(3));
    number = hour && minute ? std::optional{*hour * hundred + *minute} : std::nullopt;
  }
  return number && !time_of_day_text(*number).empty() ? number : std::nullopt;
}

std::string weekdays_text(std::int64_t days) {
  if (days < 0 || days > all_days) return {};
  if (days == 0) return std::string{none};
  if (days == all_days) return std::string{daily};
  std::string text;
  for (std::size_t i = 1; i <= days_of_week.size(); ++i) {  // as weeks are read: Sunday comes last
    const auto day = i % days_of_week.size();
    if ((days >> day & 1) != 0) (text += text.empty() ? "" : ",") += days_of_week[day];
  }
  return text;
}

std::optional<std::int64_t> parse_weekdays(std::string_view text) {
  if (text == none) return 0;
  if (text == daily) return all_days;
  if (const auto mask = digits_in(text)) return *mask <= all_days ? mask : std::nullopt;
  std::int64_t days = 0;
  while (const auto name = taken_until(text, ',')) {
    const auto day = day_named(*name);
    if (!day) return std::nullopt;
    days |= *day;
  }
  const auto last = day_named(text);
  return last ? std::optional{days | *last} : std::nullopt;
}

std::string flag_text(std::int64_t flag) { return flag == 1 ? std::string{yes} : flag == 0 ? std::string{no} : std::string{}; }

std::optional<std::int64_t> parse_flag(std::string_view text) {
  if (text == yes || text == no) return text == yes ? 1 : 0;
  const auto flag = digits_in(text);
  return flag && *flag <= 1 ? flag : std::nullopt;
}

std::string recurring_text(std::int64_t pattern) {
  if (pattern == 0) return std::string{never};
  if (!is_recurring(pattern)) return {};
  return fmt::format("{}-{} {}:{}", pair_text(pattern / 1'000'000), pair_text(pattern / 10'000 % hundred), pair_text(pattern / hundred % hundred),
                     pair_text(pattern % hundred));
}

std::optional<std::int64_t> parse_recurring(std::string_view text) {
  if (text == never) return 0;
  if (const auto number = digits_in(text)) return *number == 0 || is_recurring(*number) ? number : std::nullopt;
  std::int64_t pattern = 0;
  for (const char end : {'-', ' ', ':'}) {
    const auto first = taken_until(text, end);
    const auto pair = first ? pair_in(*first) : std::nullopt;
    if (!pair) return std::nullopt;
    pattern = pattern * hundred + *pair;
  }
  const auto minute = pair_in(text);
  if (!minute) return std::nullopt;
  pattern = pattern * hundred + *minute;
  return is_recurring(pattern) ? std::optional{pattern} : std::nullopt;
}

}  // namespace kwota
