// The memory chip of a simulated meter over any Storage of the simulators (file, plain memory, one that loses power).
// Guarantees: after the byte at which power went nothing more is written until power is back.
#pragma once
#include "meter/core/meter.h"
#include "sim/card_os/files/card_memory.h"

namespace kwota::sim {

class MeterMemory final : public meter::Storage {
 public:
  static constexpr std::size_t bytes = meter::Meter::storage_size;

  explicit MeterMemory(std::shared_ptr<sim::Storage> under) : under_(std::move(under)) {}

  void read(std::size_t offset, MutableBytes to) const override;
  void write(std::size_t offset, ByteView bytes) override;
  void flush() override {}  // a Storage keeps what it has accepted

  /// Power went while something was written.
  bool power_lost() const { return power_lost_; }
  /// In the middle of the n-th write from now, once; 0: never.
  void lose_power_at_write(unsigned nth) { writes_left_ = nth; }
  void power_is_back() { power_lost_ = false; }

 private:
  std::shared_ptr<sim::Storage> under_;
  bool power_lost_ = false;
  unsigned writes_left_ = 0;
};

}  // namespace kwota::sim
