// How long bytes take on a wire on which one side speaks at a time (RS-485, infrared light): eleven bits each, at the speed of that
// moment, questions as well as answers. Time is passed in: a line takes it from the clock, a test lets it pass at will.
// Guarantees: no byte is through sooner than its bits take, and none begins before the one before it is through. Begin with send().
#pragma once
#include <algorithm>
#include <chrono>

namespace kwota::sim {

class WireTime {
 public:
  using Time = std::chrono::nanoseconds;  ///< since any moment
  static constexpr unsigned bits_a_byte = 11;  ///< start, eight of data, parity, stop

  /// Rounded up: a thousand records end a fraction of a millisecond late, never early.
  static constexpr Time byte_time(unsigned baud) { return Time{(bits_a_byte * std::int64_t{1'000'000'000} + baud - 1) / baud}; }

  /// A byte that somebody has at hand at `at`; when it has come to the other side.
  Time send(Time at, unsigned baud) {
    free_ = std::max(at, free_) + byte_time(baud);
    return free_;
  }
  /// Of so many bytes one after another, when the last one has come.
  Time send(Time at, unsigned baud, std::size_t bytes) {
    for (; bytes > 0; --bytes) at = send(at, baud);
    return at;
  }

 private:
  Time free_{};
};

}  // namespace kwota::sim
