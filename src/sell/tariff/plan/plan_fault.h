// What can be wrong with a price plan, each with a stable code: a page finds the field by the place and the sentence by the code.
// Begin with PlanFault.
#pragma once
#include <array>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/words.h"

namespace kwota::tariff {

enum class PlanFault : std::uint8_t {
  not_json,
  text_expected,
  decimal_expected,
  bad_decimal,
  day_of_year,
  object_expected,
  unknown_key,
  missing,
  flag_expected,
  whole_number,
  list_expected,
  unknown_choice,
  counter_months,
  season_form,
  day_table_form,
  time_of_day,
  weekday_numbers,
  bad_date,
  begin_form,
  unknown_zone,
  factor_form,
  unknown_line,
  lines_expected,
  steps_expected,
  price_missing,
  sets_alone,
  season_prices,
  begin_day,
  free_quantum,
  season_unnamed,
  season_twice,
  unknown_season,
  season_without_price,
  day_begins,
  day_rises,
  unknown_day_table,
  weekday_uncovered,
  period_without_price,
  price_range,
  unknown_period,
  set_missing,
  last_set_open,
  set_quantum,
  sets_rise,
  step_missing,
  last_step_closed,
  only_last_open,
  step_quantum,
  steps_rise,
  last_price_zero,
  household_ends,
  household_quantum,
  charge_unnamed,
  id_reserved,
  id_twice,
  additive_steps,
  gross_shares,
  inclusive_percent,
  share_again,
  limit_positive,
  limits_crossed,
  percent_range,
  free_unit,
  empty,
  unit_of_commodity,
  currency_letters,
  quantum_positive,
  version_missing,
  versions_rise,
  too_many,
};
constexpr auto words_of(PlanFault) {
  return std::array<std::string_view, 70>{
      "not_json", "text_expected", "decimal_expected", "bad_decimal", "day_of_year", "object_expected", "unknown_key", "missing", "flag_expected",
      "whole_number", "list_expected", "unknown_choice", "counter_months", "season_form", "day_table_form", "time_of_day", "weekday_numbers",
      "bad_date", "begin_form", "unknown_zone", "factor_form", "unknown_line", "lines_expected", "steps_expected", "price_missing", "sets_alone",
      "season_prices", "begin_day", "free_quantum", "season_unnamed", "season_twice", "unknown_season", "season_without_price", "day_begins",
      "day_rises", "unknown_day_table", "weekday_uncovered", "period_without_price", "price_range", "unknown_period", "set_missing", "last_set_open",
      "set_quantum", "sets_rise", "step_missing", "last_step_closed", "only_last_open", "step_quantum", "steps_rise", "last_price_zero",
      "household_ends", "household_quantum", "charge_unnamed", "id_reserved", "id_twice", "additive_steps", "gross_shares", "inclusive_percent",
      "share_again", "limit_positive", "limits_crossed", "percent_range", "free_unit", "empty", "unit_of_commodity", "currency_letters", "quantum_positive",
      "version_missing", "versions_rise", "too_many"};
}

/// A clause that completes "The price plan cannot be used: …", with what it is about where it names something.
std::string clause_of(PlanFault fault, std::string_view name = {});

}  // namespace kwota::tariff
