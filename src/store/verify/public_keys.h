// The vault's public keys beside the books. Books may outlive a vault: each new one adds its key to the file, and a signature
// stays good under the key of its time.   Begin with add_public_key(), signing_key().
#pragma once
#include <filesystem>
#include <optional>

#include "store/draft/anchor.h"

namespace kwota::store {

/// In the folder of the books: SubjectPublicKeyInfo (DER), one behind the other, the oldest first. No secret.
inline constexpr auto public_key_file = "root_public_key.der";

/// Whoever opens the books with a vault that may sign them adds its key, once. Error `public_key_unwritable`{file}.
Result<void> add_public_key(const std::filesystem::path& file, ByteView key);

/// Empty when no key has been written yet.
Bytes read_public_keys(const std::filesystem::path& file);

/// The one of these keys that verifies the anchor's signature; nothing: it is unsigned, or none of them signed it.
std::optional<Bytes> signing_key(ByteView keys, const Anchor& anchor);

}  // namespace kwota::store
