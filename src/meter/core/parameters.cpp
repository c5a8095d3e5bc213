#include "meter/core/parameters.h"

#include "meter/parts/schedule.h"

namespace kwota::meter {
namespace {

constexpr std::uint32_t watts_max = 1'000'000, hour = 3'600, day_minutes = 24 * 60, all_days = 0x7F;
constexpr auto time_of_day = ParameterKind::time_of_day;

constexpr ParameterRow parameter_rows[] = {
    {Parameter::trip_delay_minutes, 0, 0, day_minutes},
    {Parameter::limit_watts, 0, 0, watts_max},
    {Parameter::limit_window_seconds, 10, 1, hour},
    {Parameter::limit_alarm_seconds, 0, 0, hour},
    {Parameter::limit_pause_minutes, 5, 1, 60},
    {Parameter::limit_tries, 3, 0, 60},
    {Parameter::limit_success_minutes, 30, 1, day_minutes},
    {Parameter::budget_watts, 0, 0, watts_max},
    {Parameter::budget_window_seconds, 900, 1, hour},
    {Parameter::budget_alarm_seconds, 60, 0, hour},
    {Parameter::budget_pause_minutes, 5, 1, 60},
    {Parameter::budget_tries, 3, 0, 60},
    {Parameter::budget_success_minutes, 60, 1, day_minutes},
    {Parameter::step_watts, 0, 0, watts_max},
    {Parameter::step_power_factor, 950, 0, 1'000},
    {Parameter::step_stay_seconds, 3, 1, 60},
    {Parameter::step_pause_minutes, 5, 1, 60},
    {Parameter::step_trips, 5, 1, 60},
    {Parameter::step_period_minutes, day_minutes, 1, 7 * day_minutes},
    {Parameter::allowed_from_watts, 0, 0, watts_max},
    {Parameter::allowed_to_watts, 0, 0, watts_max},
    {Parameter::curfew_from, 0, 0, 2359, time_of_day},
    {Parameter::curfew_to, 0, 0, 2359, time_of_day},
    {Parameter::curfew_weekdays, all_days, 0, all_days},
    {Parameter::friendly_from, 0, 0, 2359, time_of_day},
    {Parameter::friendly_to, 0, 0, 2359, time_of_day},
    {Parameter::friendly_weekdays, 0, 0, all_days},
    {Parameter::friendly_holidays, 0, 0, 1},
    {Parameter::free_wh_per_person, 0, 0, 10'000'000},
    {Parameter::residents, 0, 0, 100},
    {Parameter::basic_allowance_carries, 0, 0, 1},
    {Parameter::timed_freeze, 0, 0, 99'999'999, ParameterKind::freeze_pattern},
};

constexpr bool complete() {
  for (std::size_t i = 0; i < std::size(parameter_rows); ++i)
    if (static_cast<std::size_t>(parameter_rows[i].parameter) != i || parameter_rows[i].as_made > parameter_rows[i].most) return false;
  return std::size(parameter_rows) == parameter_count;
}
static_assert(complete());

constexpr std::uint32_t every = 99;

bool fits(const ParameterRow& row, std::uint32_t value) {
  if (value < row.least || value > row.most) return false;
  if (row.kind == ParameterKind::time_of_day) return value % 100 < 60;
  if (row.kind != ParameterKind::freeze_pattern || value == 0) return true;
  const auto within = [](std::uint32_t pair, std::uint32_t least, std::uint32_t most) {
    return pair == every || (pair >= least && pair <= most);
  };
  return within(value / 1'000'000, 1, 12) && within(value / 10'000 % 100, 1, 31) && within(value / 100 % 100, 0, 23) &&
         within(value % 100, 0, 59);
}

/// 0 Sunday .. 6; 2000-01-01 was a Saturday.
std::uint32_t weekday_of(ClockTime at) { return (at.seconds / seconds_a_day + 6) % 7; }
bool named(std::uint32_t days, std::uint32_t weekday) { return (days >> weekday & 1) != 0; }

/// A window may last over midnight; then it belongs to the day on which it began.
bool within(std::uint32_t from, std::uint32_t to, std::uint32_t weekdays, ClockTime at) {
  if (from == to) return false;
  const std::uint32_t minute = at.seconds % seconds_a_day / 60, now = minute / 60 * 100 + minute % 60;
  const std::uint32_t today = weekday_of(at), yesterday = (today + 6) % 7;
  if (from < to) return now >= from && now < to && named(weekdays, today);
  return (now >= from && named(weekdays, today)) || (now < to && named(weekdays, yesterday));
}

}  // namespace

std::span<const ParameterRow> parameters() { return parameter_rows; }

Parameters::Parameters() {
  for (const ParameterRow& row : parameter_rows) values_[static_cast<std::size_t>(row.parameter)] = row.as_made;
}

bool Parameters::set(Parameter parameter, std::uint32_t value) {
  const auto place = static_cast<std::size_t>(parameter);
  if (place >= parameter_count || !fits(parameter_rows[place], value)) return false;
  values_[place] = value;
  return true;
}

ParameterSlots::Image encode(const Parameters& parameters) {
  ParameterSlots::Image image{};
  for (const ParameterRow& row : parameter_rows)
    put_be32(image.data() + 4 * static_cast<std::size_t>(row.parameter), parameters.of(row.parameter));
  return image;
}

std::optional<Parameters> decode_parameters(const ParameterSlots::Image& image) {
  Parameters parameters;
  for (const ParameterRow& row : parameter_rows)
    if (!parameters.set(row.parameter, get_be32(image.data() + 4 * static_cast<std::size_t>(row.parameter)))) return std::nullopt;
  return parameters;
}

Hours hours_at(const Parameters& parameters, std::span<const Holiday> holidays, ClockTime at) {
  const auto value = [&](Parameter parameter) { return parameters.of(parameter); };
  constexpr std::uint32_t any_day = all_days;
  Hours hours;
  hours.curfew = within(value(Parameter::curfew_from), value(Parameter::curfew_to), value(Parameter::curfew_weekdays), at);
  hours.friendly = within(value(Parameter::friendly_from), value(Parameter::friendly_to), any_day, at) ||
                   named(value(Parameter::friendly_weekdays), weekday_of(at));
  if (value(Parameter::friendly_holidays) == 0 || hours.friendly) return hours;
  const MeterTime today = meter_time(at);
  for (const Holiday& holiday : holidays)
    hours.friendly |=
        holiday.table != 0 && holiday.year == today.year && holiday.month == today.month && holiday.day == today.day;
  return hours;
}

bool freezes_at(const Parameters& parameters, ClockTime at) {
  const std::uint32_t pattern = parameters.of(Parameter::timed_freeze);
  if (pattern == 0) return false;
  const MeterTime now = meter_time(at);
  const auto is = [](std::uint32_t pair, std::uint32_t value) { return pair == every || pair == value; };
  return is(pattern / 1'000'000, now.month) && is(pattern / 10'000 % 100, now.day) && is(pattern / 100 % 100, now.hour) &&
         is(pattern % 100, now.minute);
}

}  // namespace kwota::meter
