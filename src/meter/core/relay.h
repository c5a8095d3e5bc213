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

/// What the rule asks beside the state.
struct Circumstances {
  bool curfew = false;
  bool feeds_without_account = false;  ///< the account is at the office, or there is none (model.h)
};

/// The first row of the relay rule that holds; none: the relay is closed. While there is free energy, want of money opens
/// nothing.
Trip trip_of(const State& state, const Circumstances& now = {});

/// Whether want of money is the reason: such a trip waits until friendly hours are over.
bool for_want_of_money(Trip trip);

}  // namespace kwota::meter
