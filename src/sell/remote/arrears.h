// What a meter is ordered because of a balance at the server: alarm, trip, permission to close (meters.md 3 and 7.2).
// Guarantees: arrears are told before they trip; nobody is cut off at night or on a friendly day; who pays is let back at once.
// Never: orders a trip while power protection is on, or undoes a trip that a person ordered.
// Begin with: arrears_order().
#pragma once
#include <optional>
#include <vector>

#include "base/core/money.h"
#include "base/time.h"
#include "devices/relay.h"

namespace kwota::remote {

/// When nobody is cut off. Alarms are not held.
struct Friendly {
  unsigned from_hour = 0, until_hour = 0;  ///< every day [from, until), over midnight when from > until; equal: no such hours
  std::vector<int> weekdays;               ///< whole days, 1 Monday .. 7 Sunday
  std::vector<LocalDate> days;             ///< holidays, whole days
  bool holds(const LocalTime& at) const;
};

struct BalanceTerms {
  Money alarm;                 ///< at this balance or below the meter is told to warn
  Money overdraft;             ///< so much may be owed before it trips, 0 or more
  Money close_above;           ///< after a trip the balance must be above it
  bool close_directly = false; ///< paid: the load is switched on; false: the customer may do it with the meter's key
  Friendly friendly;
};

/// What the meter said last, and who made it so.
struct SwitchState {
  bool alarm = false;
  bool tripped = false;            ///< a trip order is in force
  bool tripped_for_arrears = false;///< and it was given for the balance, not by a person
  bool protect = false;
};

/// The one order that is due now, if any. Called after every charge, every payment and every full hour; what the meter already does is
/// not ordered again.
std::optional<devices::RelayOrder> arrears_order(Money balance, const BalanceTerms& terms, const SwitchState& meter, const LocalTime& now);

}  // namespace kwota::remote
