#include "store/clock_watch.h"

#include <fmt/format.h>
#include <time.h>

namespace kwota::store {

Steady steady_clock_of_machine() {
  return [] {
    timespec at{};
    ::clock_gettime(CLOCK_BOOTTIME, &at);
    return Duration::ms(static_cast<std::int64_t>(at.tv_sec) * 1000 + at.tv_nsec / 1'000'000);
  };
}

Result<void> ClockWatch::look(Instant now) {
  if (!steady_) return Done{};
  const std::lock_guard lock(mutex_);
  const auto steady = steady_();
  if (!known_) known_ = Pair{now, steady};
  const auto expected = known_->clock + (steady - known_->steady);
  if (now - expected <= clock_jump_min && expected - now <= clock_jump_min) return Done{};
  return error(Fault::ours, "clock_jumped",
               fmt::format("This machine's clock jumped to {} while the program ran; by the time that passed it should be {}. Nothing was booked. "
                           "Set the clock right, or have two persons confirm date and time.",
                           format_utc(now), format_utc(expected)),
               {{"expected", format_utc(expected)}, {"now", format_utc(now)}});
}

void ClockWatch::confirm(Instant now) {
  if (!steady_) return;
  const std::lock_guard lock(mutex_);
  known_ = Pair{now, steady_()};
}

}  // namespace kwota::store
