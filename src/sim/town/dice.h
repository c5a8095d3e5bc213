// The chances of a simulated day: all from one seed, in the order in which they are asked for. Begin with Dice.
#pragma once
#include <cstdint>
#include <random>

namespace kwota::sim {

class Dice {
 public:
  explicit Dice(std::uint64_t seed) : engine_(seed) {}
  /// `from` to `to`, both of them. The same on every machine, which std::uniform_int_distribution is not.
  std::int64_t between(std::int64_t from, std::int64_t to) {
    return from + static_cast<std::int64_t>(engine_() % static_cast<std::uint64_t>(to - from + 1));
  }
  bool one_in(std::int64_t n) { return between(1, n) == 1; }
  bool percent(unsigned chance) { return between(1, 100) <= static_cast<std::int64_t>(chance); }

 private:
  std::mt19937_64 engine_;
};

}  // namespace kwota::sim
