// A temporary SoftHSM token for the keys of one vector after another: the second way in which a vector is computed.
// Gone with its folder when the check ends. Never: touches a token that was there before.   Begin with open().
#pragma once
#include <filesystem>

#include "base/random.h"
#include "seal/pkcs11/pkcs11_token.h"
#include "seal/vault/key_store.h"

namespace kwota::seal::vectors {

class VaultDesk {
 public:
  /// Error `vault_offline`: SoftHSM is not installed.
  static Result<std::unique_ptr<VaultDesk>> open(Random& random);
  ~VaultDesk();
  VaultDesk(const VaultDesk&) = delete;
  VaultDesk& operator=(const VaultDesk&) = delete;

  /// Puts a key of the vector into the token, in place of the one of that name.
  Result<void> bring(const KeyRef& ref, const Key& key);
  KeyStore& store() { return *store_; }

 private:
  explicit VaultDesk(std::filesystem::path folder) : folder_(std::move(folder)) {}
  std::filesystem::path folder_;
  std::shared_ptr<Pkcs11Token> token_;
  std::unique_ptr<KeyStore> store_;
};

}  // namespace kwota::seal::vectors
