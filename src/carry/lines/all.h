// The protocols of meters' lines: one driver each, and its line in all.cpp, found by the name that links bear. What a program knows of
// devices is put together here, for whoever decides without seeing lines or models (devices/facts.h).
// Begin with driver_of(), known_devices().
#pragma once
#include "carry/lines/driver.h"
#include "devices/facts.h"

namespace kwota::lines {

std::span<const Driver* const> all();
/// By the link's protocol; where it names none, by that of the meter's model. Error `unknown_protocol`{protocol, protocols}.
Result<const Driver*> driver_of(std::string_view protocol, std::string_view model);

/// Handed in where the program is put together.
devices::Known known_devices();

}  // namespace kwota::lines
