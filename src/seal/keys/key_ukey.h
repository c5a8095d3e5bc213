// A key UKEY at a meter: it brings, updates and takes away a meter's keys in the place of the office's vault.
// It holds the county's keys of meters, its own identity with the utility's certificate, and the four keys of the card procedure,
// which go into every meter as they are, as closed parcels: whoever has the stick can put them into a meter that proves itself,
// but cannot seal with them.
// Guarantees: what a KeyStoreMeterVault does. Never: makes or exports anything else.   Begin with KeyUkey::open().
#pragma once
#include "seal/keys/meter_vault.h"
#include "seal/keys/pkcs11_key_store.h"
#include "seal/keys/ukey.h"
#include "seal/keys/ukey_certificate.h"

namespace kwota::seal {

class KeyUkey final : public MeterVault {
 public:
  /// Tries the PIN. Errors: `vault_offline` (not plugged in), `wrong_pin`{tries}, `pin_locked`, `vault_refused` (no key UKEY, or
  /// one whose issue was broken off).
  static Result<std::unique_ptr<KeyUkey>> open(const UkeyPlace& place, const std::string& label, const SecretBytes& pin,
                                               Random& random);

  Result<Bytes> perform(const MeterKeyStep& step) override { return keys_.perform(step); }
  /// Of the utility, not of the UKEY.
  Result<Bytes> public_key() override { return certificate_.utility_key; }
  Bytes ukey_certificate() const override { return certificate_.certificate; }
  /// For what a meter asks under the identity key that it has.
  Vault& vault() { return store_.vault(); }

 private:
  KeyUkey(std::shared_ptr<Pkcs11Token> token, Random& random) : store_(std::move(token)), keys_(store_, {}, random) {}

  Pkcs11KeyStore store_;
  KeyStoreMeterVault keys_;
  UkeyCertificate certificate_;
};

/// At its issue: an identity of its own, made inside, and what the utility says of it. Errors: those of KeyStore and of
/// `certify`.
Result<void> give_identity(Pkcs11Token& token, Pkcs11KeyStore& store, const UkeyOrder& order, Random& random);

}  // namespace kwota::seal
