// How fast something went: in real time, and in time of the processors, which says the same on a machine that others use too.
#pragma once
#include <chrono>
#include <cstdint>
#include <ctime>

namespace kwota::app {

struct Pace {
  double per_second = 0;
  double cpu_us = 0;  ///< processor time of each, all threads of this process together
};

/// Whose processor time is counted.
enum class Counted : std::uint8_t { all, without_this_thread };

/// Runs from its making.
class Stopwatch {
 public:
  /// `without_this_thread`: it is the client, whose own work is none of what is measured.
  explicit Stopwatch(Counted counted = Counted::all) : counted_(counted) {}
  Pace pace(int count) const {
    const auto seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begin_).count();
    return {count / seconds, static_cast<double>(cpu_ns() - cpu_begin_ns_) / 1000 / count};
  }

 private:
  static std::int64_t used_ns(clockid_t of) {
    timespec used{};
    ::clock_gettime(of, &used);
    return std::int64_t{used.tv_sec} * 1'000'000'000 + used.tv_nsec;
  }
  std::int64_t cpu_ns() const { return used_ns(CLOCK_PROCESS_CPUTIME_ID) - (counted_ == Counted::all ? 0 : used_ns(CLOCK_THREAD_CPUTIME_ID)); }
  Counted counted_;
  std::chrono::steady_clock::time_point begin_ = std::chrono::steady_clock::now();
  std::int64_t cpu_begin_ns_ = cpu_ns();
};

}  // namespace kwota::app
