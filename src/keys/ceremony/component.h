// What an officer may enter as his part of a key: 16 bytes that are no giveaway.
// Refused are zeros, a repeated pattern, equal halves (two-key 3DES would be single DES), and halves that are weak keys of DES
// (seal/keys/weak_keys.h; the vault refuses them too, but only when the key is formed). Begin with check_component().
#pragma once
#include "seal/cipher/key.h"

namespace kwota::keys {

inline constexpr std::size_t component_size = 16;

/// Errors: `bad_component` (not 16 bytes), `weak_key` {why: zeros, repeated, equal_halves, weak_half}.
Result<void> check_component(seal::Suite suite, ByteView component);

}  // namespace kwota::keys
