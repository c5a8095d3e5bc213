// A key UKEY at a meter: it brings the sets of keys that the office made for the meters of one order, each wrapped for its meter and
// signed by the utility, and proves itself by a pair of its own with the utility's certificate and a last day.
// Guarantees: nothing on it opens a set, and it holds no key of a county; whoever has it with its PIN can do with a meter what is
// on it and no more (docs/decisions/0015).   Begin with KeyUkey::open().
#pragma once
#include "seal/ukey/ukey.h"
#include "seal/ukey/ukey_certificate.h"
#include "seal/vault/meter_set.h"
#include "seal/vault/meter_vault.h"

namespace kwota::seal {

class KeyUkey final : public MeterVault {
 public:
  /// Tries the PIN. Errors: `vault_offline` (not plugged in), `wrong_pin`{tries}, `pin_locked`, `vault_refused` (no key UKEY, or
  /// one whose issue was broken off).
  static Result<std::unique_ptr<KeyUkey>> open(const UkeyPlace& place, const std::string& label, const SecretBytes& pin);

  Result<Bytes> perform(const MeterKeyStep& step) override;
  /// Of the utility, not of the UKEY.
  Result<Bytes> public_key() override { return certificate_.utility_key; }
  Bytes ukey_certificate() const override { return certificate_.certificate; }
  std::optional<std::array<std::uint8_t, 8>> prepared_challenge(const Factor& meter, std::uint8_t version) override;
  const CarriedSets& sets() const { return sets_; }

 private:
  explicit KeyUkey(std::shared_ptr<Pkcs11Token> token) : token_(token), vault_(std::move(token)) {}

  std::shared_ptr<Pkcs11Token> token_;
  Pkcs11Vault vault_;
  UkeyCertificate certificate_;
  CarriedSets sets_;
};

/// At its issue: an identity of its own, made inside, what the utility says of it, and the sets that it brings. Errors: those of
/// KeyStore and of `certify`.
Result<void> give_identity(Pkcs11Token& token, const UkeyOrder& order);

}  // namespace kwota::seal
