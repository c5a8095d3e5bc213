// The load switch of a payment meter: why it is open. Pure; evaluated after every event (meters.md 7.3, relay rule [K]).
// Begin with trip_of().
#pragma once
#include "meter/core/state.h"

namespace kwota::meter {

/// Balance at or below the alarm's amount. An alarm amount of 0 switches the alarm off.
bool alarm1(const State& state);
bool alarm2(const State& state);
/// Balance at or below zero.
bool arrears(const State& state);

/// The first row of the relay rule that holds; none: the relay is closed.
Trip trip_of(const State& state);

}  // namespace kwota::meter
