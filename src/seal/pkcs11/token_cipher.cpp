#include "seal/pkcs11/token_cipher.h"

#include <algorithm>

#include "seal/cipher/card_crypto.h"
#include "seal/vault/vault_rules.h"

namespace kwota::seal {
namespace {

constexpr std::size_t key_bytes = 16;

CK_MECHANISM ecb(Suite suite) {
  return {static_cast<CK_MECHANISM_TYPE>(suite == Suite::aes ? CKM_AES_ECB : CKM_DES3_ECB), nullptr, 0};
}

CK_MECHANISM cbc(Suite suite, Bytes& start) {
  return {static_cast<CK_MECHANISM_TYPE>(suite == Suite::aes ? CKM_AES_CBC : CKM_DES3_CBC), start.data(), start.size()};
}

CK_MECHANISM_TYPE derivation(Suite suite) { return suite == Suite::aes ? CKM_AES_ECB_ENCRYPT_DATA : CKM_DES3_ECB_ENCRYPT_DATA; }

/// f || not f, or f || f: a key with equal halves.
Bytes doubled(const Factor& factor, bool complement) {
  Bytes data(2 * factor.size());
  for (std::size_t i = 0; i < factor.size(); ++i) {
    data[i] = factor[i];
    data[i + factor.size()] = complement ? static_cast<std::uint8_t>(~factor[i]) : factor[i];
  }
  return data;
}

void add_into(MutableBytes to, ByteView other) {
  for (std::size_t i = 0; i < to.size(); ++i) to[i] = static_cast<std::uint8_t>(to[i] ^ other[i]);
}

/// Of a key that is derived; 3DES keys of this kind have one length only.
Pkcs11Template& with_length(Pkcs11Template& key, Suite suite) {
  return suite == Suite::aes ? key.number(CKA_VALUE_LEN, key_bytes) : key;
}

Bytes left_four(Bytes block) {
  block.resize(sizeof(Mac));
  return block;
}

}  // namespace

Result<CK_KEY_TYPE> key_type(Suite suite) {
  switch (suite) {
    case Suite::des: return CK_KEY_TYPE{CKK_DES2};
    case Suite::aes: return CK_KEY_TYPE{CKK_AES};
    case Suite::sm4: break;  // no published PKCS#11 number that a module here knows
  }
  return suite_not_supported(suite);
}

Result<Suite> suite_of(CK_KEY_TYPE type) {
  if (type == CKK_DES2) return Suite::des;
  if (type == CKK_AES) return Suite::aes;
  return vault_refused("the token holds a key of an unknown algorithm");
}

Pkcs11Template& working_key(Pkcs11Template& key, CK_KEY_TYPE type, Lives lives, Leaves leaves) {
  return key.secret_key(lives, leaves).number(CKA_KEY_TYPE, type).secret_uses({CKA_ENCRYPT, CKA_DERIVE});
}

Result<Bytes> TokenCipher::derivation_data(const TokenKey& key, const Factor& factor, Making making) {
  if (key.suite == Suite::des) return doubled(factor, making == Making::level);
  if (making == Making::session) return doubled(factor, true);
  // AN10922: CMAC over 01 || f padded to two blocks. The first block is whole, the second is the subkey K2; the key that comes
  // out is E(K, E(K, first) xor K2): what is computed here is the input of its last step.
  constexpr std::size_t block = 16;
  constexpr std::uint8_t aes128 = 0x01;
  TRY(zero, encrypt_ecb(key, Bytes(block)));
  Bytes first{aes128};
  append(first, factor);
  first.push_back(0x80);
  first.resize(block);
  TRY(chained, encrypt_ecb(key, first));
  add_into(chained, doubled_in_field(doubled_in_field(zero)));
  return chained;
}

Result<CK_OBJECT_HANDLE> TokenCipher::make(const TokenKey& key, const Factor& factor, Making making, Pkcs11Template& as) {
  TRY(data, derivation_data(key, factor, making));
  return session_.derive_by_encryption(derivation(key.suite), key.handle, data, as);
}

Result<TokenCipher::Derived> TokenCipher::derive(const TokenKey& key, const Factor& factor, Making making, Leaves leaves) {
  TRY(type, key_type(key.suite));
  Pkcs11Template as;
  TRY(handle, make(key, factor, making, with_length(working_key(as, type, Lives::in_session, leaves), key.suite)));
  return Derived{{handle, key.suite}, {session_, handle}};
}

Result<TokenCipher::Derived> TokenCipher::diversified(const TokenKey& root, std::span<const Factor> factors, Leaves leaves) {
  std::optional<Derived> current{Derived{root}};
  for (std::size_t level = 0; level < factors.size(); ++level) {
    TRY(next, derive(current->key(), factors[level], Making::level, level + 1 == factors.size() ? leaves : Leaves::never));
    current.emplace(std::move(next));
  }
  return std::move(*current);
}

Result<CK_OBJECT_HANDLE> TokenCipher::keep_diversified(const TokenKey& root, std::span<const Factor> factors,
                                                       const std::string& label) {
  TRY(parent, diversified(root, factors.first(factors.size() - 1)));
  TRY(type, key_type(root.suite));
  Pkcs11Template as;
  with_length(working_key(as, type, Lives::in_token, Leaves::never), root.suite).text(CKA_LABEL, label).flag(CKA_MODIFIABLE, false);
  return make(parent.key(), factors.back(), Making::level, as);
}

Result<SecretBytes> TokenCipher::last_level(const TokenKey& key, const Factor& factor) {
  TRY(data, derivation_data(key, factor, Making::level));
  TRY(bytes, encrypt_ecb(key, data));
  SecretBytes level{ByteView{bytes}};
  wipe(bytes);
  return level;
}

Result<Bytes> TokenCipher::encrypt_ecb(const TokenKey& key, ByteView blocks) {
  return session_.encrypt(ecb(key.suite), key.handle, blocks);
}

Result<Bytes> TokenCipher::cbc_last(const TokenKey& key, ByteView start, ByteView blocks) {
  Bytes iv = to_bytes(start);
  TRY(chain, session_.encrypt(cbc(key.suite, iv), key.handle, blocks));
  return Bytes(chain.end() - static_cast<std::ptrdiff_t>(block_size(key.suite)), chain.end());
}

Result<KeyCheckValue> TokenCipher::check_value(const TokenKey& key) {
  TRY(block, encrypt_ecb(key, Bytes(block_size(key.suite))));
  return KeyCheckValue{block[0], block[1], block[2]};
}

Result<Bytes> TokenCipher::answer_challenge(const TokenKey& key, ByteView challenge) {
  Bytes block = to_bytes(challenge);
  block.resize(block_size(key.suite));
  return encrypt_ecb(key, block);
}

Result<Bytes> TokenCipher::line_mac(const TokenKey& key, const TokenKey* parent, const Factor& factor,
                                    const std::array<std::uint8_t, 4>& challenge, ByteView message) {
  const std::size_t block = block_size(key.suite);
  const Bytes padded = pad(message, block);
  const ByteView all{padded};
  Bytes chain = to_bytes(challenge);
  chain.resize(block);
  if (const auto front = all.first(all.size() - block); !front.empty()) {
    std::optional<Derived> left;
    if (key.suite != Suite::des) {
      left.emplace(key);
    } else if (parent != nullptr) {
      TRY(half, derive(*parent, factor, Making::left_half, Leaves::never));
      left.emplace(std::move(half));
    } else if (key.companion != CK_INVALID_HANDLE) {
      left.emplace(TokenKey{key.companion, key.suite});
    } else {
      return vault_cannot("mac_of_half_key");
    }
    TRY(chained, cbc_last(left->key(), chain, front));
    chain = std::move(chained);
  }
  add_into(chain, all.last(block));
  TRY(last, encrypt_ecb(key, chain));
  return left_four(std::move(last));
}

Result<Bytes> TokenCipher::session_mac(const TokenKey& key, const Factor& input, ByteView message) {
  TRY(session, derive(key, input, Making::session, Leaves::never));
  TRY(last, cbc_last(session.key(), Bytes(block_size(key.suite)), pad(message, block_size(key.suite))));
  return left_four(std::move(last));
}

Result<Bytes> TokenCipher::plain_mac(const TokenKey& key, ByteView message) {
  const bool des = key.suite == Suite::des;
  if (des && key.companion == CK_INVALID_HANDLE) return vault_cannot("code_of_unfolded_key");
  const TokenKey by = des ? TokenKey{key.companion, key.suite} : key;
  TRY(last, cbc_last(by, Bytes(block_size(key.suite)), pad(message, block_size(key.suite))));
  return left_four(std::move(last));
}

}  // namespace kwota::seal
