// HMAC (RFC 2104, FIPS 198-1): who knows the key has written this.   Begin with hmac_sha256().
#pragma once
#include <array>

#include "base/bytes.h"
#include "seal/cipher/sha256.h"

namespace kwota::seal {

Digest hmac_sha256(ByteView key, ByteView message);
/// Over SHA-1, for one-time codes alone: telephones make no others (RFC 4226).
std::array<std::uint8_t, 20> hmac_sha1(ByteView key, ByteView message);

}  // namespace kwota::seal
