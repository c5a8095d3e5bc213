// Stable names of what a pump says, for the bench, field logs and dictionary keys: "grey_elsewhere" is `pump.refusal.grey_elsewhere`.
#pragma once
#include <string_view>

#include "meter/pump/display.h"

namespace kwota::sim {

std::string_view name_of(meter::PumpPhase phase);
std::string_view name_of(meter::PumpRefusal refusal);
std::string_view name_of(meter::PumpPage page);
std::string_view name_of(meter::PumpLamp lamp);
std::string_view name_of(meter::ChargeBasis basis);
std::string_view name_of(meter::PumpParameter parameter);
std::string_view name_of(pump::Cause cause);
std::string_view name_of(pump::ToolAnswer answer);

/// The value that has this name; nothing: there is none.
std::optional<meter::ChargeBasis> basis_called(std::string_view name);
std::optional<meter::PumpParameter> pump_parameter_called(std::string_view name);

}  // namespace kwota::sim
