// What counters get: the utility's own token once a key was activated in it, the test token until then.
// Guarantees: after the first own key was in use (a mark in the data folder says so), no test key seals again, whatever happens
// to the own token; a request that needs another key than the own token has is refused, never answered by a test key.
// The root over the books' chains is signed by one pair all the time: the one that the first start made in the own token.
// Begin with the constructor.
#pragma once
#include <atomic>

#include "seal/keys/pkcs11_vault.h"

namespace kwota::seal {

class SealingVault final : public Vault {
 public:
  /// `mark`: the file that says that own keys were in use.
  SealingVault(std::unique_ptr<Vault> test, std::shared_ptr<Pkcs11Token> own, std::filesystem::path mark);

  std::string name() const override { return in_use_ ? own_.name() : test_->name(); }
  Result<Bytes> perform(const Request& request) override;
  Result<std::vector<KeyDescription>> keys() override;
  Result<std::array<std::uint8_t, 64>> sign_root(const std::array<std::uint8_t, 32>& digest) override {
    return own_.sign_root(digest);
  }
  Result<Bytes> root_public_key() override { return own_.root_public_key(); }
  Result<void> health() override;
  Result<std::optional<Bytes>> books_mark() override { return own_.books_mark(); }
  Result<void> keep_books_mark(ByteView mark) override { return own_.keep_books_mark(mark); }
  VaultFigures figures() const override { return in_use_ ? own_.figures() : test_->figures(); }
  Result<Bytes> sign(const KeyRef& key, ByteView message) override { return own_.sign(key, message); }
  Result<Bytes> public_key(const KeyRef& key) override { return own_.public_key(key); }

 private:
  /// Looks into the own token when its keys may have changed. Error `vault_refused` when the mark cannot be written: then nothing
  /// is sealed, because a later start would fall back to test keys.
  Result<Vault*> in_charge();

  std::unique_ptr<Vault> test_;
  std::shared_ptr<Pkcs11Token> own_token_;
  Pkcs11Vault own_;
  std::filesystem::path mark_;
  std::atomic<bool> in_use_;
  std::atomic<std::uint64_t> seen_ = 0;  ///< revision of the own token's keys that was looked at
};

}  // namespace kwota::seal
