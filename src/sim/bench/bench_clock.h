// The bench's one clock: real time plus an offset that only grows, so that an afternoon can be a month for the server, the
// meters and the books alike. Kept over restarts by whoever saves `offset()`.
#pragma once
#include <mutex>

#include "base/time.h"

namespace kwota::sim {

class BenchClock final : public Clock {
 public:
  static constexpr int speed_max = 86'400;

  BenchClock(const Clock& real, Duration offset) : real_(real), since_(real.now()), offset_(offset) {}

  Instant now() const override {
    const std::lock_guard lock(mutex_);
    return at(real_.now());
  }
  int speed() const {
    const std::lock_guard lock(mutex_);
    return speed_;
  }
  /// 1 is real time. The moment does not jump.
  void set_speed(int speed) {
    const std::lock_guard lock(mutex_);
    settle();
    speed_ = speed < 1 ? 1 : speed > speed_max ? speed_max : speed;
  }
  void advance(Duration by) {
    const std::lock_guard lock(mutex_);
    settle();
    if (by > Duration{}) offset_ = offset_ + by;
  }
  Duration offset() const {
    const std::lock_guard lock(mutex_);
    const auto real = real_.now();
    return at(real) - real;
  }

 private:
  Instant at(Instant real) const {
    const auto gone = real > since_ ? real - since_ : Duration{};
    return since_ + offset_ + Duration::ms(gone.ms() * speed_);
  }
  void settle() {
    const auto real = real_.now();
    offset_ = at(real) - real;
    since_ = real;
  }

  const Clock& real_;
  mutable std::mutex mutex_;
  Instant since_;
  Duration offset_;
  int speed_ = 1;
};

}  // namespace kwota::sim
