// UKEYs: tokens that a person carries. A key UKEY, the one kind there is, brings keys to meters. A SoftHSM token in its own folder stands
// in for the stick: pulling it out moves the folder away.
// Guarantees: its PIN is what its holder typed, and is kept nowhere; people have three tries.
// Limits of the stand-in: whoever has the folder and the PIN works with every key in it. So a key UKEY holds none of a county, and what
// a counter may sell is counted in a load SAM (carry/cards/key_cards/load_sam.h), never in a token of files.
// Begin with issue_ukey(); a key UKEY at a meter is in key_ukey.h.
#pragma once
#include "base/time.h"
#include "seal/key_store/pkcs11_key_store.h"
#include "seal/ukey/ukey_certificate.h"
#include "seal/vault/key_store.h"
#include "seal/vault/meter_set.h"

namespace kwota::seal {

/// Where UKEYs are plugged in here.
struct UkeyPlace {
  std::shared_ptr<Pkcs11Module> module;
  std::filesystem::path slots;   ///< SoftHSM's folder of tokens: a UKEY whose folder lies here is plugged in
  std::filesystem::path folder;  ///< what this place keeps of each UKEY: PIN tries, unblocking PINs; pulled sticks lie here
};

/// Where those of this data folder are, under the module that its vaults have.
UkeyPlace ukeys_of(std::shared_ptr<Pkcs11Module> module, const std::filesystem::path& data_folder);
/// "ukey-" and eight hexadecimal digits.
std::string new_ukey_label(Random& random);

struct UkeyOrder {
  std::string label{};  ///< empty: a new one
  std::string holder;           ///< shown name, at most 64 bytes
  std::uint8_t version = 1;     ///< of the keys
  SecretBytes pin;              ///< as its holder typed it
  /// What the utility says of the identity that it made for itself (certify_ukey), and what it brings.
  std::function<Result<UkeyCertificate>(ByteView ukey_key)> certify{};
  std::vector<MeterSet> sets{};
};

/// Eight digits, not all the same. Error `bad_ukey_pin`.
Result<void> check_ukey_pin(const SecretBytes& pin);

/// A new token with its certificate and the sets of its order; no key of the office is in it. An issue that was broken off leaves a token
/// without them, which is worthless. The answer: its label. Errors: those of check_ukey_pin(); `vault_offline`, `vault_refused`.
Result<std::string> issue_ukey(const UkeyPlace& place, const UkeyOrder& order, Random& random);

/// A new PIN after a lock-out, by the key office that issued it, as its holder typed it. Errors: those of check_ukey_pin();
/// `vault_offline`, `vault_refused`.
Result<void> unblock_ukey(const UkeyPlace& place, const std::string& label, const SecretBytes& new_pin);

/// Whether it was issued here and is plugged in now. Needs no PIN.
bool is_plugged_in(const UkeyPlace& place, const std::string& label);

/// A UKEY's token; its PIN counts as tried by a person. Touches nothing yet.
std::shared_ptr<Pkcs11Token> open_ukey_token(const UkeyPlace& place, const std::string& label, PinSource pin);

}  // namespace kwota::seal
