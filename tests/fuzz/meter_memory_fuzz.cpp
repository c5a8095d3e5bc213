// Any bytes as a meter's memory: it never reads beyond them, holds no record that breaks a law, and every record that it tells
// can be told on its line.
#include <algorithm>
#include <cstdlib>

#include "meter/dlt645/readings.h"

namespace {

using namespace kwota;

class Chip final : public meter::Storage {
 public:
  explicit Chip(ByteView bytes) { std::copy_n(bytes.begin(), std::min(bytes.size(), bytes_.size()), bytes_.begin()); }
  void read(std::size_t offset, MutableBytes to) const override {
    for (std::size_t i = 0; i < to.size(); ++i) to[i] = bytes_.at(offset + i);
  }
  void write(std::size_t offset, ByteView from) override {
    for (std::size_t i = 0; i < from.size(); ++i) bytes_.at(offset + i) = from[i];
  }
  void flush() override {}

 private:
  std::array<std::uint8_t, meter::Meter::storage_size> bytes_{};
};

/// The search does not find checksums: every record of a ring gets its own.
void seal_history(std::array<std::uint8_t, meter::Meter::storage_size>& bytes) {
  constexpr std::size_t record = meter::History::Events::record_size;
  for (std::size_t i = 0; i < meter::event_kinds * meter::History::Events::slots; ++i) {
    std::uint8_t* at = bytes.data() + meter::Meter::history_at + i * record;
    put_be16(at, 0x4B45);
    put_be32(at + record - 4, crc32(ByteView{at, record - 4}));
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const meter::Model model{.name = "FUZZ"};
  std::array<std::uint8_t, meter::Meter::storage_size> bytes{};
  if (size == 0) return 0;
  for (std::size_t i = 0; i < bytes.size(); ++i) bytes[i] = data[i % size];
  seal_history(bytes);
  Chip fresh{ByteView{}};
  if (!meter::Meter{model, fresh}.commission(MeterNumber::from(1))) std::abort();
  fresh.read(0, MutableBytes{bytes}.first(meter::Meter::history_at));  // an account that is whole, and any history
  Chip chip{bytes};
  meter::Meter meter{model, chip};
  if (!meter.power_on(meter::ClockTime{800'000'000}) || meter::imbalance(meter.state().ledger) != meter::ExactMoney{})
    std::abort();
  const meter_line::Settings settings;
  const meter_line::Measured measured;
  const meter_line::ReadingSources sources{meter, settings, measured};
  for (const std::uint32_t item : {0x1D000101U, 0x1D000201U, 0x1D000301U, 0x1D000401U, 0x1D000501U, 0x03301301U, 0x03300101U,
                                   0x033800FFU, 0x0333FFFFU, 0x050601FFU, 0x050002FFU})
    (void)meter_line::reading(sources, {dlt645::Edition::y2007, item});
  for (std::uint32_t day = 0; day < 3; ++day) meter.tick({800'000'000 + day * meter::seconds_a_day});
  return 0;
}
