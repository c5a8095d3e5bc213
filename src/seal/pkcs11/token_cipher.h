// The formulas of cards.md section 1 on keys that stay inside a token: diversification, session keys, MACs.
// Tokens on OpenSSL 3 offer no single DES and hardly any a retail MAC: a two-key 3DES key with equal halves is single DES, and
// a retail MAC is put together of a CBC with the left half and one block with the whole key (ISO 9797-1 algorithm 3).
// AES is diversified as in NXP AN10922: only the last of its two blocks becomes a key, so it never leaves the token either.
// Guarantees: keys that are made for one request are session objects, sensitive, not extractable unless asked for a key block.
// Never: works with SM4 unless the token does.   Begin with diversified(), then line_mac() and session_mac().
#pragma once
#include <optional>
#include <span>

#include "seal/pkcs11/pkcs11_session.h"
#include "seal/vault/purpose.h"

namespace kwota::seal {

/// A key in a token.
struct TokenKey {
  CK_OBJECT_HANDLE handle = CK_INVALID_HANDLE;
  Suite suite = Suite::des;
  /// Of a key that is used undiversified: what is made of its halves in clear when it is imported. card_transport: (KL, KL) for
  /// retail MACs; a single card's TAC key: (F, F) with F = FOLD(K).
  CK_OBJECT_HANDLE companion = CK_INVALID_HANDLE;
};

/// CKK_DES2, CKK_AES. Error `suite_not_supported`.
Result<CK_KEY_TYPE> key_type(Suite suite);
Result<Suite> suite_of(CK_KEY_TYPE type);

/// What a key of a card, of a level or of a seed may do in a token: encrypt and derive, nothing else.
Pkcs11Template& working_key(Pkcs11Template& key, CK_KEY_TYPE type, Lives lives, Leaves leaves);

class TokenCipher {
 public:
  explicit TokenCipher(Pkcs11Session& session) : session_(session) {}

  /// A key that is `key` itself, or was derived from it and goes away with this.
  class Derived {
   public:
    explicit Derived(const TokenKey& root) : key_(root) {}
    Derived(const TokenKey& key, Pkcs11Session::Held held) : key_(key), held_(std::move(held)) {}
    const TokenKey& key() const { return key_; }
    CK_OBJECT_HANDLE handle() const { return key_.handle; }

   private:
    TokenKey key_;
    std::optional<Pkcs11Session::Held> held_{};
  };

  /// DIV*(root, factors); without factors the root.
  Result<Derived> diversified(const TokenKey& root, std::span<const Factor> factors, Leaves leaves = Leaves::never);
  /// The same, kept in the token under a label.
  Result<CK_OBJECT_HANDLE> keep_diversified(const TokenKey& root, std::span<const Factor> factors, const std::string& label);
  /// DIV(key, factor) in our own memory, for a cryptogram or a folded key.
  Result<SecretBytes> last_level(const TokenKey& key, const Factor& factor);

  Result<KeyCheckValue> check_value(const TokenKey& key);
  /// E(K, challenge), filled with zeros to a block.
  Result<Bytes> answer_challenge(const TokenKey& key, ByteView challenge);
  Result<Bytes> encrypt_ecb(const TokenKey& key, ByteView blocks);
  /// RMAC(key, challenge || 00.., message), left four bytes. The left half comes from `parent` and the last factor, or from the
  /// companion of a key that is used as it is.
  Result<Bytes> line_mac(const TokenKey& key, const TokenKey* parent, const Factor& factor,
                         const std::array<std::uint8_t, 4>& challenge, ByteView message);
  /// MAC(E(key, input), 0, message), left four bytes.
  Result<Bytes> session_mac(const TokenKey& key, const Factor& input, ByteView message);
  /// MAC with a companion (F, F), or under an AES key itself.
  Result<Bytes> plain_mac(const TokenKey& key, ByteView message);

 private:
  /// What is encrypted to give the next level, a session key or a left half.
  enum class Making : std::uint8_t { level, session, left_half };
  Result<Bytes> derivation_data(const TokenKey& key, const Factor& factor, Making making);
  Result<CK_OBJECT_HANDLE> make(const TokenKey& key, const Factor& factor, Making making, Pkcs11Template& as);
  Result<Derived> derive(const TokenKey& key, const Factor& factor, Making making, Leaves leaves);
  /// Last block of a CBC over whole blocks.
  Result<Bytes> cbc_last(const TokenKey& key, ByteView start, ByteView blocks);

  Pkcs11Session& session_;
};

}  // namespace kwota::seal
