// What an office sets of a device beside prices and clock, in the field's terms: amounts and limits, trip delay, load control, curfew,
// friendly hours, free energy. A line driver knows how each lies on its line (carry/dlt645/settable.h), a meter what it accepts
// (meter/core/parameters.h); tests hold the three against each other. Facts: meters.md 2.3, 7.4, 7.6, 7.7.
// Begin with parameters().
#pragma once
#include <cstdint>
#include <span>
#include <string_view>

namespace kwota::devices {

enum class ParameterKind : std::uint8_t { number, money, time_of_day, weekdays, flag, freeze_pattern };
enum class ParameterGroup : std::uint8_t { trip, friendly, limit, budget, prohibited_load, curfew, free, money, freeze };
std::string_view name_of(ParameterKind kind);
std::string_view name_of(ParameterGroup group);

struct Parameter {
  std::string_view name{};  ///< stable, snake_case
  ParameterGroup group = ParameterGroup::trip;
  ParameterKind kind = ParameterKind::number;
  std::uint8_t decimals = 0;
  std::string_view unit{};
  std::int64_t least = 0, most = 0;  ///< in units of the last decimal
  bool is_worth_money = false;       ///< gives credit or energy away: two people want it
};

/// In the order in which people read them.
std::span<const Parameter> parameters();
/// Nothing: there is no such parameter.
const Parameter* parameter(std::string_view name);

}  // namespace kwota::devices
