// Vectors through the vault's interface: keys lie in a token, requests come back as finished seals. A vault gives no key away,
// so its answers are fewer: MACs, cryptograms, check values. What it answers must be what OpenSSL alone answers.
#pragma once
#include "seal/vectors/fields.h"
#include "seal/vectors/vault_desk.h"

namespace kwota::seal::vectors {

struct VaultKind {
  std::string_view name;
  Result<Answers> (*compute)(Inputs& in, VaultDesk& desk);
};

/// Null for a kind that needs no key, or no vault.
const VaultKind* find_vault_kind(std::string_view name);

}  // namespace kwota::seal::vectors
