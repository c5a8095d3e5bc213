// Which vaults a data folder has: the one that seals for the counters, and the key office's. SoftHSM stands in for both
// until `vault.json` in the folder names another PKCS#11 module.
// Guarantees: the counters seal under the utility's own keys from the moment the first of them is activated in the sealing
// token, and never again under sample keys, which only sample books have; the chain of the books is signed all the time by the pair
// it began with.
// What a counter seals with may be a load SAM or a PSAM instead (CounterConfiguration, work/counter_vault).
// PINs of SoftHSM are made at the first start and kept in files that only their owner can read (0600).
// Begin with open_vaults().
#pragma once
#include <array>
#include <filesystem>
#include <memory>

#include "seal/pkcs11/pkcs11_token.h"
#include "seal/vault/key_store.h"
#include "seal/vaults/sample_keys.h"

namespace kwota::seal {

/// Where a token's PIN comes from; exactly one of the three.
struct PinPlace {
  std::filesystem::path file{};  ///< in the data folder unless absolute; its first line
  std::string environment{};     ///< name of a variable
  bool typed = false;            ///< of the key office's token: nowhere, a person types it at each start
};

struct TokenConfiguration {
  std::string label;
  PinPlace pin;
};

/// What a counter seals its sales with.
enum class SealsWith : std::uint8_t {
  token,  ///< the sealing token itself
  psam,   ///< a PSAM in a reader of its own, opened with the PIN of the configuration
  load_sam,  ///< a load SAM in a reader of its own, which counts what it seals; its holder opens it with his PIN at the console
};
std::string_view name_of(SealsWith kind);

struct CounterConfiguration {
  SealsWith kind = SealsWith::token;
  std::string reader{};                    ///< PC/SC name of the PSAM's or load SAM's reader: no other card is looked at there
  std::string mother_reader{}, control_reader{};  ///< of the user mother card and her control card, beside a PSAM or load SAM; empty: none
  std::array<std::uint8_t, 6> terminal{};  ///< number of the PSAM: another one is refused
  PinPlace pin{};                          ///< of the PSAM
};

struct VaultConfiguration {
  std::filesystem::path module;  ///< PKCS#11 library; empty: SoftHSM, with its tokens in `vault` of the data folder
  TokenConfiguration sealing{"kwota-vault", {"vault-own.pin", {}}};
  TokenConfiguration office{"kwota-office", {"vault-office.pin", {}}};
  unsigned sessions = 4;  ///< at most so many at once with a token, 1..64
  CounterConfiguration counter{};
};

/// {"module": "/usr/lib/….so", "sealing": {"token": "…", "pin_file" | "pin_environment": "…"}, "office": {…, or "pin": "typed"}, "sessions": 4,
///  "counter": {"kind": "token"} |
///             {"kind": "load_sam", "reader": "…", "terminal": 12 digits} |
///             (both of them also with "mother_reader" and "control_reader": the user mother card and her control card)
///             {"kind": "psam", "reader": "…", "terminal": 12 digits, "pin_file" | "pin_environment": "…"}}.
/// What is not named keeps its default; unknown names are refused. Error `bad_vault_configuration`{reason}.
Result<VaultConfiguration> parse_vault_configuration(std::string_view json);
/// `vault.json` of the folder, or the defaults when there is none. Errors: `bad_vault_configuration`.
Result<VaultConfiguration> read_vault_configuration(const std::filesystem::path& data_folder);

/// The first line of the file, or the variable, at each call. Error `vault_refused`: it is not there.
PinSource pin_source(const PinPlace& place, const std::filesystem::path& data_folder);

/// Of the counters. The key office's token is another program's: it is never opened beside them.
struct Vaults {
  std::unique_ptr<Vault> sealing;           ///< what counters get: own keys when one is active; else sample books theirs, real ones nothing
  std::unique_ptr<KeyStore> sealing_store;  ///< the own token, where delivered keys arrive
  std::shared_ptr<Pkcs11Module> module;     ///< behind both
};

/// Of the key office, in a folder of its own.
struct OfficeVault {
  std::unique_ptr<KeyStore> store;       ///< where keys are formed; its pair signs the office's books and messages
  std::shared_ptr<Pkcs11Module> module;
};

/// Whether counters with this vault seal under the sample keys of their folder.
Result<bool> seals_with_sample_keys(Vault& sealing);

/// Why nothing can be sealed yet: `own_keys_missing`, in real books before the utility's own keys. Nothing when there are keys, or the
/// vault cannot say.
std::optional<Error> own_keys_awaited(Vault& sealing);

/// Makes tokens, PINs and signature pairs where they are missing, of sample books also the sample keys' token. Errors:
/// `vault_offline`, `vault_refused`, `bad_vault_configuration`, `token_full`.
Result<Vaults> open_vaults(const std::filesystem::path& data_folder, const VaultConfiguration& configuration, Random& random,
                           const std::optional<SampleKeys>& sample = {});
/// How the key office's token is opened.
struct OfficeOpening {
  std::shared_ptr<Pkcs11Module> module{};  ///< when the process has loaded it already
  PinSource typed{};                       ///< where the configuration says that a person types the PIN
};
/// The same for the office's token; no sample keys. A software token whose PIN is typed begins with what is typed first, and keeps
/// no way to set another one. Error `pin_not_typed`: nobody can type it here.
Result<OfficeVault> open_office_vault(const std::filesystem::path& data_folder, const VaultConfiguration& configuration,
                                      Random& random, OfficeOpening opening = {});

}  // namespace kwota::seal
