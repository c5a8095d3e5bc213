#include "devices/parameters.h"

#include <array>

namespace kwota::devices {
namespace {

using Group = ParameterGroup;
using Kind = ParameterKind;

constexpr std::int64_t watts_max = 1'000'000, hour = 3'600, day_minutes = 24 * 60, all_days = 0x7F, money_max = 999'999'99;

constexpr Parameter parameter_rows[] = {
    {"trip_delay", Group::trip, Kind::number, 0, "min", 0, day_minutes},
    {"friendly_from", Group::friendly, Kind::time_of_day, 0, "", 0, 2359},
    {"friendly_to", Group::friendly, Kind::time_of_day, 0, "", 0, 2359},
    {"friendly_weekdays", Group::friendly, Kind::weekdays, 0, "", 0, all_days},
    {"friendly_holidays", Group::friendly, Kind::flag, 0, "", 0, 1},
    {"limit_watts", Group::limit, Kind::number, 0, "W", 0, watts_max},
    {"limit_window_seconds", Group::limit, Kind::number, 0, "s", 1, hour},
    {"limit_alarm_seconds", Group::limit, Kind::number, 0, "s", 0, hour},
    {"limit_pause_minutes", Group::limit, Kind::number, 0, "min", 1, 60},
    {"limit_tries", Group::limit, Kind::number, 0, "", 0, 60},
    {"limit_success_minutes", Group::limit, Kind::number, 0, "min", 1, day_minutes},
    {"budget_watts", Group::budget, Kind::number, 0, "W", 0, watts_max},
    {"budget_window_seconds", Group::budget, Kind::number, 0, "s", 1, hour},
    {"budget_alarm_seconds", Group::budget, Kind::number, 0, "s", 0, hour},
    {"budget_pause_minutes", Group::budget, Kind::number, 0, "min", 1, 60},
    {"budget_tries", Group::budget, Kind::number, 0, "", 0, 60},
    {"budget_success_minutes", Group::budget, Kind::number, 0, "min", 1, day_minutes},
    {"step_watts", Group::prohibited_load, Kind::number, 0, "W", 0, watts_max},
    {"step_power_factor", Group::prohibited_load, Kind::number, 3, "", 0, 1'000},
    {"step_stay_seconds", Group::prohibited_load, Kind::number, 0, "s", 1, 60},
    {"step_pause_minutes", Group::prohibited_load, Kind::number, 0, "min", 1, 60},
    {"step_trips", Group::prohibited_load, Kind::number, 0, "", 1, 60},
    {"step_period_minutes", Group::prohibited_load, Kind::number, 0, "min", 1, 7 * day_minutes},
    {"allowed_from_watts", Group::prohibited_load, Kind::number, 0, "W", 0, watts_max},
    {"allowed_to_watts", Group::prohibited_load, Kind::number, 0, "W", 0, watts_max},
    {"curfew_from", Group::curfew, Kind::time_of_day, 0, "", 0, 2359},
    {"curfew_to", Group::curfew, Kind::time_of_day, 0, "", 0, 2359},
    {"curfew_weekdays", Group::curfew, Kind::weekdays, 0, "", 0, all_days},
    {"free_wh_per_person", Group::free, Kind::number, 0, "Wh", 0, 10'000'000, true},
    {"residents", Group::free, Kind::number, 0, "", 0, 100, true},
    {"basic_allowance_carries", Group::free, Kind::flag, 0, "", 0, 1, true},
    {"alarm_amount_1", Group::money, Kind::money, 2, "currency", 0, money_max},
    {"alarm_amount_2", Group::money, Kind::money, 2, "currency", 0, money_max},
    {"overdraft_limit", Group::money, Kind::money, 2, "currency", 0, money_max, true},
    {"hoarding_limit", Group::money, Kind::money, 2, "currency", 0, money_max, true},
    {"closing_permitted_above", Group::money, Kind::money, 2, "currency", 0, money_max},
    {"timed_freeze", Group::freeze, Kind::freeze_pattern, 0, "", 0, 99'999'999},
};

}  // namespace

std::string_view name_of(ParameterKind kind) {
  constexpr std::array<std::string_view, 6> names{"number", "money", "time_of_day", "weekdays", "flag", "freeze_pattern"};
  return names[static_cast<std::size_t>(kind)];
}

std::string_view name_of(ParameterGroup group) {
  constexpr std::array<std::string_view, 9> names{"trip",   "friendly", "limit", "budget", "prohibited_load",
                                                  "curfew", "free",     "money", "freeze"};
  return names[static_cast<std::size_t>(group)];
}

std::span<const Parameter> parameters() { return parameter_rows; }

const Parameter* parameter(std::string_view name) {
  for (const auto& row : parameter_rows)
    if (row.name == name) return &row;
  return nullptr;
}

}  // namespace kwota::devices
