// Whatever comes in front of a pump's infrared window: it answers with frames or is silent, and nothing is written – here nobody
// has a key.
#include <cstdlib>
#include <vector>

#include "carry/dlt645/frame.h"
#include "meter/dlt645/pump_line.h"
#include "meter/pump/pump.h"

namespace {

struct Chip final : kwota::meter::Storage {
  std::vector<std::uint8_t> bytes = std::vector<std::uint8_t>(kwota::meter::Pump::storage_size, 0xFF);
  void read(std::size_t offset, kwota::MutableBytes to) const override {
    for (std::size_t i = 0; i < to.size(); ++i) to[i] = bytes[offset + i];
  }
  void write(std::size_t offset, kwota::ByteView from) override {
    for (std::size_t i = 0; i < from.size(); ++i) bytes[offset + i] = from[i];
  }
  void flush() override {}
};

/// The pump proves itself to everybody, and nobody to it.
kwota::Result<kwota::seal::infrared::Block> nobody_proves(kwota::seal::infrared::Duty duty,
                                                          const kwota::seal::infrared::Block& block) {
  if (duty == kwota::seal::infrared::Duty::meter) return block;
  return kwota::error(kwota::Fault::forged, "nobody", "Nobody has this key.");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace kwota;
  static Chip chip;
  static meter::Pump pump = [] {
    meter::Pump works{chip};
    works.commission({});
    works.power_on(meter::ClockTime{800'000'000});
    return works;
  }();
  const std::vector<std::uint8_t> before = chip.bytes;
  meter_line::PumpLine line{
      pump, *dlt645::Address::parse("123456789012"), {nobody_proves, [] { return seal::infrared::Block{1}; }, {}}};
  const dlt645::Frame sent{*dlt645::Address::parse("123456789012"),
                           {size > 0 ? data[0] : std::uint8_t{0}},
                           Bytes(data + (size > 0 ? 1 : 0), data + std::min<std::size_t>(size, 190))};
  for (const Bytes& answer :
       {line.receive_infrared({data, size}), line.receive_infrared(dlt645::encode(sent)), line.receive(dlt645::encode(sent))})
    if (!answer.empty() && !dlt645::decode(answer).ok()) std::abort();
  if (chip.bytes != before) std::abort();
  return 0;
}
