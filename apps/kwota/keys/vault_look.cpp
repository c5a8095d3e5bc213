#include "kwota/keys/vault_look.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

#include "base/random.h"
#include "keys/journal/note.h"
#include "kwota/keys/office_folder.h"
#include "seal/vaults/vaults.h"

namespace kwota::app {

Result<std::vector<VaultKeys>> ask_vaults(const std::filesystem::path& folder) {
  SystemRandom random;
  TRY(configuration, seal::read_vault_configuration(folder));
  const auto said_by = [](std::string_view name, seal::KeyStore& store) -> Result<std::vector<VaultKeys>> {
    TRY(active, store.vault().keys());
    TRY(pending, store.pending());
    active.insert(active.end(), pending.begin(), pending.end());
    return std::vector{VaultKeys{std::string(name), std::move(active)}};
  };
  if (is_office_folder(folder)) {
    TRY(pin, typed_pin(folder));
    TRY(vault, seal::open_office_vault(folder, configuration, random, {.typed = pin}));
    return said_by(keys::office_vault, *vault.store);
  }
  TRY(vaults, seal::open_vaults(folder, configuration, random));
  return said_by(keys::sealing_vault, *vaults.sealing_store);
}

std::vector<KeyDifference> differences(const std::vector<books::KeyVersion>& rows, const std::vector<VaultKeys>& vaults) {
  std::vector<KeyDifference> out;
  for (const auto& row : rows) {
    // Each folder has one vault; what the other one holds its own folder says.
    if (std::none_of(vaults.begin(), vaults.end(), [&](const VaultKeys& vault) { return vault.vault == row.vault; })) continue;
    std::optional<std::string> seen;
    for (const auto& vault : vaults)
      for (const auto& key : vault.keys)
        if (vault.vault == row.vault && seal::name_of(key.key.purpose) == row.purpose && key.key.version == row.version)
          seen = keys::text_of(key.check_value);
    const bool destroyed = row.state == books::KeyStatus::destroyed;
    if (destroyed ? !seen : seen == row.check_value) continue;
    out.push_back({row, seen.value_or("missing")});
  }
  return out;
}

std::string in_words(const KeyDifference& difference) {
  const auto& row = difference.row;
  if (difference.destroyed_but_there())
    return fmt::format("{}/{} version {}: destroyed but in the vault ({})", row.vault, row.purpose, row.version, difference.vault_says);
  return fmt::format("{}/{} version {}: the books say {}, the vault says {}", row.vault, row.purpose, row.version, row.check_value,
                     difference.vault_says);
}

}  // namespace kwota::app
