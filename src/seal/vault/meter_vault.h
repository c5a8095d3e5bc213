// The side of the key office in giving keys to a meter: an ephemeral pair, wrapped keys of the county, the utility's signature.
// Guarantees: a key is wrapped for the certified pair of one meter and for one set only (see MeterKeyStep); with a KeyStore behind
// it no key byte leaves the token in clear.   Begin with MeterVault::perform.
#pragma once
#include <map>
#include <optional>

#include "seal/cipher/ecdsa.h"
#include "seal/cipher/key_agreement.h"
#include "seal/vault/key_store.h"

namespace kwota::seal {

class MeterVault {
 public:
  virtual ~MeterVault() = default;
  /// Errors of Vault; `bad_public_key`: the meter sent no point; `vault_refused`: wrap before start.
  virtual Result<Bytes> perform(const MeterKeyStep& step) = 0;
  /// SubjectPublicKeyInfo of the utility's identity, which factories certify.
  virtual Result<Bytes> public_key() = 0;
  /// By which the utility's identity says that this vault's own speaks for it (ukey_certificate.h); empty: it is the utility's.
  virtual Bytes ukey_certificate() const { return {}; }
  /// The random number that the proof to this meter was prepared for; nothing: a fresh one is as good.
  virtual std::optional<std::array<std::uint8_t, 8>> prepared_challenge(const Factor&, std::uint8_t) { return {}; }
};

/// Over the key office's token.
class KeyStoreMeterVault final : public MeterVault {
 public:
  static constexpr KeyRef identity{Purpose::utility_identity, 1};

  /// `to_county`: the factors from this vault's keys down to the county. The identity is made
  /// when it is not there yet.
  KeyStoreMeterVault(KeyStore& store, std::vector<Factor> to_county, Random& random)
      : store_(store), to_county_(std::move(to_county)), random_(random) {}
  Result<Bytes> perform(const MeterKeyStep& step) override;
  Result<Bytes> public_key() override;

 private:
  Result<Bytes> wrap(const MeterKeyStep& step);
  KeyStore& store_;
  std::vector<Factor> to_county_;
  Random& random_;
};

/// County keys in our own memory: the published test keys, field logs, unit tests.
class SoftwareMeterVault final : public MeterVault {
 public:
  using CountyKeys = std::map<KeyRef, Key>;

  SoftwareMeterVault(CountyKeys keys, SigningKey identity) : keys_(std::move(keys)), identity_(std::move(identity)) {}
  Result<Bytes> perform(const MeterKeyStep& step) override;
  Result<Bytes> public_key() override { return identity_.public_key(); }

 private:
  Result<Bytes> wrap(const MeterKeyStep& step);
  CountyKeys keys_;
  SigningKey identity_;
  std::optional<AgreementKey> pair_;
};

}  // namespace kwota::seal
