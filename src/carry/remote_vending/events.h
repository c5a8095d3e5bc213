// Events that a meter recorded, with their times, as a dialogue without I/O: of each kind only those that are new, the oldest first.
// Facts: meters.md 2.4; layouts of records that no source tells are ours (docs/dlt645.md). No session and no key is needed.
// Guarantees: a record is never given under another's number – when the meter recorded one more while it was asked, that kind
// waits for the next time; what it refuses is left out.   Begin with read_records().
#pragma once
#include <map>

#include "carry/remote_vending/reading.h"

namespace kwota::dlt645 {

/// A meter keeps so many of each kind.
inline constexpr std::int64_t records_kept = 10;

struct Recorded {
  std::string kind;                         ///< the counter's name in the table of items
  std::int64_t number = 0;                  ///< the counter when it was recorded, from 1
  std::optional<LocalTime> began, ended;    ///< by the meter's clock; began: nothing when that was not valid
  std::map<std::string, std::string> noted; ///< what stands beside it, by name: energy, balance, operator …
  friend bool operator==(const Recorded&, const Recorded&) = default;
};

/// A kind whose counter is ahead of what is known.
struct NewRecords {
  EventRecords of;
  std::int64_t known = 0, count = 0;
};

/// `received` outlives the dialogue and is filled as it goes on, kind by kind. Errors of the line.
dialogue::Dialogue<Done> read_records(Address address, std::vector<NewRecords> wanted, std::vector<Recorded>& received);

}  // namespace kwota::dlt645
