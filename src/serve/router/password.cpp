#include "serve/router/password.h"

#include <argon2.h>

#include <cstdlib>

namespace kwota::serve {
namespace {
struct Cost {
  std::uint32_t passes, memory_kib;
};
constexpr Cost usual{2, 19 * 1024}, least{1, 8};
constexpr std::uint32_t lanes = 1;
constexpr std::size_t salt_bytes = 16, hash_bytes = 32;

std::string hashed(std::string_view password, Random& random, Cost cost) {
  const auto [passes, memory_kib] = cost;
  const auto salt = random.bytes(salt_bytes);
  std::string encoded(argon2_encodedlen(passes, memory_kib, lanes, salt_bytes, hash_bytes, Argon2_id), '\0');
  if (argon2id_hash_encoded(passes, memory_kib, lanes, password.data(), password.size(), salt.data(), salt.size(), hash_bytes, encoded.data(),
                            encoded.size()) != ARGON2_OK)
    std::abort();  // out of memory: better no answer than a weak hash
  encoded.resize(encoded.find('\0'));
  return encoded;
}
}  // namespace

std::string hash_password(std::string_view password, Random& random) { return hashed(password, random, usual); }
std::string hash_sample_password(std::string_view password, Random& random) { return hashed(password, random, least); }

bool password_matches(std::string_view password, const std::string& encoded) {
  return argon2id_verify(encoded.c_str(), password.data(), password.size()) == ARGON2_OK;
}

std::string one_time_password(Random& random) {
  static constexpr std::string_view alphabet = "ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnpqrstuvwxyz23456789";
  std::string text;
  while (text.size() < 19) {
    if (text.size() % 5 == 4) text += '-';
    // Drop the bytes of the uneven rest, so that every letter is equally likely.
    const auto byte = random.bytes(1)[0];
    if (byte < 256 / alphabet.size() * alphabet.size()) text += alphabet[byte % alphabet.size()];
  }
  return text;
}

std::string random_token(Random& random) { return to_hex(random.bytes(32)); }

}  // namespace kwota::serve
