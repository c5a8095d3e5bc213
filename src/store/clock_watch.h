// The machine's clock against what is known of the time: the newest group of the books when a program starts, and a clock that cannot be set
// while it runs.
// Guarantees: a start long after the newest group, without a clock that is synchronised, or before it, stays doubtful until persons said
// what date and time it is; a jump of more than an hour, in either direction, is seen at the next group and stays seen until the clock is
// right again or persons said that it is. What is written in doubt – who signed in, what jobs ended – bears the time that the books believe:
// no restart takes it for a witness of the clock.
// Begin with doubt_at_start(), look().
#pragma once
#include <functional>
#include <mutex>
#include <optional>

#include "base/time.h"
#include "books/rows/office/clock.h"

namespace kwota::store {

/// Time since some moment, also while the machine slept; nobody can set it. On Linux CLOCK_BOOTTIME.
using Steady = std::function<Duration()>;
Steady steady_clock_of_machine();

/// Differences up to this are what time servers mend. [K]
inline constexpr Duration clock_jump_min = Duration::hours(1);

/// Up to so long after the newest group a start asks nobody, when the machine's clock is synchronised. [K]
inline constexpr Duration start_quiet_max = Duration::days(10);
/// Above that a second person looks, too. [K]
inline constexpr Duration start_one_max = Duration::days(60);
/// `newest`: of the books' groups; nothing: there is none yet.
books::ClockDoubt doubt_at_start(std::optional<Instant> newest, Instant now, bool synchronised);
/// Whether the system says that its clock follows the time of a network.
bool clock_is_synchronised();

/// What the clock is held against, and what is missing before anything is sold.
struct ClockState {
  books::ClockDoubt doubt = books::ClockDoubt::none;
  std::optional<Instant> newest{};    ///< of the books, when a start is in doubt
  std::optional<Instant> expected{};  ///< when the clock jumped: what it should show
};

class ClockWatch {
 public:
  /// `steady` may be empty: nothing is seen (tests, the bench, where time is moved on purpose).
  explicit ClockWatch(Steady steady) : steady_(std::move(steady)) {}

  /// The program starts with books that end with `newest`.
  void start(std::optional<Instant> newest, Instant now, bool synchronised);
  ClockState state(Instant now);
  /// Errors `clock_unconfirmed`{now, newest} until persons said what time it is; `clock_jumped`{expected, now} as long as the clock stands
  /// elsewhere than the time that passed says.
  Result<void> look(Instant now);
  /// What a group that is written at `now` bears: the clock's time, unless that is in doubt; then the last one that was not, and what passed since.
  Instant believed(Instant now);
  /// Persons said that `now` is right.
  void confirm(Instant now);

 private:
  std::optional<Instant> jumped_from(Instant now);
  struct Pair {
    Instant clock;
    Duration steady;
  };
  Steady steady_;
  std::mutex mutex_;
  std::optional<Pair> known_;
  ClockState at_start_;
  Duration started_{};  ///< what `steady_` said then
};

}  // namespace kwota::store
