// A SoftHSM token with the TEST KEY SET, made at the first start: the vault of a PC without hardware, and of the bench.
// Guarantees: a start that was interrupted half-way is finished by the next one; an existing token is left as it is.
// Never: makes a token that may be mistaken for a utility's own (test keys say so, see test_keys.h).
// Begin with open_test_vault().
#pragma once
#include "seal/keys/pkcs11_vault.h"
#include "seal/keys/soft_token.h"

namespace kwota::seal {

struct TestTokenPlace {
  std::filesystem::path folder;    ///< of softhsm2.conf and the token's objects
  std::filesystem::path pin_file;  ///< user PIN and security officer's PIN, readable by its owner only (0600)
  std::string label = "kwota-test";
  std::filesystem::path library = softhsm_module;
};

/// Makes token, PINs and keys where they are missing, and opens the vault; see open_soft_hsm() for when to call it.
/// Errors: `vault_offline` (SoftHSM is not installed), `vault_refused` (PIN file lost, readable by others, or wrong).
Result<std::unique_ptr<Pkcs11Vault>> open_test_vault(const TestTokenPlace& place, Random& random);

}  // namespace kwota::seal
