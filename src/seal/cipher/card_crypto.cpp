#include "seal/cipher/card_crypto.h"

#include <openssl/evp.h>

#include <algorithm>
#include <cassert>
#include <memory>

namespace kwota::seal {
namespace {

using Algorithm = std::unique_ptr<EVP_CIPHER, decltype(&EVP_CIPHER_free)>;
using Context = std::unique_ptr<EVP_CIPHER_CTX, decltype(&EVP_CIPHER_CTX_free)>;

enum class Mode : std::uint8_t { ecb_encrypt, ecb_decrypt, cbc_encrypt };

Algorithm fetch(const char* name) {
  Algorithm algorithm{EVP_CIPHER_fetch(nullptr, name, nullptr), EVP_CIPHER_free};
  assert(algorithm && "OpenSSL's default provider lacks a cipher");
  return algorithm;
}

/// Looked up once: a fetch by name costs more than the encryption of a command.
const EVP_CIPHER* algorithm_of(Suite suite, bool chained) {
  static const Algorithm des_ecb = fetch("DES-EDE-ECB"), des_cbc = fetch("DES-EDE-CBC");
  static const Algorithm aes_ecb = fetch("AES-128-ECB"), aes_cbc = fetch("AES-128-CBC");
  static const Algorithm sm4_ecb = fetch("SM4-ECB"), sm4_cbc = fetch("SM4-CBC");
  switch (suite) {
    case Suite::des: return (chained ? des_cbc : des_ecb).get();
    case Suite::aes: return (chained ? aes_cbc : aes_ecb).get();
    case Suite::sm4: return (chained ? sm4_cbc : sm4_ecb).get();
  }
  assert(false && "unknown suite");
  return nullptr;
}

/// Runs whole blocks in place, with the thread's own context: making one costs more than a block.
void run(const Key& key, Mode mode, ByteView iv, MutableBytes blocks) {
  thread_local const Context context{EVP_CIPHER_CTX_new(), EVP_CIPHER_CTX_free};
  assert(blocks.size() % key.block() == 0);
  std::array<std::uint8_t, Key::size_max> doubled{};  // single DES is EDE with equal halves
  const auto bytes = key.view();
  std::copy(bytes.begin(), bytes.end(), doubled.begin());
  if (bytes.size() == 8) std::copy(bytes.begin(), bytes.end(), doubled.begin() + 8);
  static constexpr std::array<std::uint8_t, 16> zero{};
  const auto* start = iv.empty() ? zero.data() : iv.data();
  const bool chained = mode == Mode::cbc_encrypt;
  int written = 0;
  const bool done =
      EVP_CipherInit_ex2(context.get(), algorithm_of(key.suite(), chained), doubled.data(), chained ? start : nullptr,
                         mode != Mode::ecb_decrypt, nullptr) == 1 &&
      EVP_CIPHER_CTX_set_padding(context.get(), 0) == 1 &&
      EVP_CipherUpdate(context.get(), blocks.data(), &written, blocks.data(), static_cast<int>(blocks.size())) == 1 &&
      static_cast<std::size_t>(written) == blocks.size();
  wipe(doubled);
  assert(done && "a block cipher failed");
}

Bytes ecb(const Key& key, Mode mode, ByteView blocks) {
  Bytes out = to_bytes(blocks);
  run(key, mode, {}, out);
  return out;
}

/// Last block of a CBC over whole blocks; the starting value itself when there is none.
Bytes cbc_last(const Key& key, ByteView iv, ByteView blocks) {
  if (blocks.empty()) return iv.empty() ? Bytes(key.block()) : to_bytes(iv);
  Bytes chain = to_bytes(blocks);
  run(key, Mode::cbc_encrypt, iv, chain);
  return Bytes(chain.end() - static_cast<std::ptrdiff_t>(key.block()), chain.end());
}

Mac left_four(const Bytes& block) { return {block[0], block[1], block[2], block[3]}; }

/// f || not f.
std::array<std::uint8_t, 16> with_complement(const Factor& factor) {
  std::array<std::uint8_t, 16> both{};
  for (std::size_t i = 0; i < factor.size(); ++i) {
    both[i] = factor[i];
    both[i + 8] = static_cast<std::uint8_t>(~factor[i]);
  }
  return both;
}

/// A key made of cipher output, which is wiped here.
Key key_from(Suite suite, Bytes bytes) {
  auto key = Key::make(suite, bytes);
  wipe(bytes);
  return *key;
}

/// CMAC over at least `blocks_min` blocks: AN10922 pads short input to two.
Bytes cmac_padded(const Key& key, ByteView message, std::size_t blocks_min) {
  const Bytes once = doubled_in_field(encrypt(key, Bytes(key.block())));
  const auto whole = std::max(blocks_min * key.block(), (message.size() + key.block() - 1) / key.block() * key.block());
  Bytes input = to_bytes(message);
  const bool full = input.size() == whole;
  if (!full) input.push_back(0x80);
  input.resize(whole);
  Bytes mask = full ? once : doubled_in_field(once);
  for (std::size_t i = 0; i < mask.size(); ++i) {
    auto& byte = input[whole - key.block() + i];
    byte = static_cast<std::uint8_t>(byte ^ mask[i]);
  }
  wipe(mask);
  return cbc_last(key, {}, input);
}

}  // namespace

Bytes doubled_in_field(const Bytes& block) {
  Bytes out(block.size());
  for (std::size_t i = 0; i < block.size(); ++i) {
    const unsigned carry = i + 1 < block.size() ? unsigned{block[i + 1]} >> 7 : 0u;
    out[i] = static_cast<std::uint8_t>(unsigned{block[i]} << 1 | carry);
  }
  const auto reduction = block.size() == 8 ? 0x1B : 0x87;
  if ((block[0] & 0x80) != 0) out.back() = static_cast<std::uint8_t>(out.back() ^ reduction);
  return out;
}

Bytes encrypt(const Key& key, ByteView blocks) { return ecb(key, Mode::ecb_encrypt, blocks); }
Bytes decrypt(const Key& key, ByteView blocks) { return ecb(key, Mode::ecb_decrypt, blocks); }

Bytes pad(ByteView message, std::size_t block) {
  Bytes padded = to_bytes(message);
  padded.push_back(0x80);
  padded.resize((padded.size() + block - 1) / block * block);
  return padded;
}

Bytes mac_block(const Key& key, ByteView iv, ByteView message) {
  assert(iv.empty() || iv.size() == key.block());
  assert(key.suite() != Suite::des || key.view().size() == 8);
  return cbc_last(key, iv, pad(message, key.block()));
}

Mac mac(const Key& key, ByteView iv, ByteView message) { return left_four(mac_block(key, iv, message)); }

Bytes retail_mac_block(const Key& key, ByteView iv, ByteView message) {
  if (key.view().size() == 8 || key.suite() != Suite::des) return mac_block(key, iv, message);
  assert(iv.empty() || iv.size() == key.block());
  const Bytes padded = pad(message);
  const ByteView blocks{padded};
  Bytes last = cbc_last(key.left(), iv, blocks.first(blocks.size() - 8));
  for (std::size_t i = 0; i < 8; ++i) last[i] = static_cast<std::uint8_t>(last[i] ^ blocks[blocks.size() - 8 + i]);
  // Single DES of the left half, then D with the right and E with the left half: together one EDE.
  return encrypt(key, last);
}

Mac retail_mac(const Key& key, ByteView iv, ByteView message) { return left_four(retail_mac_block(key, iv, message)); }

Key fold(const Key& key) {
  const auto bytes = key.view();
  if (key.suite() != Suite::des || bytes.size() == 8) return key;
  std::array<std::uint8_t, 8> folded{};
  for (std::size_t i = 0; i < 8; ++i) folded[i] = static_cast<std::uint8_t>(bytes[i] ^ bytes[i + 8]);
  const Key result = Key::des(folded);
  wipe(folded);
  return result;
}

Key diversify(const Key& key, const Factor& factor) {
  if (key.suite() == Suite::aes) return diversify_an10922(key, factor);
  return key_from(key.suite(), encrypt(key, with_complement(factor)));
}

Key session_key(const Key& key, const Factor& input) {
  if (key.suite() == Suite::des) return key_from(Suite::des, encrypt(key, input));
  return key_from(key.suite(), encrypt(key, with_complement(input)));
}

CheckValue check_value(const Key& key) {
  const Bytes block = encrypt(key, Bytes(key.block()));
  return {block[0], block[1], block[2]};
}

Bytes cmac(const Key& key, ByteView message) { return cmac_padded(key, message, 1); }

Bytes cmac_of_two_blocks(const Key& key, ByteView input) {
  assert(input.size() <= 2 * key.block());
  return cmac_padded(key, input, 2);
}

Key diversify_an10922(const Key& key, ByteView m) {
  constexpr std::uint8_t aes128 = 0x01;
  assert(key.suite() == Suite::aes && m.size() <= 31);
  Bytes input{aes128};
  append(input, m);
  return key_from(Suite::aes, cmac_of_two_blocks(key, input));
}

}  // namespace kwota::seal
