// Who asks, from where, and when: the part of a request that every use-case of the shop needs.
// The server fills it from the session, never from what the client sends.
#pragma once
#include <string>

#include "base/time.h"
#include "books/chains.h"
#include "books/rows.h"
#include "devices/facts.h"

namespace kwota::tariff {
class PlanCache;
}

namespace kwota::scheme {
class Table;
}

namespace kwota::people {

struct Context {
  books::Operator who;    ///< as the books have him now: a right that was withdrawn counts from the next request
  std::string station;
  std::string till;       ///< empty: not at a till
  Instant now;
  Zone zone = Zone::utc();  ///< of the station
  tariff::PlanCache* plans = nullptr;  ///< price plans that were read before; null: read anew each time
  const scheme::Table* schemes = nullptr;  ///< by which this program sells; null: nothing is sold here
  devices::Known devices{};            ///< models, as far as a decision asks what they have

  std::string till_chain() const { return books::chain_of_till(station, till); }
  /// Local date; what is booked belongs to the business day (sell/settings/in_force.h).
  std::string today() const { return format_date(zone.local(now).date); }
};

}  // namespace kwota::people
