#include "sim/meter/factory.h"

#include <algorithm>
#include <fstream>

#include "base/ids_text.h"
#include "base/whole_file.h"
#include "seal/cipher/sealed_box.h"

namespace kwota::sim {
namespace {

namespace fs = std::filesystem;

bool write(const fs::path& file, ByteView bytes) {
  std::ofstream out(file, std::ios::binary);
  out.write(reinterpret_cast<const char*>(bytes.data()), static_cast<std::streamsize>(bytes.size()));
  return out.good();
}

Error damaged() {
  return error(Fault::ours, "bench_damaged",
               "What the bench keeps sealed cannot be read: move the bench's folder away to begin anew.");
}

}  // namespace

Result<SecretBytes> sealing_key_of(const fs::path& folder) {
  const auto file = folder / "bench.key";
  if (!fs::exists(file)) {
    const auto made = seal::make_box_key();
    std::error_code failed;
    fs::create_directories(folder, failed);
    if (!write(file, {})) return damaged();
    fs::permissions(file, fs::perms::owner_read | fs::perms::owner_write, failed);
    if (failed || !write(file, made.view())) return damaged();
    return made;
  }
  SecretBytes key{whole_file<Bytes>(file)};
  if (key.size() != seal::box_key_bytes) return damaged();
  return key;
}

esam::Contents module_without_identity(MeterNumber meter, meter_keys::KeysKept kept) {
  esam::Contents contents;
  contents.kept = kept;
  contents.meter = meter;
  const auto name = seal::sha256(view_of("simulated security module of meter " + to_text(meter)));
  std::copy_n(name.begin(), contents.serial.size(), contents.serial.begin());
  contents.factory = esam::keys_of(meter, esam::test_county_keys(esam::factory_version), kept);
  return contents;
}

Factory Factory::make(const std::string& name) { return Factory{seal::Issuer::make("SIMULATED, NOT TO BE TRUSTED: " + name)}; }

Result<Factory> Factory::open(const fs::path& folder, const std::string& name, const SecretBytes& sealing_key) {
  const auto certificate = folder / "factory.crt", key = folder / "factory.sealed";
  std::error_code failed;
  fs::create_directories(folder, failed);
  if (!fs::exists(certificate)) {
    auto made = make(name);
    const bool kept =
        write(key, seal::seal_box(sealing_key, made.issuer_.private_key().view())) && write(certificate, made.certificate());
    if (!kept) return damaged();
    return made;
  }
  const auto opened = seal::open_box(sealing_key, whole_file<Bytes>(key));
  if (!opened.ok()) return damaged();
  auto issuer = seal::Issuer::from(whole_file<Bytes>(certificate), *opened);
  if (!issuer.ok()) return damaged();
  return Factory{std::move(*issuer)};
}

esam::Contents Factory::new_module(MeterNumber meter, meter_keys::KeysKept kept) const {
  auto contents = module_without_identity(meter, kept);
  const auto pair = seal::SigningKey::generate();
  contents.identity = pair.private_key();
  contents.certificate =
      issuer_.certify(pair.public_key(), meter_keys::certificate_name(meter, contents.serial), std::string{meter_keys::role_of(kept)}).value();
  contents.factory_certificate = issuer_.certificate();
  return contents;
}

Result<Bytes> Factory::certify_utility(ByteView public_key, const std::string& name) const {
  return issuer_.certify(public_key, name, meter_keys::role_utility);
}

}  // namespace kwota::sim
