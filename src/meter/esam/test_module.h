// What the tests of this room share: a module in plain memory, a factory, county keys of any version.
#pragma once
#include <cstdlib>

#include "meter/esam/esam.h"
#include "seal/cipher/certificate.h"

namespace kwota::esam::test {

inline const MeterNumber meter_number = MeterNumber::from(4'123'456'789);

/// County keys of a version that nobody else has: the test keys, diversified by it.
inline KeySet county(std::uint8_t version) {
  KeySet set{.version = version};
  for (const auto& [purpose, key] : test_county_keys().keys)
    set.keys.emplace(purpose, seal::diversify(key, {version, 0, 0, 0, 0, 0, 0, 1}));
  return set;
}

class PlainMemory final : public Memory {
 public:
  std::optional<SecretBytes> load() override { return contents; }
  bool store(ByteView bytes) override {
    ++writes;
    if (broken) return false;
    contents = SecretBytes{bytes};
    return true;
  }
  std::optional<SecretBytes> contents;
  bool broken = false;
  int writes = 0;
};

inline const seal::Issuer& factory() {
  static const auto made = seal::Issuer::make("Factory of the tests");
  return made;
}

/// A module fresh from a factory.
inline Contents meter_contents(const seal::Issuer& maker = factory(), MeterNumber number = meter_number) {
  Contents contents;
  contents.meter = number;
  contents.serial = {0xE5, 0, 0, 0, 0, 0, 0, 1};
  contents.factory = keys_of(number, test_county_keys(factory_version));
  const auto pair = seal::SigningKey::generate();
  contents.identity = pair.private_key();
  contents.certificate =
      maker.certify(pair.public_key(), meter_keys::certificate_name(number, contents.serial), meter_keys::role_meter).value();
  contents.factory_certificate = maker.certificate();
  return contents;
}

inline void make(Esam& module, Contents contents) {
  if (!module.commission(std::move(contents))) std::abort();
}

}  // namespace kwota::esam::test
