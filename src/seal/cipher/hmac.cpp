#include "seal/cipher/hmac.h"

#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <cassert>

namespace kwota::seal {
namespace {

template <std::size_t Size>
std::array<std::uint8_t, Size> hmac(const EVP_MD* hash, ByteView key, ByteView message) {
  std::array<std::uint8_t, Size> digest{};
  unsigned int size = 0;
  const auto* made = HMAC(hash, key.data(), static_cast<int>(key.size()), message.data(), message.size(), digest.data(), &size);
  assert(made != nullptr && size == digest.size());
  static_cast<void>(made);
  return digest;
}

}  // namespace

Digest hmac_sha256(ByteView key, ByteView message) { return hmac<std::tuple_size_v<Digest>>(EVP_sha256(), key, message); }
std::array<std::uint8_t, 20> hmac_sha1(ByteView key, ByteView message) { return hmac<20>(EVP_sha1(), key, message); }

}  // namespace kwota::seal
