// UKEYs: tokens that a person carries. A user UKEY seals sales at a standalone counter within a quota of money and number and
// until a day; a key UKEY brings keys to meters; a master UKEY issues both. A SoftHSM token in its own folder stands in for the
// stick: pulling it out moves the folder away.
// Guarantees: quota is written down in the token before a seal leaves it, so that a torn sale costs quota, never gains any; the
// same credit sealed again for the same card costs nothing; a token whose state is older than it was seen here is refused; no
// seal without PIN, quota and validity. Only the credit in the purse file counts: everything else on a card is worth nothing.
// Limits of the stand-in: whoever has the folder and the PIN can copy it and use the copy at a place that has never seen the
// original, and can make MACs with its key through another program. A real UKEY counts inside and lets nobody look.
// Begin with issue_ukey() and UkeyVault; a key UKEY at a meter is in key_ukey.h.
#pragma once
#include "base/core/money.h"
#include "base/time.h"
#include "seal/keys/key_store.h"
#include "seal/keys/meter_set.h"
#include "seal/keys/pkcs11_key_store.h"
#include "seal/keys/pkcs11_vault.h"
#include "seal/keys/ukey_certificate.h"

namespace kwota::seal {

enum class UkeyKind : std::uint8_t { master, user, key };
std::string_view name_of(UkeyKind kind);
/// What a UKEY of that kind is given, as far as its issuer has it.
bool belongs_on(UkeyKind kind, Purpose purpose);

/// Where UKEYs are plugged in here.
struct UkeyPlace {
  std::shared_ptr<Pkcs11Module> module;
  std::filesystem::path slots;   ///< SoftHSM's folder of tokens: a UKEY whose folder lies here is plugged in
  std::filesystem::path folder;  ///< what this place keeps of each UKEY: counters, unblocking PINs; pulled sticks lie here
};

/// Where those of this data folder are, under the module that its vaults have.
UkeyPlace ukeys_of(std::shared_ptr<Pkcs11Module> module, const std::filesystem::path& data_folder);
/// "ukey-" and eight hexadecimal digits.
std::string new_ukey_label(Random& random);

struct UkeyOrder {
  std::string label{};  ///< empty: a new one
  UkeyKind kind = UkeyKind::user;
  std::string holder;           ///< shown name, at most 64 bytes
  std::uint8_t version = 1;     ///< of the keys
  std::vector<Factor> factors;  ///< from the issuer's keys down to those of the UKEY: a user UKEY's are its county's
  Money amount{};               ///< sum of credit that it may seal
  std::uint32_t count = 0;      ///< number of sales
  Instant valid_to{};
  /// Of a key UKEY: what the utility says of the identity that it made for itself (certify_ukey), and what it brings.
  std::function<Result<UkeyCertificate>(ByteView ukey_key)> certify{};
  std::vector<MeterSet> sets{};
};

struct IssuedUkey {
  std::string label;                 ///< its name everywhere
  SecretBytes pin;                   ///< told to the holder once, kept nowhere
  std::vector<KeyDescription> keys;  ///< with the check values that were compared
};

/// A new token with keys from `issuer`, wrapped on the way, and its quota or its certificate. An issue that was broken off leaves
/// a token without them, which is worthless. A key UKEY gets no key from the issuer, only the sets of its order. Errors: those of
/// KeyStore; `vault_refused`.
Result<IssuedUkey> issue_ukey(const UkeyPlace& place, KeyStore& issuer, const UkeyOrder& order, Random& random);

/// Eight digits.
SecretBytes new_holder_pin(Random& random);
/// A new PIN after a lock-out, by the key office that issued it; nobody has it open. Errors `vault_offline`, `vault_refused`.
Result<void> unblock_ukey(const UkeyPlace& place, const std::string& label, const SecretBytes& new_pin);

/// The stick is pulled out, and put in again. Errors `vault_offline` (it is not there), `vault_refused`.
Result<void> pull_ukey(const UkeyPlace& place, const std::string& label);
Result<void> plug_ukey(const UkeyPlace& place, const std::string& label);

/// Whether it was issued here and is plugged in now. Needs no PIN.
bool is_plugged_in(const UkeyPlace& place, const std::string& label);

struct UkeyState {
  std::string holder;
  Money amount_left{};
  std::uint32_t count_left = 0;
  Instant valid_to{};
  std::uint32_t counter = 0;  ///< of changes: never goes back
};

/// More of a quota.
struct UkeyRefill {
  Money amount{};
  std::uint32_t count = 0;
  Instant valid_to{};  ///< the new one
};

/// A counter's vault on a user UKEY. Errors besides Vault's: `ukey_pin_wanted`{ukey}, `wrong_pin`{tries}, `pin_locked`,
/// `ukey_expired`{ukey, valid_to}, `ukey_quota_used_up`{ukey, left, count}, `ukey_wound_back`{ukey}.
class UkeyVault final : public Vault {
 public:
  /// May it still be used? Asked before every request.
  using Admitted = std::function<Result<void>()>;

  /// `signer`: signs the roots of the books, which a UKEY does not.
  UkeyVault(UkeyPlace place, std::string label, Vault& signer, const Clock& clock, Admitted admitted = {});

  /// The holder's PIN, kept in memory until close().
  Result<void> enter_pin(SecretBytes pin);
  /// Forgets the PIN.
  void close();
  /// unblock_ukey() of this one, which is closed.
  Result<void> unblock(const SecretBytes& new_pin);
  Result<UkeyState> state();
  /// By the key office, with two managers' word. The answer: what is left with it. Errors: `ukey_wound_back`, `vault_refused`
  /// (more sales than it can count).
  Result<UkeyState> refill(const UkeyRefill& more);
  /// Whether any credit can be sealed in that state. Errors: `ukey_expired`, `ukey_quota_used_up`.
  Result<void> may_seal(const UkeyState& state) const;

  std::string name() const override { return "UKEY " + label_; }
  Result<Bytes> perform(const Request& request) override;
  Result<std::vector<KeyDescription>> keys() override { return vault_->keys(); }
  Result<std::array<std::uint8_t, 64>> sign_root(const std::array<std::uint8_t, 32>& digest) override {
    return signer_.sign_root(digest);
  }
  Result<Bytes> root_public_key() override { return signer_.root_public_key(); }
  Result<void> health() override;
  VaultFigures figures() const override { return vault_->figures(); }

 private:
  Result<void> take_quota(const LineMac& credit);

  UkeyPlace place_;
  std::string label_;
  Vault& signer_;
  const Clock& clock_;
  Admitted admitted_;
  std::shared_ptr<PinTries> tries_;
  std::mutex mutex_;  ///< of the PIN and of the quota
  std::optional<SecretBytes> pin_;
  std::shared_ptr<Pkcs11Token> token_;
  std::unique_ptr<Pkcs11Vault> vault_;
};

/// A UKEY's token; its PIN counts as tried by a person. Touches nothing yet.
std::shared_ptr<Pkcs11Token> open_ukey_token(const UkeyPlace& place, const std::string& label, PinSource pin);
/// A master UKEY as a key store: to issue other UKEYs.
std::unique_ptr<KeyStore> open_ukey_store(const UkeyPlace& place, const std::string& label, PinSource pin);

}  // namespace kwota::seal
