#include "seal/cipher/hmac.h"

#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <cassert>

namespace kwota::seal {

Digest hmac_sha256(ByteView key, ByteView message) {
  Digest digest{};
  unsigned int size = 0;
  const auto* made = HMAC(EVP_sha256(), key.data(), static_cast<int>(key.size()), message.data(), message.size(), digest.data(), &size);
  assert(made != nullptr && size == digest.size());
  static_cast<void>(made);
  return digest;
}

}  // namespace kwota::seal
