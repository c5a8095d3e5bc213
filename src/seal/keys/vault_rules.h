// What holds for every vault, whatever stands behind it: which purpose may answer which request, how a card's key
// comes from its root, and how refusals are worded. Begin with permitted().
#pragma once
#include "seal/keys/vault.h"

namespace kwota::seal {

/// A key is never used for two purposes: an authentication answer under the credit key would be a forger's tool.
/// Also checks lengths. Error `vault_refused`.
Result<void> permitted(const Request& request);

/// The transport key of a blank card is used as it is, all others are diversified by the card's serial.
constexpr bool is_diversified(Purpose purpose) { return purpose != Purpose::card_transport; }

/// `84 D4 P1 id Lc` before the body of a key write with `body_bytes` of ciphertext.
Bytes key_write_header(const WriteCardKey& request, std::size_t body_bytes);

Error vault_offline(std::string reason);
Error key_missing(const KeyRef& key);
Error vault_refused(std::string reason);

}  // namespace kwota::seal
