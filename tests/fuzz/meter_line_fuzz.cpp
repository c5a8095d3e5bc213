// Any bytes on the line of a meter, whole and in pieces, before and after an authentication: it never reads beyond them, its
// answers are frames of its own, and no money comes from bytes that nobody sealed.
#include <algorithm>
#include <cstdlib>

#include "meter/dlt645/server.h"
#include "meter/esam/esam.h"
#include "models/dlt645_meters.h"

namespace {

using namespace kwota;

class PlainStorage final : public meter::Storage {
 public:
  explicit PlainStorage(std::size_t size) : bytes_(size, 0xFF) {}
  void read(std::size_t offset, MutableBytes to) const override {
    std::copy_n(bytes_.begin() + static_cast<std::ptrdiff_t>(offset), to.size(), to.begin());
  }
  void write(std::size_t offset, ByteView bytes) override {
    std::copy(bytes.begin(), bytes.end(), bytes_.begin() + static_cast<std::ptrdiff_t>(offset));
  }
  void flush() override {}

 private:
  Bytes bytes_;
};

class PlainMemory final : public esam::Memory {
 public:
  std::optional<SecretBytes> load() override { return contents_; }
  bool store(ByteView bytes) override {
    contents_ = SecretBytes{bytes};
    return true;
  }

 private:
  std::optional<SecretBytes> contents_;
};

const MeterNumber number = MeterNumber::from(4'123'456'789);

esam::Contents contents() {
  esam::Contents made;
  made.meter = number;
  made.serial = {1, 2, 3, 4, 5, 6, 7, 8};
  made.factory = esam::keys_of(number, esam::test_county_keys(esam::factory_version));
  made.current = esam::keys_of(number, esam::test_county_keys());
  return made;
}

dlt645::Address own_address() { return dlt645::Address::parse("004123456789").value(); }

/// A session as the head-end would open it.
Bytes authentication() {
  dlt645::Authentication proof;
  proof.random1 = {1, 2, 3, 4, 5, 6, 7, 8};
  const auto factor = meter_keys::factor_of(number);
  std::copy(factor.begin(), factor.end(), proof.factor.begin());
  const auto key = seal::diversify(seal::test_root(seal::Purpose::meter_identity), factor);
  const auto cipher = seal::answer_challenge(key, proof.random1);
  std::copy(cipher.begin(), cipher.end(), proof.cipher.begin());
  return dlt645::encode(
      {own_address(), {dlt645::function::security}, dlt645::security_request(dlt645::security::authenticate, {}, encode(proof))});
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const meter::Model modern{.name = "FUZZ"}, old{.name = "OLD", .facts = {.protocol = models::dlt645_meters::edition_1997}};
  const meter::Model& model = size > 0 && data[0] == 97 ? old : modern;
  static const esam::Contents module_contents = contents();
  static const Bytes opening = authentication();
  PlainStorage account{meter::Meter::storage_size}, line{meter_line::SettingsSlots::storage_size};
  PlainMemory chip;
  SeededRandom random{1};
  esam::Esam module{chip, random};
  meter::Meter meter{model, account};
  if (!meter.commission(number) || !module.commission(module_contents)) std::abort();
  meter.power_on(meter::clock_of({.year = 26, .month = 11, .day = 20, .hour = 12}));
  meter.note_keys(module.key_info());
  meter_line::Server server{meter, module, line, 20};
  server.hold_programming_key(true);

  const ByteView bytes{data, size};
  const std::size_t half = size / 2;
  Bytes reported = server.receive(bytes.first(half));
  append(reported, server.receive(opening));
  // The same bytes as frames that are whole: function, length, data. So the search gets past the checksum.
  for (auto rest = bytes.subspan(half); rest.size() > 2;) {
    const auto length = std::min<std::size_t>(rest[1] % 48, rest.size() - 2);
    const dlt645::Frame frame{own_address(), {static_cast<std::uint8_t>(rest[0] & 0x1F)}, to_bytes(rest.subspan(2, length))};
    append(reported, server.receive(dlt645::encode(frame)));
    rest = rest.subspan(2 + length);
  }
  for (std::size_t at = half; at < size; at += 5)
    append(reported, server.receive(bytes.subspan(at, std::min<std::size_t>(5, size - at))));
  append(reported, server.silence());

  for (ByteView rest = reported; !rest.empty();) {
    const auto frame = dlt645::decode(rest);
    if (!frame.ok() || !frame->frame.control.from_meter()) std::abort();
    rest = rest.subspan(frame->bytes);
  }
  if (!meter.state().ledger.credited.is_zero() || meter.state().ledger.account != meter::Account::none) std::abort();
  return 0;
}
