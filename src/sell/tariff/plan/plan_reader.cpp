#include "sell/tariff/plan/plan_reader.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/cause.h"
#include "base/decimal.h"
#include "base/time.h"

namespace kwota::tariff {
namespace json = boost::json;
namespace {
const json::value null_value;
const json::array empty_list;
}  // namespace

void Problem::report(std::string_view where, PlanFault fault, std::string_view name) {
  if (first_) return;
  const std::string why = clause_of(fault, name);
  first_ = error(Fault::request, "bad_plan", fmt::format("The price plan cannot be used: {} ({}).", why, where),
                 {{"why", why}, {"where", std::string(where)}, {"fault", std::string(word_of(fault))}, {"name", std::string(name)}});
}

bool Problem::holds(std::size_t count, std::size_t most, std::string_view where) {
  if (count <= most) return true;
  report(where, PlanFault::too_many, std::to_string(most));
  return false;
}

void Problem::unknown_kind(std::string_view where, std::string_view kind) {
  if (first_) return;
  first_ = error(Fault::request, Cause::plan_kind_unknown, fmt::format("This version cannot compute \"{}\" ({}).", kind, where),
                 {{"kind", std::string(kind)}, {"where", std::string(where)}});
}

std::string text_of(const json::value& value, std::string_view where, Problem& problem) {
  if (const auto* text = value.if_string()) return std::string(*text);
  problem.report(where, PlanFault::text_expected);
  return {};
}

std::int64_t decimal_of(const json::value& value, int scale, std::string_view where, Problem& problem) {
  const auto* text = value.if_string();
  if (text == nullptr) {
    problem.report(where, PlanFault::decimal_expected);
    return 0;
  }
  auto number = parse_decimal(std::string_view(*text), scale);
  if (number.ok()) return *number;
  problem.report(where, PlanFault::bad_decimal);
  return 0;
}

int two_digits(std::string_view text, std::size_t at) {
  if (at + 2 > text.size() || text[at] < '0' || text[at] > '9' || text[at + 1] < '0' || text[at + 1] > '9') return -1;
  return (text[at] - '0') * 10 + (text[at + 1] - '0');
}

void month_day_of(std::string_view text, std::string_view where, Problem& problem, unsigned& month, unsigned& day) {
  const int m = two_digits(text, 0);
  const int d = two_digits(text, 3);
  constexpr int leap_year = 2000;
  if (text.size() == 5 && text[2] == '-' && m > 0 && d > 0 && valid(LocalDate{leap_year, static_cast<unsigned>(m), static_cast<unsigned>(d)})) {
    month = static_cast<unsigned>(m);
    day = static_cast<unsigned>(d);
    return;
  }
  problem.report(where, PlanFault::day_of_year);
}

Fields::Fields(const json::value& value, std::string where, Problem& problem, std::span<const std::string_view> known)
    : object_(value.if_object()), where_(std::move(where)), problem_(problem) {
  if (object_ == nullptr) {
    problem_.report(where_, PlanFault::object_expected);
    return;
  }
  for (const auto& member : *object_) {
    const std::string_view key = member.key();
    if (std::find(known.begin(), known.end(), key) == known.end()) problem_.report(at(key), PlanFault::unknown_key);
  }
}

const json::value* Fields::find(std::string_view key) const { return object_ == nullptr ? nullptr : object_->if_contains(key); }

const json::value& Fields::need(std::string_view key) const {
  if (const auto* value = find(key)) return *value;
  problem_.report(at(key), PlanFault::missing);
  return null_value;
}

std::string Fields::text(std::string_view key) const { return text_of(need(key), at(key), problem_); }

std::string Fields::text_or(std::string_view key, std::string_view fallback) const { return has(key) ? text(key) : std::string(fallback); }

bool Fields::flag(std::string_view key, bool fallback) const {
  const auto* value = find(key);
  if (value == nullptr) return fallback;
  if (const auto* flag = value->if_bool()) return *flag;
  problem_.report(at(key), PlanFault::flag_expected);
  return fallback;
}

std::int64_t Fields::whole(std::string_view key, std::int64_t fallback, std::int64_t min, std::int64_t max) const {
  const auto* value = find(key);
  if (value == nullptr) return fallback;
  if (const auto* number = value->if_int64(); number != nullptr && *number >= min && *number <= max) return *number;
  problem_.report(at(key), PlanFault::whole_number, fmt::format("{}–{}", min, max));
  return fallback;
}

std::int64_t Fields::decimal(std::string_view key, int scale) const { return decimal_of(need(key), scale, at(key), problem_); }

std::int64_t Fields::decimal_or(std::string_view key, int scale, std::int64_t fallback) const {
  return has(key) ? decimal(key, scale) : fallback;
}

const json::array& Fields::list(std::string_view key, std::size_t most) const {
  const auto& value = need(key);
  if (const auto* list = value.if_array()) return problem_.holds(list->size(), most, at(key)) ? *list : empty_list;
  problem_.report(at(key), PlanFault::list_expected);
  return empty_list;
}

std::vector<std::string> Fields::texts(std::string_view key) const {
  std::vector<std::string> all;
  for (const auto& item : list(key)) all.push_back(text_of(item, at(key), problem_));
  return all;
}

std::size_t Fields::choice(std::string_view key, std::span<const std::string_view> words, std::size_t fallback) const {
  if (!has(key)) return fallback;
  const std::string word = text(key);
  const auto found = std::find(words.begin(), words.end(), word);
  if (found != words.end()) return static_cast<std::size_t>(found - words.begin());
  problem_.report(at(key), PlanFault::unknown_choice, word);
  return fallback;
}

}  // namespace kwota::tariff
