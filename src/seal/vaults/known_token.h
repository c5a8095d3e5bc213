// A SoftHSM token with a key set that this program knows: the sample keys of a folder, made at its first start, or in tests and
// measurements the published TEST KEY SET.
// Guarantees: a start that was interrupted half-way is finished by the next one; an existing token is left as it is.
// Never: makes a token that may be mistaken for a utility's own (its label says what it is, see test_keys.h and sample_keys.h).
// Begin with open_known_vault().
#pragma once
#include "seal/pkcs11/pkcs11_vault.h"
#include "seal/pkcs11/soft_token.h"
#include "seal/vault/test_keys.h"

namespace kwota::seal {

struct KnownTokenPlace {
  std::filesystem::path folder;    ///< of softhsm2.conf and the token's objects
  std::filesystem::path pin_file;  ///< user PIN and security officer's PIN, readable by its owner only (0600)
  std::string label = "kwota-test";
  std::filesystem::path library = softhsm_module;
};

/// Makes token, PINs and the keys of `roots` where they are missing, and opens the vault; see open_soft_hsm() for when to call it.
/// Errors: `vault_offline` (SoftHSM is not installed), `vault_refused` (PIN file lost, readable by others, or wrong).
Result<std::unique_ptr<Pkcs11Vault>> open_known_vault(const KnownTokenPlace& place, const RootOf& roots, Random& random);

}  // namespace kwota::seal
