// A vault behind PKCS#11: an HSM at the server, a UKEY in the PC, SoftHSM where no hardware is there.
// Guarantees: roots are used inside the token; a card's key exists there as a session object for one request, or for one call of codes(). Only
// WriteCardKey and TransactionCode bring a card's key (never a root) into our memory, locked and wiped. Thread-safe: as many
// requests at once as the token has sessions for us.
// A token that is not there makes every call `vault_offline`; the first call after its return works again.
// Never: tries a refused PIN twice.   Begin with the constructor, then Vault.
#pragma once
#include "seal/pkcs11/pkcs11_token.h"

namespace kwota::seal {

class Pkcs11Vault final : public Vault {
 public:
  Pkcs11Vault(std::shared_ptr<Pkcs11Module> module, std::string token_label, PinSource pin);
  explicit Pkcs11Vault(std::shared_ptr<Pkcs11Token> token) : token_(std::move(token)) {}

  Pkcs11Token& token() { return *token_; }

  std::string name() const override { return "PKCS#11 token \"" + token_->label() + "\""; }
  Result<Bytes> perform(const Request& request) override;
  Result<std::vector<Bytes>> codes(std::span<const TransactionCode> requests) override;
  Result<std::vector<KeyDescription>> keys() override;
  Result<std::array<std::uint8_t, 64>> sign_root(const std::array<std::uint8_t, 32>& digest) override;
  Result<Bytes> root_public_key() override;
  Result<void> health() override;
  Result<std::optional<Bytes>> books_mark() override;
  Result<void> keep_books_mark(ByteView mark) override;
  VaultFigures figures() const override { return token_->figures(); }
  Result<Bytes> sign(const KeyRef& key, ByteView message) override;
  Result<Bytes> public_key(const KeyRef& key) override;

 private:
  std::shared_ptr<Pkcs11Token> token_;
};

}  // namespace kwota::seal
