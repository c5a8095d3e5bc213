// What meters used of what was paid for in advance, by what they said themselves: in money where they count money; where they count energy or volume,
// priced in the order in which it was bought.
// A moment between two words of a meter is reckoned between them, when they are no more than so many days apart; after its last word nothing is known, and
// nothing is guessed: it comes with the month in which it is heard.
// Begin with used_until(), MeterUse.
#pragma once
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "books/reader.h"

namespace kwota::months {

inline constexpr std::int64_t days_apart_most = 45;
/// More meters than these are not asked while somebody waits. [K]
inline constexpr std::int64_t meters_at_once = 2'000;

struct Used {
  Money to_date;             ///< since the beginning
  std::int64_t meters = 0;   ///< of accounts that pay into their meter
  std::int64_t unread = 0;   ///< not heard after that moment
};

/// What of whom: a station, and a commodity.
using Supplied = std::pair<std::string, std::string>;

/// By station and commodity. `stop`: nobody wants it any more; asked meter by meter. Error took_too_long.
Result<std::map<Supplied, Used>> used_until(const books::Reader& books, Instant end, const Zone& zone, const std::function<bool()>& stop);

/// Of one meter: what its counter of use stood at, in 10^-5 of its unit, and whether it was heard since.
struct Counted {
  std::int64_t used_e5 = 0;
  bool heard_since = false;
};
Counted counted_until(const std::vector<books::Statement>& statements, Instant end, const Zone& zone);

/// A purchase: units in 10^-5, and what was paid for them.
struct Bought {
  std::int64_t units_e5 = 0;
  Money paid;
};
/// What one meter has used, read once for whatever moments.
class MeterUse {
 public:
  MeterUse(const books::Reader& books, MeterNumber meter);
  struct Until {
    Credit credit;             ///< of what it was sold or came along with, in the unit in which it counts, rounded down
    Money money;               ///< what was paid for that
    bool heard_since = false;
  };
  /// Nothing: it has never said anything.
  std::optional<Until> until(Instant end, const Zone& zone) const;

 private:
  std::vector<books::Statement> statements_;
  std::vector<Bought> bought_;
  std::int64_t used_before_ = 0;  ///< in 10^-5 of its unit
};

/// What so many units cost, the first bought first; what was never bought cost nothing. Half up to the smallest coin, once.
Money first_in_first_out(const std::vector<Bought>& bought, std::int64_t units_e5);

}  // namespace kwota::months
