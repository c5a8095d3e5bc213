// Load control for rooms with many people (meters.md 7.6, 7.7): a power limit and a room's budget as means over a window, and
// heaters and kettles found by their step of resistive power. It sees the power second by second and says when the relay must
// open; what it did – cause, tries, lock – is stored with the latches. Pauses run only while the meter has power, so nobody
// shortens one by switching the room off. Never: measures, stores, or switches. Begin with LoadWatch::pass().
#pragma once
#include "meter/core/parameters.h"
#include "meter/core/state.h"

namespace kwota::meter {

/// What the metering chip says now.
struct Measured {
  /// Whether the load's side of the relay is fed; a welded contact feeds it against its order.
  enum class Contact : std::uint8_t { as_ordered, closed, open };
  std::array<std::uint32_t, 3> decivolts{};  ///< phases A, B, C; phases that the model has not are not read
  std::array<std::uint32_t, 3> milliamperes{};
  std::array<std::int64_t, 3> watts{}, vars{};
  Contact contact = Contact::as_ordered;

  std::int64_t all_watts() const { return watts[0] + watts[1] + watts[2]; }
  std::int64_t all_vars() const { return vars[0] + vars[1] + vars[2]; }
};

/// The largest whole number whose square is not above `square`.
std::uint64_t whole_root(std::uint64_t square);
/// Thousandths, 1000 where nothing flows.
std::uint32_t power_factor(std::int64_t watts, std::int64_t vars);

/// What was seen when the relay had to open.
struct LoadCut {
  LoadCause cause = LoadCause::none;
  std::uint32_t watts = 0;         ///< mean, or the size of the step
  std::uint32_t power_factor = 0;  ///< thousandths
};

/// The mean over the newest seconds, in steps of a thirtieth of the window; what was before power came counts as nothing.
class Mean {
 public:
  void add(std::uint32_t watts, std::uint32_t window_seconds);
  std::uint32_t value(std::uint32_t window_seconds) const;
  void clear() { *this = Mean{}; }

 private:
  static constexpr std::uint32_t parts_max = 30;
  static std::uint32_t part_seconds(std::uint32_t window) { return (window + parts_max - 1) / parts_max; }
  static std::uint32_t parts(std::uint32_t window) { return (window + part_seconds(window) - 1) / part_seconds(window); }
  std::array<std::uint64_t, parts_max> sums_{};
  std::uint32_t part_ = 0, seconds_ = 0;
};

class LoadWatch {
 public:
  /// One second under `now` with the relay closed. Nothing: all is well.
  std::optional<LoadCut> pass(const Parameters& parameters, const Measured& now);
  /// The relay is open: means sink, and the step back to what was there before is none.
  void pass_open(const Parameters& parameters);
  /// Above a limit, and warning before it trips.
  bool warns() const { return over_[0] > 0 || over_[1] > 0; }
  /// Whether any rule is on.
  static bool is_on(const Parameters& parameters);

 private:
  struct Sample {
    std::int64_t watts = 0, vars = 0;
  };
  std::optional<LoadCut> step(const Parameters& parameters, Sample now);

  std::array<Mean, 2> means_{};          ///< of limit and budget
  std::array<std::uint32_t, 2> over_{};  ///< seconds above it
  std::array<Sample, 4> samples_{};      ///< newest last
  bool seeded_ = false;                  ///< what is on when power comes is no step
  std::optional<Sample> before_{};       ///< a step is under suspicion: what flowed before it
  std::uint32_t stays_ = 0;              ///< seconds
};

/// What a trip leads to: how long until the relay closes again, or the lock.
void note_cut(LoadState& state, const Parameters& parameters, LoadCause cause);
/// Time with the relay closed, or waiting; false while it still waits or is locked.
bool pass_second(LoadState& state, const Parameters& parameters, bool open);

}  // namespace kwota::meter
