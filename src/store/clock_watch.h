// The machine's clock against a clock that cannot be set: whether it jumped while this program ran.
// Guarantees: a jump of more than an hour, in either direction, is seen at the next group and stays seen until the clock is right
// again or persons said that it is.
// Begin with look().
#pragma once
#include <functional>
#include <mutex>
#include <optional>

#include "base/time.h"

namespace kwota::store {

/// Time since some moment, also while the machine slept; nobody can set it. On Linux CLOCK_BOOTTIME.
using Steady = std::function<Duration()>;
Steady steady_clock_of_machine();

/// Differences up to this are what time servers mend. [K]
inline constexpr Duration clock_jump_min = Duration::hours(1);

class ClockWatch {
 public:
  /// `steady` may be empty: nothing is seen (tests, the bench, where time is moved on purpose).
  explicit ClockWatch(Steady steady) : steady_(std::move(steady)) {}

  /// Error `clock_jumped`{expected, now} as long as the clock stands elsewhere than the time that passed says.
  Result<void> look(Instant now);
  /// Persons said that `now` is right.
  void confirm(Instant now);

 private:
  struct Pair {
    Instant clock;
    Duration steady;
  };
  Steady steady_;
  std::mutex mutex_;
  std::optional<Pair> known_;
};

}  // namespace kwota::store
