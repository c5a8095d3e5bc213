// HMAC-SHA256 (RFC 2104, FIPS 198-1): who knows the key has written this.   Begin with hmac_sha256().
#pragma once
#include "base/bytes.h"
#include "seal/cipher/sha256.h"

namespace kwota::seal {

Digest hmac_sha256(ByteView key, ByteView message);

}  // namespace kwota::seal
