// The protocols of meters' lines: one row each in all.cpp, found by the name that links bear. What a program knows of devices is put
// together here, for whoever decides without seeing lines or models (devices/facts.h).   Begin with protocols(), known_devices().
#pragma once
#include "devices/facts.h"

namespace kwota::lines {

/// By the names that links bear.
std::span<const std::string_view> protocols();
/// Handed in where the program is put together.
devices::Known known_devices();

}  // namespace kwota::lines
