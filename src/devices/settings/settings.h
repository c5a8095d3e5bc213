// What shall be set of a device, as names and texts ("23:00", "mon,tue", "0.950", "20.00"), checked before anything is asked of it, and in which
// order it is written. Guarantees: a text that passes is one that a device with these facts could take.
// Begin with checked().
#pragma once
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "devices/facts.h"
#include "devices/parameters.h"

namespace kwota::devices {

/// Names and texts.
using Settings = std::map<std::string, std::string, std::less<>>;

/// Whether devices with these facts have it.
bool has(const Facts& facts, std::string_view parameter);

/// In its shortest form; what a device has and is none of its kind, as the number that it is.
std::string text_of(const Parameter& parameter, std::int64_t value);

/// The same in its shortest form; `model` is who lacks what it lacks. Errors: `unknown_parameter`{item}, `parameter_not_in_model`{item,
/// model}, `parameter_out_of_range`{item, value, least, most}, `no_such_time`{item, value}, `alarms_not_in_order`{alarm_1, alarm_2}.
Result<Settings> checked(std::string_view model, const Facts& facts, const Settings& settings);

/// Values by name, in units of the last decimal.
using Values = std::map<std::string, std::int64_t, std::less<>>;
/// Of settings that passed.
Values values_of(const Settings& settings);

/// What a device has of a parameter, and what became of what it should have.
struct ParameterHeld {
  const Parameter* row = nullptr;
  std::string text{};  ///< what the device has; empty: it has no such parameter
  bool written = false;
  std::optional<Error> refused{};  ///< `parameter_absent`{item}, `parameter_refused`{item, reason}, `not_written`{item}
};

/// One parameter that is to be written.
struct Write {
  const Parameter* parameter = nullptr;
  std::int64_t value = 0;
};
/// In an order in which a line that breaks leaves nothing worse than before or after: a rule is switched off before its details
/// change and on after them; of a window's two ends the one comes first that leaves the shorter window in between. `held`: what
/// the device has of `wanted` and of the windows' other ends. What it has already is not there.
std::vector<Write> writes_of(const Values& wanted, const Values& held);

}  // namespace kwota::devices
