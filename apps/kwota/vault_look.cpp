#include "kwota/vault_look.h"

#include <fmt/format.h>

#include "base/random.h"
#include "keys/journal/note.h"
#include "seal/keys/vaults.h"

namespace kwota::app {

Result<std::vector<VaultKeys>> ask_vaults(const std::filesystem::path& folder) {
  SystemRandom random;
  TRY(configuration, seal::read_vault_configuration(folder));
  TRY(vaults, seal::open_vaults(folder, configuration, random));
  std::vector<VaultKeys> said;
  for (auto& [name, store] :
       {std::pair{keys::office_vault, vaults.office.get()}, std::pair{keys::sealing_vault, vaults.sealing_store.get()}}) {
    TRY(active, store->vault().keys());
    TRY(pending, store->pending());
    active.insert(active.end(), pending.begin(), pending.end());
    said.push_back({std::string(name), std::move(active)});
  }
  return said;
}

std::vector<KeyDifference> differences(const std::vector<books::KeyVersion>& rows, const std::vector<VaultKeys>& vaults) {
  std::vector<KeyDifference> out;
  for (const auto& row : rows) {
    std::string seen = "missing";
    for (const auto& vault : vaults)
      for (const auto& key : vault.keys)
        if (vault.vault == row.vault && seal::name_of(key.key.purpose) == row.purpose && key.key.version == row.version)
          seen = keys::text_of(key.check_value);
    const bool destroyed = row.state == "destroyed";
    if (destroyed ? seen == "missing" : seen == row.check_value) continue;
    out.push_back({row, seen});
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
