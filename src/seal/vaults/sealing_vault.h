// What counters get: the utility's own token once a key was activated in it. Until then sample books have the keys of their folder,
// and real books none: nothing is sealed in them before the key office's first keys.
// Guarantees: after the first own key was in use (a mark in the data folder says so), no sample key seals again, whatever happens
// to the own token; a request that needs another key than the own token has is refused, never answered by a sample key. A sample
// key then still tells who a card or a meter of before is, and gives it nothing (sample_keys_of_before).
// The root over the books' chains is signed by one pair all the time: the one that the first start made in the own token.
// Begin with the constructor.
#pragma once
#include <atomic>

#include "seal/pkcs11/pkcs11_vault.h"

namespace kwota::seal {

class SealingVault final : public Vault {
 public:
  /// `sample`: of sample books, else nothing. `mark`: the file that says that own keys were in use.
  SealingVault(std::unique_ptr<Vault> sample, std::shared_ptr<Pkcs11Token> own, std::filesystem::path mark);

  std::string name() const override { return shown().name(); }
  Result<Bytes> perform(const Request& request) override;
  Result<std::vector<Bytes>> codes(std::span<const TransactionCode> requests) override;
  Result<std::vector<KeyDescription>> keys() override;
  Result<std::array<std::uint8_t, 64>> sign_root(const std::array<std::uint8_t, 32>& digest) override {
    return own_.sign_root(digest);
  }
  Result<Bytes> root_public_key() override { return own_.root_public_key(); }
  /// Besides: `own_keys_missing`.
  Result<void> health() override;
  Result<std::optional<Bytes>> books_mark() override { return own_.books_mark(); }
  Result<void> keep_books_mark(ByteView mark) override { return own_.keep_books_mark(mark); }
  VaultFigures figures() const override { return shown().figures(); }
  Result<Bytes> sign(const KeyRef& key, ByteView message) override { return own_.sign(key, message); }
  Result<Bytes> public_key(const KeyRef& key) override { return own_.public_key(key); }

 private:
  /// Looks into the own token when its keys may have changed. Error `vault_refused` when the mark cannot be written: then nothing
  /// is sealed, because a later start would fall back to sample keys.
  Result<bool> own_in_charge();
  /// Error `own_keys_missing`.
  Result<Vault*> in_charge();
  const Vault& shown() const { return in_use_ || !sample_ ? static_cast<const Vault&>(own_) : *sample_; }

  std::unique_ptr<Vault> sample_;
  std::shared_ptr<Pkcs11Token> own_token_;
  Pkcs11Vault own_;
  std::filesystem::path mark_;
  std::atomic<bool> in_use_;
  std::atomic<std::uint64_t> seen_ = 0;  ///< revision of the own token's keys that was looked at
};

/// Real books before their first own keys.
Error own_keys_missing();

}  // namespace kwota::seal
