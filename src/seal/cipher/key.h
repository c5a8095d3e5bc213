// A symmetric key as a value: 3DES (8 or 16 bytes), AES-128 or SM4. Wiped when it goes away, never printed.
// DES parity bits are carried as they came: "mending" them would change stored bytes, not the cipher.
// Keys live here only in tests, in simulators and for the moment in which a card's key passes through our memory;
// the counter's own keys stay in the vault (seal/vault/vault.h).
#pragma once
#include <array>

#include "base/bytes.h"

namespace kwota::seal {

/// Algorithm suites, by the identifier that is stored with each key version (cards.md 9).
enum class Suite : std::uint8_t {
  des = 0x01,  ///< DES and two-key 3DES, the PBOC purse family: 8-byte blocks
  aes = 0x02,  ///< AES-128
  sm4 = 0x03,  ///< SM4, GB/T 32907
};

/// What a key is diversified by at one level: purpose, utility, province, county, card number.
using Factor = std::array<std::uint8_t, 8>;

constexpr std::size_t block_size(Suite suite) { return suite == Suite::des ? 8 : 16; }

class Key {
 public:
  static constexpr std::size_t size_max = 16;

  /// DES takes 8 or 16 bytes, AES and SM4 take 16. Error `bad_key_length`.
  static Result<Key> make(Suite suite, ByteView bytes);
  /// A 3DES key whose length is known to be 8 or 16; a broken invariant aborts.
  static Key des(ByteView bytes);

  Key(const Key&) = default;
  Key& operator=(const Key&) = default;
  ~Key() { wipe(bytes_); }

  Suite suite() const { return suite_; }
  std::size_t block() const { return block_size(suite_); }
  ByteView view() const { return ByteView{bytes_}.first(size_); }
  /// Left and right half of a 16-byte DES key as single DES keys; of an 8-byte key both are the key itself.
  Key left() const;
  Key right() const;

 private:
  Key(Suite suite, ByteView bytes);
  Suite suite_;
  std::uint8_t size_;
  std::array<std::uint8_t, size_max> bytes_{};
};

}  // namespace kwota::seal
