// Secure messaging of purse-style cards, CLA low nibble 4 (cards.md 2.6): a command that carries a MAC made with the
// card's last challenge, and may carry its data as ciphertext. Seen in captured exchanges of real cards.
// Begin with protect(); write_key() and unblock_pin() are the same with their own header.
#pragma once
#include "seal/cipher/card_crypto.h"

namespace kwota::seal {

using Challenge = std::array<std::uint8_t, 4>;   ///< the card's random number, good for one command
using Header = std::array<std::uint8_t, 4>;      ///< CLA INS P1 P2

/// Longest body of a protected command: body and MAC share the one byte Lc. As ciphertext that is 247 bytes of data
/// with 8-byte blocks, 239 with 16-byte blocks.
inline constexpr std::size_t protected_body_max = 251;

enum class Secrecy : std::uint8_t {
  mac_only,   ///< data in clear, authentic
  encrypted,  ///< data as ciphertext, authentic
};

/// Starting value of the MAC: challenge || zeros, one block.
Bytes mac_start(const Key& key, const Challenge& challenge);

/// length1 || data || 80 00..: padded only when not already whole blocks, unlike pad().
SecretBytes filled_body(ByteView data, std::size_t block);
/// ENC(K, filled_body).
Bytes encrypted_body(const Key& key, ByteView data);
/// The way back, for simulated cards. Error `bad_cryptogram` when length byte or padding do not fit.
Result<Bytes> decrypted_body(const Key& key, ByteView body);

/// MAC of a protected command over CLA INS P1 P2 Lc body; `message` is exactly these bytes.
Mac line_mac(const Key& key, const Challenge& challenge, ByteView message);

/// The whole command: header, Lc, body, MAC. The body has at most protected_body_max bytes. Le is left to the caller.
Bytes protect(const Key& key, const Challenge& challenge, const Header& header, ByteView data, Secrecy secrecy);

/// `84 D4 P1 id`: writes a key record (type, usage, change .. key) under the card's master key (cards.md 2.2).
Bytes write_key(const Key& master, const Challenge& challenge, std::uint8_t p1, std::uint8_t key_id, ByteView record);

/// `84 24 00 id`: a new PIN under the PIN unblock key.
Bytes unblock_pin(const Key& unblock_key, const Challenge& challenge, std::uint8_t pin_id, ByteView pin);

/// `80 5E 00 id`: reloads the PIN; MAC under the folded reload key, no challenge.
Bytes reload_pin(const Key& reload_key, std::uint8_t pin_id, ByteView pin);

/// Answer to a challenge of 8 bytes, or of 4 bytes followed by zeros: E(K, challenge).
Bytes answer_challenge(const Key& key, ByteView challenge);
/// `00 82 00 id 08 answer`.
Bytes external_authenticate(const Key& key, std::uint8_t key_id, ByteView challenge);

}  // namespace kwota::seal
