// What an administrator sets of a meter beside money and prices: how long a trip order warns, the power that a room may draw,
// which appliances it cuts, when it is dark and when it is never dark, and the energy that is free. One declared table
// (meters.md 7.4, 7.6, 7.7); on the line each is an item of 04 00 14 nn. Everything is a whole number, off as made. A record of
// its own: it changes a few times a year. Begin with parameters() and Parameters::of().
#pragma once
#include "meter/parts/calendar.h"
#include "meter/parts/slots.h"

namespace kwota::meter {

/// In the order of the table; nn of 04 00 14 nn is the place plus one.
enum class Parameter : std::uint8_t {
  trip_delay_minutes,     ///< between a trip order and the trip; the customer is warned meanwhile
  limit_watts,            ///< power limit: the mean over its window must not be above it; 0: off
  limit_window_seconds,   ///< of the mean
  limit_alarm_seconds,    ///< so long it warns before it trips
  limit_pause_minutes,    ///< until it closes again; doubled with each trip in a row
  limit_tries,            ///< so many times; the next trip locks
  limit_success_minutes,  ///< closed so long without a trip: the tries begin anew
  budget_watts,           ///< the same for the room's budget, as a rule over a longer window
  budget_window_seconds,
  budget_alarm_seconds,
  budget_pause_minutes,
  budget_tries,
  budget_success_minutes,
  step_watts,          ///< prohibited_load load: a step of active power of this size or more; 0: off
  step_power_factor,   ///< and this power factor or more, in thousandths
  step_stay_seconds,   ///< that stays so long
  step_pause_minutes,  ///< until it closes again
  step_trips,          ///< so many within the period, and it locks
  step_period_minutes,
  allowed_from_watts,  ///< steps between these are a known appliance (a water dispenser); 0 and 0: none
  allowed_to_watts,
  curfew_from,          ///< hhmm; no supply from here
  curfew_to,            ///< to here; the same: no curfew
  curfew_weekdays,      ///< days on which it begins: bit 0 Sunday .. bit 6 Saturday
  friendly_from,        ///< hhmm; want of money opens no relay from here
  friendly_to,          ///< to here; the same: no such hours
  friendly_weekdays,    ///< whole days on which it opens none: bit 0 Sunday .. bit 6 Saturday
  friendly_holidays,    ///< 1: nor on the meter's holidays
  free_wh_per_person,   ///< watt-hours that a person has free each month
  residents,            ///< persons
  basic_allowance_carries,  ///< 1: what is left of a month stays good
  timed_freeze,         ///< MMDDhhmm, each pair 99: every one; 0: none
};
inline constexpr std::size_t parameter_count = static_cast<std::size_t>(Parameter::timed_freeze) + 1;

enum class ParameterKind : std::uint8_t { number, time_of_day, freeze_pattern };
/// A row of the table.
struct ParameterRow {
  Parameter parameter{};
  std::uint32_t as_made = 0, least = 0, most = 0;
  ParameterKind kind = ParameterKind::number;
};
std::span<const ParameterRow> parameters();

class Parameters {
 public:
  Parameters();
  std::uint32_t of(Parameter parameter) const { return values_[static_cast<std::size_t>(parameter)]; }
  /// False, and nothing changed: out of the row's range, or no such time.
  bool set(Parameter parameter, std::uint32_t value);
  friend bool operator==(const Parameters&, const Parameters&) = default;

 private:
  std::array<std::uint32_t, parameter_count> values_{};
};

using ParameterSlots = TwinSlots<Parameters, 4 * parameter_count, 0x4B43>;  // "KC"
ParameterSlots::Image encode(const Parameters& parameters);
/// Nothing when a value is out of its row's range.
std::optional<Parameters> decode_parameters(const ParameterSlots::Image& image);

/// What the clock says of the rules; nothing of it holds while the clock is not valid.
struct Hours {
  bool friendly = false, curfew = false;
  friend bool operator==(const Hours&, const Hours&) = default;
};
struct Holiday;
Hours hours_at(const Parameters& parameters, std::span<const Holiday> holidays, ClockTime at);

/// Whether a freeze is due in the minute of `at`.
bool freezes_at(const Parameters& parameters, ClockTime at);

}  // namespace kwota::meter
