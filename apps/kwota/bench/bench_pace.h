// How fast something went: in real time, and in time of the processors, which says the same on a machine that others use too.
#pragma once
#include <chrono>
#include <ctime>

namespace kwota::app {

struct Pace {
  double per_second = 0;
  double cpu_us = 0;  ///< processor time of each, all threads of this process together, the load's own included
};

/// Runs from its making.
class Stopwatch {
 public:
  Pace pace(int count) const {
    const auto seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begin_).count();
    return {count / seconds, static_cast<double>(cpu_ns() - cpu_begin_ns_) / 1000 / count};
  }

 private:
  static std::int64_t cpu_ns() {
    timespec used{};
    ::clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &used);
    return std::int64_t{used.tv_sec} * 1'000'000'000 + used.tv_nsec;
  }
  std::chrono::steady_clock::time_point begin_ = std::chrono::steady_clock::now();
  std::int64_t cpu_begin_ns_ = cpu_ns();
};

}  // namespace kwota::app
