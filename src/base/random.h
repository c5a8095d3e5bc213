// Where random bytes come from. Passed in, made once in apps/.
#pragma once
#include <random>

#include "base/bytes.h"

namespace kwota {

class Random {
 public:
  virtual ~Random() = default;
  virtual void fill(MutableBytes out) = 0;
  Bytes bytes(std::size_t count) {
    Bytes out(count);
    fill(out);
    return out;
  }
};

/// The operating system's generator (getrandom).
class SystemRandom final : public Random {
 public:
  void fill(MutableBytes out) override;
};

/// The same bytes for the same seed: tests and simulation, never keys.
class SeededRandom final : public Random {
 public:
  explicit SeededRandom(std::uint64_t seed) : engine_(seed) {}
  void fill(MutableBytes out) override {
    for (auto& b : out) b = static_cast<std::uint8_t>(engine_());
  }

 private:
  std::mt19937_64 engine_;
};

}  // namespace kwota
