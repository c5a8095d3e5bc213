// Where the simulated meters come from: a factory that gives each security module a P-256 pair and a certificate, and that knows
// the utilities it works for. Its name says that it is simulated; nobody is to trust it outside of the bench.
// Begin with Factory::open() or make().
#pragma once
#include <filesystem>

#include "meter/esam/key_set.h"
#include "seal/cipher/certificate.h"

namespace kwota::sim {

/// The key under which the bench seals what a chip would keep to itself; made at the first call, readable by its owner only.
/// Error `bench_damaged`.
Result<SecretBytes> sealing_key_of(const std::filesystem::path& folder);

/// The works of every bench, as its certificates name it.
inline constexpr auto factory_of_bench = "the meter factory of the bench";

class Factory {
 public:
  static Factory make(const std::string& name);
  /// In a folder: made at the first call, the same one ever after. The private half lies there sealed. Error `bench_damaged`.
  static Result<Factory> open(const std::filesystem::path& folder, const std::string& name, const SecretBytes& sealing_key);

  const Bytes& certificate() const { return issuer_.certificate(); }
  /// A new module with the factory's keys and its identity.
  esam::Contents new_module(MeterNumber meter, meter_keys::KeysKept kept = meter_keys::KeysKept::in_module) const;
  /// The utility's public key (SubjectPublicKeyInfo), certified for its meters. Error `bad_public_key`.
  Result<Bytes> certify_utility(ByteView public_key, const std::string& name) const;

 private:
  explicit Factory(seal::Issuer issuer) : issuer_(std::move(issuer)) {}
  seal::Issuer issuer_;
};

/// A module without identity, for meters that nobody wants to reach over a link.
esam::Contents module_without_identity(MeterNumber meter, meter_keys::KeysKept kept = meter_keys::KeysKept::in_module);

}  // namespace kwota::sim
