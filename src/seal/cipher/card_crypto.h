// The cryptography of PBOC-style cards, their terminals' and meters' security modules: block cipher, padding, MACs,
// diversification, session keys. Formulas: cards.md 1 (recomputed against captured exchanges of real cards) and
// ISO 9797-1; the SM4 and AES variants of the same formulas are our decision, marked [K].
// Guarantees: works on OpenSSL's default provider (single DES is EDE with equal halves); key bytes on the way are wiped.
// Never: keeps a key. The thread's cipher context holds the last key schedule until its next use.
// Begin with mac() and retail_mac(); secure messaging stands in secure_messaging.h.
#pragma once
#include "seal/cipher/key.h"

namespace kwota::seal {

using Mac = std::array<std::uint8_t, 4>;
using CheckValue = std::array<std::uint8_t, 3>;

/// ECB of E over whole blocks. `blocks.size()` must be a multiple of the key's block.
Bytes encrypt(const Key& key, ByteView blocks);
Bytes decrypt(const Key& key, ByteView blocks);

/// 80, then 00 to a multiple of `block`. Always adds: a full block gains 80 00.. (ISO 9797-1 padding method 2).
Bytes pad(ByteView message, std::size_t block = 8);

/// CBC-MAC over pad(message), whole last block. A DES key must be of 8 bytes: 16 bytes go to retail_mac or fold first.
/// `iv` has the length of a block; empty means zero.
Bytes mac_block(const Key& key, ByteView iv, ByteView message);
/// Its left four bytes.
Mac mac(const Key& key, ByteView iv, ByteView message);

/// ISO 9797-1 algorithm 3: single DES with the left half, the last block with both. An 8-byte key gives mac().
/// SM4 and AES have no halves: the same as mac() [K].
Bytes retail_mac_block(const Key& key, ByteView iv, ByteView message);
Mac retail_mac(const Key& key, ByteView iv, ByteView message);

/// Left half xor right half: the 8-byte key of a TAC. An 8-byte, AES or SM4 key is itself.
Key fold(const Key& key);

/// DIV: E(K, f) || E(K, not f) for DES, E(K, f || not f) for SM4 [K], AN10922 over f for AES (cards.md 9). 16 bytes.
Key diversify(const Key& key, const Factor& factor);

/// Session key of a purse transaction or a grey lock: E(K, in8); 16-byte blocks take in8 || not in8 [K].
Key session_key(const Key& key, const Factor& input);

/// Left three bytes of E(K, zero block).
CheckValue check_value(const Key& key);

/// Doubling in GF(2^64) or GF(2^128): subkeys of a CMAC come from the encrypted zero block by it (SP 800-38B 5.3).
Bytes doubled_in_field(const Bytes& block);
/// NIST SP 800-38B for any of the suites, whole block.
Bytes cmac(const Key& key, ByteView message);
/// NXP AN10922: CMAC(K, 01 || m), padded to two blocks even when it is shorter. AES only, m of at most 31 bytes.
Key diversify_an10922(const Key& key, ByteView m);
/// CMAC over exactly two blocks, as AN10922 pads: for other keys that are derived the same way. At most two blocks of input.
Bytes cmac_of_two_blocks(const Key& key, ByteView input);

}  // namespace kwota::seal
