// Stable names of what a meter says, for the bench, field logs and dictionary keys: "over_limit" is `meter.refusal.over_limit`.
#pragma once
#include <string>
#include <string_view>

#include "meter/core/display.h"

namespace kwota::sim {

std::string_view name_of(meter::Refusal refusal);
std::string_view name_of(meter::Trip trip);
std::string_view name_of(meter::LoadCause cause);
std::string_view name_of(meter::Lamp lamp);

/// Of the list, with commas.
std::string names_of_models();

}  // namespace kwota::sim
