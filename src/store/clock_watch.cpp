#include "store/clock_watch.h"

#include <fmt/format.h>
#include <sys/timex.h>
#include <time.h>

#include <filesystem>

namespace kwota::store {

Steady steady_clock_of_machine() {
  return [] {
    timespec at{};
    ::clock_gettime(CLOCK_BOOTTIME, &at);
    return Duration::ms(static_cast<std::int64_t>(at.tv_sec) * 1000 + at.tv_nsec / 1'000'000);
  };
}

books::ClockDoubt doubt_at_start(std::optional<Instant> newest, Instant now, bool synchronised) {
  using books::ClockDoubt;
  if (!newest) return ClockDoubt::none;
  if (*newest - now > clock_jump_min || now - *newest > start_one_max) return ClockDoubt::two_persons;
  return now - *newest > start_quiet_max || !synchronised ? ClockDoubt::one_person : ClockDoubt::none;
}

bool clock_is_synchronised() {
  std::error_code failed;
  if (std::filesystem::exists("/run/systemd/timesync/synchronized", failed)) return true;
  timex clock{};
  const int state = ::adjtimex(&clock);
  return state >= 0 && state != TIME_ERROR && (clock.status & STA_UNSYNC) == 0;
}

void ClockWatch::start(std::optional<Instant> newest, Instant now, bool synchronised) {
  if (!steady_) return;
  const std::lock_guard lock(mutex_);
  at_start_ = {doubt_at_start(newest, now, synchronised), newest, {}};
  started_ = steady_();
}

/// What the clock should show; nothing: it shows it.
std::optional<Instant> ClockWatch::jumped_from(Instant now) {
  const auto steady = steady_();
  if (!known_) known_ = Pair{now, steady};
  const auto expected = known_->clock + (steady - known_->steady);
  if (now - expected <= clock_jump_min && expected - now <= clock_jump_min) return std::nullopt;
  return expected;
}

ClockState ClockWatch::state(Instant now) {
  if (!steady_) return {};
  const std::lock_guard lock(mutex_);
  if (const auto expected = jumped_from(now)) return {books::ClockDoubt::two_persons, {}, expected};
  return at_start_.doubt == books::ClockDoubt::none ? ClockState{} : at_start_;
}

Result<void> ClockWatch::look(Instant now) {
  const auto state = this->state(now);
  if (state.doubt == books::ClockDoubt::none) return Done{};
  if (!state.expected)
    return error(Fault::refused, "clock_unconfirmed",
                 fmt::format("This machine's clock shows {}, the newest group of the books is of {}. Nothing was booked. Look at date and time, and confirm "
                             "them – or set the clock right.",
                             format_utc(now), format_utc(*state.newest)),
                 {{"newest", format_utc(*state.newest)}, {"now", format_utc(now)}, {"doubt", std::string(name_of(state.doubt))}});
  return error(Fault::refused, "clock_jumped",
               fmt::format("This machine's clock jumped to {} while the program ran; by the time that passed it should be {}. Nothing was booked. "
                           "Set the clock right, or have two persons confirm date and time.",
                           format_utc(now), format_utc(*state.expected)),
               {{"expected", format_utc(*state.expected)}, {"now", format_utc(now)}});
}

Instant ClockWatch::believed(Instant now) {
  if (!steady_) return now;
  const std::lock_guard lock(mutex_);
  if (at_start_.doubt != books::ClockDoubt::none) return *at_start_.newest + (steady_() - started_);
  return jumped_from(now).value_or(now);
}

void ClockWatch::confirm(Instant now) {
  if (!steady_) return;
  const std::lock_guard lock(mutex_);
  known_ = Pair{now, steady_()};
  at_start_ = {};
}

}  // namespace kwota::store
