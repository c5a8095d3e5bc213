// What the vaults of a folder say of their keys, and where the books say otherwise: check values and names, never a key.
#pragma once
#include <filesystem>
#include <string>
#include <vector>

#include "base/result.h"
#include "books/rows/field/key.h"
#include "seal/vault/vault.h"

namespace kwota::app {

/// What one vault says of its keys, by purpose and version.
struct VaultKeys {
  std::string vault;
  std::vector<seal::KeyDescription> keys;
};
/// Makes tokens that are missing, as every start does. Errors: those of open_vaults().
Result<std::vector<VaultKeys>> ask_vaults(const std::filesystem::path& folder);

/// A line of the books that a vault does not bear out.
struct KeyDifference {
  books::KeyVersion row;
  std::string vault_says;  ///< a check value, or "missing"
  bool destroyed_but_there() const { return row.state == books::KeyStatus::destroyed; }
};
std::vector<KeyDifference> differences(const std::vector<books::KeyVersion>& rows, const std::vector<VaultKeys>& vaults);

/// One line for a person.
std::string in_words(const KeyDifference& difference);

}  // namespace kwota::app
