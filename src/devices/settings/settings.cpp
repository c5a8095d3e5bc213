#include "devices/settings/settings.h"

#include <algorithm>
#include <array>

#include "base/decimal.h"
#include "base/text/clock_rules.h"

namespace kwota::devices {
namespace {

constexpr std::string_view alarm_1 = "alarm_amount_1", alarm_2 = "alarm_amount_2";

/// A rule that these watts switch on and off.
constexpr std::array<std::string_view, 3> switches{"limit_watts", "budget_watts", "step_watts"};

struct Window {
  std::string_view from, to;
};
constexpr std::array windows{Window{"curfew_from", "curfew_to"}, Window{"friendly_from", "friendly_to"}};

Error out_of_range(const Parameter& row, std::string_view text) {
  return error(Fault::request, "parameter_out_of_range", "This value is outside of what a meter takes; nothing was changed.",
               {{"item", std::string{row.name}},
                {"value", std::string{text}},
                {"least", text_of(row, row.least)},
                {"most", text_of(row, row.most)}}).trying(Again::never);
}

Error no_such_time(const Parameter& row, std::string_view text) {
  return error(Fault::request, "no_such_time", "There is no such time; nothing was changed.",
               {{"item", std::string{row.name}}, {"value", std::string{text}}}).trying(Again::never);
}

/// In the form of its kind, or as devices keep it.
std::optional<std::int64_t> parsed(const Parameter& row, std::string_view text) {
  switch (row.kind) {
    case ParameterKind::time_of_day: return parse_time_of_day(text);
    case ParameterKind::weekdays: return parse_weekdays(text);
    case ParameterKind::flag: return parse_flag(text);
    case ParameterKind::freeze_pattern: return parse_recurring(text);
    case ParameterKind::number:
    case ParameterKind::money: break;
  }
  const auto number = parse_decimal(text, row.decimals);
  return number.ok() ? std::optional{*number} : std::nullopt;
}

/// "06.50" as well as its shortest form.
Result<std::int64_t> number_from(const Parameter& row, std::string_view text) {
  const auto number = parsed(row, text);
  const bool is_time = row.kind == ParameterKind::time_of_day || row.kind == ParameterKind::freeze_pattern;
  if (!number && is_time) return no_such_time(row, text);
  if (!number || *number < row.least || *number > row.most) return out_of_range(row, text);
  return *number;
}

Error unknown(std::string_view name) {
  return error(Fault::request, "unknown_parameter", "Meters have no parameter of this name; nothing was changed.",
               {{"item", std::string{name}}}).trying(Again::never);
}

/// Minutes from one time of the day to another, over midnight if need be.
std::int64_t minutes_between(std::int64_t from, std::int64_t to) {
  constexpr std::int64_t day = 24 * 60;
  const auto minute = [](std::int64_t hhmm) { return hhmm / 100 * 60 + hhmm % 100; };
  return (minute(to) - minute(from) + day) % day;
}

std::int64_t value_in(const Values& values, std::string_view name) { return values.find(name)->second; }

}  // namespace

bool has(const Facts& facts, std::string_view parameter) { return std::ranges::find(facts.lacks, parameter) == facts.lacks.end(); }

std::string text_of(const Parameter& parameter, std::int64_t value) {
  auto text = [&]() -> std::string {
    switch (parameter.kind) {
      case ParameterKind::time_of_day: return time_of_day_text(value);
      case ParameterKind::weekdays: return weekdays_text(value);
      case ParameterKind::flag: return flag_text(value);
      case ParameterKind::freeze_pattern: return recurring_text(value);
      case ParameterKind::number:
      case ParameterKind::money: break;
    }
    return {};
  }();
  return text.empty() ? format_decimal(value, parameter.decimals) : text;
}

Result<Settings> checked(std::string_view model, const Facts& facts, const Settings& settings) {
  Settings out;
  Values numbers;
  for (const auto& [name, text] : settings) {
    const auto* row = parameter(name);
    if (row == nullptr) return unknown(name);
    if (!has(facts, name))
      return error(Fault::request, "parameter_not_in_model",
                   "Meters of this model do not have this parameter; nothing was changed.",
                   {{"item", name}, {"model", std::string{model}}}).trying(Again::never);
    TRY(number, number_from(*row, text));
    numbers[name] = number;
    out[name] = text_of(*row, number);
  }
  if (numbers.contains(alarm_1) && numbers.contains(alarm_2) && value_in(numbers, alarm_2) > value_in(numbers, alarm_1))
    return error(Fault::request, "alarms_not_in_order",
                 "The second alarm comes after the first: its amount is not above; nothing was changed.",
                 {{"alarm_1", out["alarm_amount_1"]}, {"alarm_2", out["alarm_amount_2"]}}).trying(Again::never);
  return out;
}

Values values_of(const Settings& settings) {
  Values out;
  for (const auto& [name, text] : settings) out[name] = parsed(*parameter(name), text).value();
  return out;
}

std::vector<Write> writes_of(const Values& wanted, const Values& held) {
  struct Ranked {
    int rank = 0;
    Write write{};
  };
  constexpr int off = 0, first = 1, detail = 2, last = 3, on = 4;
  std::vector<Ranked> out;
  for (const auto& [name, value] : wanted) {
    const auto* row = parameter(name);
    const auto now = held.find(name);
    if (row == nullptr || (now != held.end() && now->second == value)) continue;
    const bool switches_a_rule = std::ranges::find(switches, name) != switches.end();
    out.push_back({switches_a_rule ? (value == 0 ? off : on) : detail, {row, value}});
  }
  // In the order in which people read them, whatever the alphabet says.
  std::ranges::sort(out, {}, [](const Ranked& one) { return one.write.parameter; });
  const auto rank_of = [&](std::string_view name, int rank) {
    for (auto& one : out)
      if (one.write.parameter->name == name) one.rank = rank;
  };
  for (const auto& window : windows) {
    if (!wanted.contains(window.from) || !wanted.contains(window.to) || !held.contains(window.from) || !held.contains(window.to))
      continue;
    const bool from_first = minutes_between(value_in(wanted, window.from), value_in(held, window.to)) <=
                            minutes_between(value_in(held, window.from), value_in(wanted, window.to));
    rank_of(window.from, from_first ? first : last);
    rank_of(window.to, from_first ? last : first);
  }
  // Alarm 2 may not pass alarm 1 on the way either.
  const auto alarm_now = held.find(alarm_1);
  if (wanted.contains(alarm_1) && alarm_now != held.end())
    rank_of(alarm_1, value_in(wanted, alarm_1) >= alarm_now->second ? first : last);
  std::ranges::stable_sort(out, {}, &Ranked::rank);
  std::vector<Write> writes;
  for (const auto& one : out) writes.push_back(one.write);
  return writes;
}

}  // namespace kwota::devices
