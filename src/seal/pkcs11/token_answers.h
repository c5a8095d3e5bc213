// How one request is answered in one session with a token: the recipes of cards.md 8.2 for each kind of seal::Request.
// Guarantees: roots stay inside; a card's key that passes through our memory is wiped.   Begin with answer().
#pragma once
#include "seal/cipher/card_crypto.h"
#include "seal/pkcs11/pkcs11_token.h"
#include "seal/vault/key_store.h"

namespace kwota::seal {

/// For the length of one call; the requests are permitted (vault_rules.h).
class TokenAnswers {
 public:
  TokenAnswers(Pkcs11Session& session, const TokenKeys& keys) : cipher_(session), keys_(keys) {}

  Result<Bytes> answer(const Request& request);
  /// Those beside each other that ask for the same key have it made once.
  Result<std::vector<Bytes>> codes(std::span<const TransactionCode> requests);
  /// encrypted_body() of the record; then the MAC over `84 D4 P1 id Lc` and that.
  Result<Bytes> protect(const ProtectedRecord& order);

 private:
  /// What a code is made with: the fold of a card's key, or the key itself where the token makes the code.
  struct CodeKey {
    std::optional<Key> folded{};
    std::optional<TokenCipher::Derived> whole{};
  };
  Result<CodeKey> code_key(const KeyRef& ref, std::span<const Factor> factors);
  Result<Bytes> code_of(const CodeKey& key, ByteView message);
  Result<Bytes> one(const Authenticate& request);
  Result<Bytes> one(const LineMac& request);
  Result<Bytes> one(const WriteCardKey& request);
  Result<Bytes> one(const EncipheredCommand& request);
  Result<Bytes> one(const SessionMac& request);
  Result<Bytes> one(const TransactionCode& request);
  Result<Bytes> one(const MeterKeyStep& request);
  Result<TokenCipher::Derived> card_key(const KeyRef& ref, const TokenKey& root, const CardSerial& serial);
  /// length || data, filled with 80 00 to whole blocks, encrypted.
  Result<Bytes> encrypted_body(const TokenKey& key, ByteView data);
  Result<Bytes> line_mac(const KeyRef& ref, const CardSerial& serial, const std::array<std::uint8_t, 4>& challenge,
                         ByteView message);

  TokenCipher cipher_;
  const TokenKeys& keys_;
};

}  // namespace kwota::seal
