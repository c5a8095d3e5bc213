#include "sim/meter/meter_memory.h"

#include <algorithm>

namespace kwota::sim {

void MeterMemory::read(std::size_t offset, MutableBytes to) const {
  const Bytes stored = under_->read(offset, to.size());
  std::ranges::fill(to, std::uint8_t{0xFF});
  std::ranges::copy(ByteView{stored}.first(std::min(stored.size(), to.size())), to.begin());
}

void MeterMemory::write(std::size_t offset, ByteView written) {
  if (power_lost_) return;
  if (writes_left_ > 0 && --writes_left_ == 0) {
    written = written.first(written.size() / 2);
    power_lost_ = true;
  }
  if (!under_->write(offset, written).ok()) power_lost_ = true;
}

}  // namespace kwota::sim
