#include "seal/vaults/vaults.h"

#include <algorithm>
#include <cstdlib>

#include "base/cause.h"
#include "seal/key_store/pkcs11_key_store.h"
#include "seal/pkcs11/owner_file.h"
#include "seal/vault/vault_rules.h"
#include "seal/vaults/known_token.h"
#include "seal/vaults/sealing_vault.h"

namespace kwota::seal {
namespace {

std::shared_ptr<Pkcs11Token> token(std::shared_ptr<Pkcs11Module> module, const TokenConfiguration& configuration,
                                   const std::filesystem::path& data_folder, unsigned sessions) {
  return std::make_shared<Pkcs11Token>(std::move(module), configuration.label, pin_source(configuration.pin, data_folder),
                                       Pkcs11Token::Settings{.sessions_max = sessions});
}

/// A SoftHSM token of ours, with its PINs in the file that the configuration names.
Result<void> make_soft_token(const std::shared_ptr<Pkcs11Module>& module, const TokenConfiguration& configuration,
                             const std::filesystem::path& data_folder, Random& random) {
  if (!configuration.pin.environment.empty()) return {};  // then its owner has made it
  if (configuration.pin.typed) return {};
  const auto file = data_folder / configuration.pin.file;
  MUST(make_pins(*module, configuration.label, file, random));
  TRY(pins, read_pins(file));
  const auto using_module = module->use();
  MUST(open_token(module, configuration.label, pins));
  return {};
}

/// With the PIN that somebody types; its officer's PIN is forgotten at once, so nobody sets another.
Result<void> make_token_with(const std::shared_ptr<Pkcs11Module>& module, const std::string& label, const PinSource& typed, Random& random) {
  const auto using_module = module->use();
  if (module->slot_of(label).ok()) return {};
  TRY(pin, typed());
  MUST(open_token(module, label, {std::move(pin), new_pin(random)}));
  return {};
}

/// The chain of the books is signed from their first group on.
Result<void> make_root_signature(KeyStore& store, Random& random) {
  if (const auto there = store.vault().root_public_key(); there.ok() || cause_of(there.error()) != Cause::key_missing) return {};
  MUST(store.make({Purpose::root_signature, 1}, Suite::des, random));
  return {};
}

/// The library is loaded once: whoever starts it again for one token ends the sessions of all.
struct FirstVault {
  std::unique_ptr<Vault> sample;  ///< nothing in real books
  std::shared_ptr<Pkcs11Module> module;
};
Result<FirstVault> open_first_vault(const std::filesystem::path& data_folder, const std::optional<SampleKeys>& sample, Random& random) {
  const auto folder = data_folder / "vault";
  if (!sample) {
    TRY(module, open_soft_hsm(folder, softhsm_module));
    return FirstVault{nullptr, std::move(module)};
  }
  TRY(vault, open_known_vault({.folder = folder, .pin_file = data_folder / "vault-sample.pin", .label = "kwota-sample"}, sample->roots(), random));
  auto module = vault->token().module();
  return FirstVault{std::move(vault), std::move(module)};
}

Result<Vaults> open_soft(const std::filesystem::path& data_folder, const VaultConfiguration& configuration, Random& random,
                         const std::optional<SampleKeys>& known) {
  TRY(first, open_first_vault(data_folder, known, random));
  auto& [sample, module] = first;
  MUST(make_soft_token(module, configuration.sealing, data_folder, random));
  const auto own = token(module, configuration.sealing, data_folder, configuration.sessions);
  Vaults vaults;
  vaults.module = module;
  vaults.sealing = std::make_unique<SealingVault>(std::move(sample), own, data_folder / "vault-in-use");
  vaults.sealing_store = std::make_unique<Pkcs11KeyStore>(own);
  MUST(make_root_signature(*vaults.sealing_store, random));
  return vaults;
}

/// Tokens of another module are its owner's: they are there, with a PIN, or the vault is offline.
Result<Vaults> open_configured(const std::filesystem::path& data_folder, const VaultConfiguration& configuration,
                               Random& random) {
  TRY(module, Pkcs11Module::load(configuration.module));
  const auto own = token(module, configuration.sealing, data_folder, configuration.sessions);
  Vaults vaults;
  vaults.module = module;
  vaults.sealing = std::make_unique<Pkcs11Vault>(own);
  vaults.sealing_store = std::make_unique<Pkcs11KeyStore>(own);
  MUST(make_root_signature(*vaults.sealing_store, random));
  return vaults;
}

}  // namespace

PinSource pin_source(const PinPlace& place, const std::filesystem::path& data_folder) {
  if (!place.environment.empty())
    return [name = place.environment]() -> Result<SecretBytes> {
      const char* value = std::getenv(name.c_str());  // NOLINT: nobody changes the environment while the program runs
      if (value == nullptr || *value == '\0') return vault_refused("the PIN is not in the variable " + name);
      return SecretBytes{view_of(value)};
    };
  return [file = data_folder / place.file]() -> Result<SecretBytes> {
    TRY(content, read_owner_file(file));
    const auto text = content.view();
    const auto end = std::find(text.begin(), text.end(), '\n');
    return SecretBytes{text.first(static_cast<std::size_t>(end - text.begin()))};
  };
}

Result<Vaults> open_vaults(const std::filesystem::path& data_folder, const VaultConfiguration& configuration, Random& random,
                           const std::optional<SampleKeys>& sample) {
  return configuration.module.empty() ? open_soft(data_folder, configuration, random, sample)
                                      : open_configured(data_folder, configuration, random);
}

Result<OfficeVault> open_office_vault(const std::filesystem::path& data_folder, const VaultConfiguration& configuration,
                                      Random& random, OfficeOpening opening) {
  OfficeVault vault;
  auto& [module, typed] = opening;
  const auto& own = configuration.office;
  if (own.pin.typed && !typed)
    return error(Fault::refused, "pin_not_typed", "The PIN of the key office's token is typed by a person: nobody can do that here. Nothing was opened.");
  const bool soft = configuration.module.empty();
  if (!module) {
    TRY(loaded, soft ? open_soft_hsm(data_folder / "vault", softhsm_module) : Pkcs11Module::load(configuration.module));
    module = std::move(loaded);
  }
  vault.module = module;
  if (soft) MUST(own.pin.typed ? make_token_with(module, own.label, typed, random) : make_soft_token(module, own, data_folder, random));
  auto pin = own.pin.typed ? typed : pin_source(own.pin, data_folder);
  vault.store = std::make_unique<Pkcs11KeyStore>(std::make_shared<Pkcs11Token>(
      module, own.label, std::move(pin), Pkcs11Token::Settings{.sessions_max = configuration.sessions}));
  MUST(make_root_signature(*vault.store, random));
  return vault;
}

std::optional<Error> own_keys_awaited(Vault& sealing) {
  const auto health = sealing.health();
  return !health.ok() && cause_of(health.error()) == Cause::own_keys_missing ? std::optional(health.error()) : std::nullopt;
}

Result<bool> seals_with_sample_keys(Vault& sealing) {
  TRY(keys, sealing.keys());
  return std::ranges::any_of(keys, &KeyDescription::sample_key);
}

}  // namespace kwota::seal
