// The books of a folder opened by somebody who may write them: their vault beside them, and its word at hand.
// Whose vault that is, the folder says.
// Guarantees: nothing is written that the vault has not signed or will not be asked to sign; books whose vault or whose key is not the one
// that signed them are not opened.   Begin with settings_with_vault().
#pragma once
#include "base/random.h"
#include "seal/vaults/vaults.h"
#include "store/books.h"

namespace kwota::app {

/// How these books are opened with this vault; a new folder gets the vault's public key. Errors: `public_key_missing`, `vault_replaced`
/// (the books hold groups, and the file of public keys beside them does not name this vault), `public_key_unwritable`, the vault's.
Result<store::BooksSettings> settings_with_vault(const std::filesystem::path& folder, seal::Vault& vault);

/// The vault's token as a witness of the books that it signs.
std::shared_ptr<const store::Witness> token_witness(seal::Vault& vault, const seal::VaultConfiguration& configuration);

/// The vault that signs the books of a folder: the counters' own, or the key office's token where one lives there.
class FolderVault {
 public:
  /// Errors: those of seal::open_vaults and seal::open_office_vault.
  static Result<FolderVault> open(const std::filesystem::path& folder, Random& random);
  /// What stands behind the office's token; of counters nothing.
  const std::shared_ptr<seal::Pkcs11Module>& office_module() const { return office_.module; }
  seal::Vault& vault() { return office_.store ? office_.store->vault() : *counters_.sealing; }

 private:
  seal::Vaults counters_;
  seal::OfficeVault office_;
};

}  // namespace kwota::app
