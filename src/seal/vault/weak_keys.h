// What no officer may enter and no key may become: zeros, two equal halves, and halves that DES turns into no cipher (the four
// weak and twelve semi-weak keys of NIST SP 800-67, 3.3.2). Parity bits do not count.   Begin with join_components().
#pragma once
#include <span>

#include "base/bytes.h"
#include "seal/cipher/key.h"

namespace kwota::seal {

/// 16 bytes that would be a key, or a part of one. Error `weak_key`{why}.
Result<void> check_strength(Suite suite, ByteView bytes);

/// Two components or more, each strong, none entered twice, and strong together: their XOR.
/// Errors `weak_key`{why}, `bad_key_length`.
Result<SecretBytes> join_components(Suite suite, std::span<const SecretBytes> components);

}  // namespace kwota::seal
