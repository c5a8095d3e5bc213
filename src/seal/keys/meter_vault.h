// The side of the key office in giving keys to a meter: an ephemeral pair, the utility's signature, wrapped county keys.
// Guarantees: a key is wrapped for one meter and one conversation only (see MeterKeyStep::context); with a KeyStore behind it no
// key byte leaves the token in clear.   Begin with MeterVault::perform.
#pragma once
#include <map>
#include <optional>

#include "seal/cipher/ecdsa.h"
#include "seal/cipher/key_agreement.h"
#include "seal/keys/key_store.h"
#include "seal/keys/ukey_certificate.h"

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
};

/// Over the key office's token, or a key UKEY's (key_ukey.h).
class KeyStoreMeterVault final : public MeterVault {
 public:
  static constexpr KeyRef identity{Purpose::utility_identity, 1};

  /// `to_county`: the factors from this vault's keys down to the county; none when they are the county's. The identity is made
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

  /// With `ukey` it stands for a key UKEY: `identity` is that one's, and the certificate is of it.
  SoftwareMeterVault(CountyKeys keys, SigningKey identity, std::optional<UkeyCertificate> ukey = {})
      : keys_(std::move(keys)), identity_(std::move(identity)), ukey_(std::move(ukey)) {}
  Result<Bytes> perform(const MeterKeyStep& step) override;
  Result<Bytes> public_key() override { return ukey_ ? ukey_->utility_key : identity_.public_key(); }
  Bytes ukey_certificate() const override { return ukey_ ? ukey_->certificate : Bytes{}; }

 private:
  Result<Bytes> wrap(const MeterKeyStep& step);
  CountyKeys keys_;
  SigningKey identity_;
  std::optional<UkeyCertificate> ukey_;
  std::optional<AgreementKey> pair_;
};

}  // namespace kwota::seal
