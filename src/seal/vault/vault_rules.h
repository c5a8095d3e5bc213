// What holds for every vault, whatever stands behind it: which purpose may answer which request, how a card's key
// comes from its root, and how refusals are worded. Begin with permitted().
#pragma once
#include "seal/vault/vault.h"

namespace kwota::seal {

/// A key is never used for two purposes: an authentication answer under the credit key would be a forger's tool.
/// Also checks lengths and levels. Error `vault_refused`.
Result<void> permitted(const Request& request);
/// Which pairs sign messages; root_signature signs roots only. Error `vault_refused`.
Result<void> may_sign(const KeyRef& key);
/// Error `vault_refused` for a key that does not go into cards or cannot protect a key on its way.
Result<void> may_protect(const KeyRef& under);

/// The transport key of a blank card and a single card's own key are used as they are, all others are diversified by the
/// card's serial.
constexpr bool is_diversified(const KeyRef& key) {
  return key.purpose != Purpose::card_transport && key.version != single_card;
}

/// DES uses an undiversified key's left half by itself: it lies in a token beside the whole, and travels behind it.
constexpr bool goes_with_half(const KeyRef& key, Suite suite) { return suite == Suite::des && !is_diversified(key); }

/// From the root to the key that answers: path, then serial.
std::vector<Factor> factors_of(const Authenticate& request);
/// From the root to the key that is written: path, then factor or serial.
std::vector<Factor> factors_of(const WriteCardKey& request);

/// header || Lc || named || cipher.
Bytes covered_by_seal(const EncipheredCommand& request, ByteView cipher);
/// `84 D4 P1 id Lc` before the body of a key write with `body_bytes` of ciphertext.
Bytes key_write_header(std::uint8_t p1, std::uint8_t key_id, std::size_t body_bytes);

Error vault_offline(std::string reason);
Error key_missing(const KeyRef& key);
Error vault_refused(std::string reason);
/// The vault has no such operation, or not with this module.
Error vault_cannot(std::string what);
Error suite_not_supported(Suite suite);
std::string_view name_of(Suite suite);

}  // namespace kwota::seal
