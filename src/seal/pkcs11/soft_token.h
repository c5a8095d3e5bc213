// A SoftHSM token as a stand-in for an HSM or a UKEY: its folder, its PINs, its first set-up.
// Guarantees: a set-up that was interrupted half-way is finished by the next start; an existing token is left as it is; PINs
// are on the disk, readable by their owner only, before the token learns them. Never: replaces a token whose PINs were lost.
// Begin with open_soft_hsm(), then open_token().
#pragma once
#include "base/random.h"
#include "seal/pkcs11/pkcs11_token.h"

namespace kwota::seal {

/// Points SoftHSM at the folder (SOFTHSM2_CONF, for the whole process: call it before threads start and before the library is
/// loaded elsewhere) and loads it. Errors: `vault_offline` (SoftHSM is not installed), `vault_refused`.
Result<std::shared_ptr<Pkcs11Module>> open_soft_hsm(const std::filesystem::path& folder, const std::filesystem::path& library);

/// PINs of the user and of the token's security officer.
struct TokenPins {
  SecretBytes user, officer;
};
/// Sixteen letters by the dice.
SecretBytes new_pin(Random& random);
/// Errors `vault_refused`: missing, incomplete, readable by others.
Result<TokenPins> read_pins(const std::filesystem::path& file);
/// New PINs in the file, unless it is there. Error `vault_refused`, also when the token is there and its file is not.
Result<void> make_pins(Pkcs11Module& module, const std::string& label, const std::filesystem::path& file, Random& random);
/// Reads the user PIN from such a file at each login.
PinSource pin_from_file(std::filesystem::path pin_file);

/// The token with this label, initialised and with a user PIN where it was not, and logged in. Under Pkcs11Module::use().
Result<Pkcs11Session> open_token(const std::shared_ptr<Pkcs11Module>& module, const std::string& label, const TokenPins& pins);
/// The folders of tokens in a place, in order; none when it is not there.
std::vector<std::filesystem::path> token_folders(const std::filesystem::path& place);
/// open_token() for a token that is new: makes it in a folder of SoftHSM's choice and gives that folder's name; nothing when a token with
/// this label was there. `slots`: where the module keeps its tokens. Under Pkcs11Module::plugging(): the folder is known by being new.
Result<std::optional<std::string>> make_token_folder(const std::shared_ptr<Pkcs11Module>& module, const std::filesystem::path& slots,
                                                     const std::string& label, const TokenPins& pins);
/// A new user PIN by the token's officer: unblocks. Under Pkcs11Module::use(), while nobody is logged in.
Result<void> set_user_pin(const std::shared_ptr<Pkcs11Module>& module, CK_SLOT_ID slot, ByteView officer_pin, ByteView user_pin);

}  // namespace kwota::seal
