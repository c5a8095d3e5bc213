#include "carry/dlt645/settable.h"

#include <algorithm>
#include <array>

#include "base/decimal.h"

namespace kwota::dlt645 {
namespace {

using Group = SettableGroup;
using Kind = SettableKind;

constexpr std::int64_t watts_max = 1'000'000, hour = 3'600, day_minutes = 24 * 60, all_days = 0x7F, money_max = 999'999'99;

constexpr Settable settable_rows[] = {
    {0x04001401, Group::trip, Kind::number, 0, day_minutes},
    {0x04001419, Group::friendly, Kind::time_of_day, 0, 2359},
    {0x0400141A, Group::friendly, Kind::time_of_day, 0, 2359},
    {0x0400141B, Group::friendly, Kind::weekdays, 0, all_days},
    {0x0400141C, Group::friendly, Kind::flag, 0, 1},
    {0x04001402, Group::limit, Kind::number, 0, watts_max},
    {0x04001403, Group::limit, Kind::number, 1, hour},
    {0x04001404, Group::limit, Kind::number, 0, hour},
    {0x04001405, Group::limit, Kind::number, 1, 60},
    {0x04001406, Group::limit, Kind::number, 0, 60},
    {0x04001407, Group::limit, Kind::number, 1, day_minutes},
    {0x04001408, Group::budget, Kind::number, 0, watts_max},
    {0x04001409, Group::budget, Kind::number, 1, hour},
    {0x0400140A, Group::budget, Kind::number, 0, hour},
    {0x0400140B, Group::budget, Kind::number, 1, 60},
    {0x0400140C, Group::budget, Kind::number, 0, 60},
    {0x0400140D, Group::budget, Kind::number, 1, day_minutes},
    {0x0400140E, Group::malignant, Kind::number, 0, watts_max},
    {0x0400140F, Group::malignant, Kind::number, 0, 1'000},
    {0x04001410, Group::malignant, Kind::number, 1, 60},
    {0x04001411, Group::malignant, Kind::number, 1, 60},
    {0x04001412, Group::malignant, Kind::number, 1, 60},
    {0x04001413, Group::malignant, Kind::number, 1, 7 * day_minutes},
    {0x04001414, Group::malignant, Kind::number, 0, watts_max},
    {0x04001415, Group::malignant, Kind::number, 0, watts_max},
    {0x04001416, Group::curfew, Kind::time_of_day, 0, 2359},
    {0x04001417, Group::curfew, Kind::time_of_day, 0, 2359},
    {0x04001418, Group::curfew, Kind::weekdays, 0, all_days},
    {0x0400141D, Group::free, Kind::number, 0, 10'000'000, true},
    {0x0400141E, Group::free, Kind::number, 0, 100, true},
    {0x0400141F, Group::free, Kind::flag, 0, 1, true},
    {0x04001001, Group::money, Kind::money, 0, money_max},
    {0x04001002, Group::money, Kind::money, 0, money_max},
    {0x04001003, Group::money, Kind::money, 0, money_max, true},
    {0x04001004, Group::money, Kind::money, 0, money_max, true},
    {0x04001005, Group::money, Kind::money, 0, money_max},
    {0x04001420, Group::freeze, Kind::freeze_pattern, 0, 99'999'999},
};
constexpr std::uint32_t alarm_1 = 0x04001001, alarm_2 = 0x04001002, holidays = 0x0400141C;

/// A rule that these watts switch on and off.
constexpr std::array<std::uint32_t, 3> switches{0x04001402, 0x04001408, 0x0400140E};

struct Window {
  std::uint32_t from, to;
};
constexpr std::array windows{Window{0x04001416, 0x04001417}, Window{0x04001419, 0x0400141A}};

/// A meter of one rate has no list of holidays.
constexpr std::array<std::string_view, 2> without_holidays{"DDSY1352", "DTSY1352"};

const Settable* row_of(std::uint32_t item) {
  const auto* found = std::ranges::find(settable_rows, item, &Settable::item);
  return found == std::end(settable_rows) ? nullptr : found;
}

std::string text_of(const Settable& row, std::int64_t value) {
  return read_value(item_of(row), *bytes_of(item_of(row), value))->text();
}

bool is_pattern(std::int64_t value) {
  constexpr std::int64_t every = 99;
  const auto within = [](std::int64_t pair, std::int64_t least, std::int64_t most) {
    return pair == every || (pair >= least && pair <= most);
  };
  return value == 0 || (within(value / 1'000'000, 1, 12) && within(value / 10'000 % 100, 1, 31) &&
                        within(value / 100 % 100, 0, 23) && within(value % 100, 0, 59));
}

Error out_of_range(const Settable& row, std::string_view text) {
  return error(Fault::request, "parameter_out_of_range", "This value is outside of what a meter takes; nothing was changed.",
               {{"item", std::string{name_of(row)}},
                {"value", std::string{text}},
                {"least", text_of(row, row.least)},
                {"most", text_of(row, row.most)}});
}

/// "0600" and "06.50" as well as their shortest forms.
Result<std::int64_t> number_from(const Settable& row, std::string_view text) {
  const auto number = parse_decimal(text, item_of(row).decimals);
  if (!number.ok() || *number < row.least || *number > row.most) return out_of_range(row, text);
  const bool is_time = row.kind != Kind::time_of_day || *number % 100 < 60;
  if (!is_time || (row.kind == Kind::freeze_pattern && !is_pattern(*number)))
    return error(Fault::request, "no_such_time", "There is no such time; nothing was changed.",
                 {{"item", std::string{name_of(row)}}, {"value", std::string{text}}});
  return *number;
}

Error unknown(std::string_view name) {
  return error(Fault::request, "unknown_parameter", "Meters have no parameter of this name; nothing was changed.",
               {{"item", std::string{name}}});
}

/// Minutes from one time of the day to another, over midnight if need be.
std::int64_t minutes_between(std::int64_t from, std::int64_t to) {
  const auto minute = [](std::int64_t hhmm) { return hhmm / 100 * 60 + hhmm % 100; };
  return (minute(to) - minute(from) + day_minutes) % day_minutes;
}

}  // namespace

std::string_view name_of(SettableKind kind) {
  constexpr std::array<std::string_view, 6> names{"number", "money", "time_of_day", "weekdays", "flag", "freeze_pattern"};
  return names[static_cast<std::size_t>(kind)];
}

std::string_view name_of(SettableGroup group) {
  constexpr std::array<std::string_view, 9> names{"trip",   "friendly", "limit", "budget", "malignant",
                                                  "curfew", "free",     "money", "freeze"};
  return names[static_cast<std::size_t>(group)];
}

std::span<const Settable> settables() { return settable_rows; }
const Item& item_of(const Settable& row) { return *find_item({Edition::y2007, row.item}); }
std::string_view name_of(const Settable& row) { return item_of(row).name; }

const Settable* settable(std::string_view name) {
  const auto* found = std::ranges::find_if(settable_rows, [&](const Settable& row) { return name_of(row) == name; });
  return found == std::end(settable_rows) ? nullptr : found;
}

bool has(std::string_view model, const Settable& row) {
  return row.item != holidays || std::ranges::find(without_holidays, model) == without_holidays.end();
}

Result<SettableTexts> checked(std::string_view model, const SettableTexts& texts) {
  SettableTexts out;
  std::map<std::uint32_t, std::int64_t> numbers;
  for (const auto& [name, text] : texts) {
    const auto* row = settable(name);
    if (row == nullptr) return unknown(name);
    if (!has(model, *row))
      return error(Fault::request, "parameter_not_in_model",
                   "Meters of this model do not have this parameter; nothing was changed.",
                   {{"item", name}, {"model", std::string{model}}});
    TRY(number, number_from(*row, text));
    numbers[row->item] = number;
    out[name] = text_of(*row, number);
  }
  if (numbers.contains(alarm_1) && numbers.contains(alarm_2) && numbers[alarm_2] > numbers[alarm_1])
    return error(Fault::request, "alarms_not_in_order",
                 "The second alarm comes after the first: its amount is not above; nothing was changed.",
                 {{"alarm_1", out["alarm_amount_1"]}, {"alarm_2", out["alarm_amount_2"]}});
  return out;
}

std::vector<SettableWrite> writes_of(const std::map<std::uint32_t, std::int64_t>& wanted,
                                     const std::map<std::uint32_t, std::int64_t>& held) {
  struct Ranked {
    int rank = 0;
    SettableWrite write{};
  };
  const auto has_it = [&](std::uint32_t item, std::int64_t value) {
    const auto now = held.find(item);
    return now != held.end() && now->second == value;
  };
  constexpr int off = 0, first = 1, detail = 2, last = 3, on = 4;
  std::vector<Ranked> out;
  for (const auto& [item, value] : wanted) {
    const auto* row = row_of(item);
    if (row == nullptr || has_it(item, value)) continue;
    const bool switches_a_rule = std::ranges::find(switches, item) != switches.end();
    out.push_back({switches_a_rule ? (value == 0 ? off : on) : detail, {row, *bytes_of(item_of(*row), value)}});
  }
  const auto rank_of = [&](std::uint32_t item, int rank) {
    for (auto& one : out)
      if (one.write.row->item == item) one.rank = rank;
  };
  for (const auto& window : windows) {
    if (!wanted.contains(window.from) || !wanted.contains(window.to) || !held.contains(window.from) || !held.contains(window.to))
      continue;
    const bool from_first = minutes_between(wanted.at(window.from), held.at(window.to)) <=
                            minutes_between(held.at(window.from), wanted.at(window.to));
    rank_of(window.from, from_first ? first : last);
    rank_of(window.to, from_first ? last : first);
  }
  // Alarm 2 may not pass alarm 1 on the way either.
  const auto alarm_now = held.find(alarm_1);
  if (wanted.contains(alarm_1) && alarm_now != held.end())
    rank_of(alarm_1, wanted.at(alarm_1) >= alarm_now->second ? first : last);
  std::ranges::stable_sort(out, {}, &Ranked::rank);
  std::vector<SettableWrite> writes;
  for (auto& one : out) writes.push_back(std::move(one.write));
  return writes;
}

}  // namespace kwota::dlt645
