// Bytes that lie in a file where others may read: AES-256-GCM (NIST SP 800-38D) under one key, with a nonce of its own for each
// writing. For what stands in for a tamper-proof chip: a simulated security module, the factory of the bench.
// Guarantees: what was changed, or sealed under another key, does not open.   Begin with seal_box().
#pragma once
#include "base/bytes.h"

namespace kwota::seal {

inline constexpr std::size_t box_key_bytes = 32;
SecretBytes make_box_key();
/// nonce12 || ciphertext || tag16. `key` has 32 bytes.
Bytes seal_box(const SecretBytes& key, ByteView plain);
/// Error `bad_cryptogram`.
Result<SecretBytes> open_box(const SecretBytes& key, ByteView box);

}  // namespace kwota::seal
