// What a meter froze at its midnights, as a dialogue without I/O: only the days that are wanted, the oldest first, so that what was
// heard when a line breaks is without gaps. Facts: meters.md 2.1 (0506xxnn). No session and no key is needed. Guarantees: each
// midnight is asked for once; what the meter refuses, and what it froze at another time than midnight, is left out.
// Never: says whether the meter's clock was right then (collect/readings does).   Begin with read_freezes().
#pragma once
#include <array>

#include "carry/remote_vending/reading.h"

namespace kwota::dlt645 {

struct Frozen {
  LocalDate day;                                     ///< that began with it, by the meter's clock
  std::int64_t energy = 0;                           ///< import in all, 0.01 kWh
  std::array<std::optional<std::int64_t>, 4> rates;  ///< where the meter tells them with it
  friend bool operator==(const Frozen&, const Frozen&) = default;
};

/// Days after the one until the other, both by the calendar of the meter's clock.
struct FreezesWanted {
  LocalDate after, to;
};

/// `received` outlives the dialogue and is filled as it goes on; days rise. Errors of the line.
dialogue::Dialogue<Done> read_freezes(Address address, DayFreezes items, FreezesWanted wanted, std::vector<Frozen>& received);

}  // namespace kwota::dlt645
