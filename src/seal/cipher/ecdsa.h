// ECDSA on P-256 over SHA-256 digests (FIPS 186-5): the signature over the root of all chains, and with it over every
// sale. The counter's own signing key lives in the vault; a SigningKey in our memory is for tests and field logs.
// Begin with verify_signature: it is what somebody does who holds only a receipt and the public key.
#pragma once
#include <memory>
#include <optional>

#include "seal/cipher/sha256.h"

struct evp_pkey_st;

namespace kwota::seal {

/// r || s, 32 bytes each.
using Signature = std::array<std::uint8_t, 64>;

/// SubjectPublicKeyInfo (DER) of a point on P-256, given as 04 || X || Y. Error `bad_public_key`.
Result<Bytes> public_key_from_point(ByteView point);

/// SubjectPublicKeyInfo (DER) of a key on P-256, whole and nothing behind it.
bool is_public_key(ByteView der);
/// False also when the key cannot be read.
bool verify_signature(ByteView public_key, const Digest& digest, const Signature& signature);

/// As rows and messages have both: key in hexadecimal DER, r || s. False also when either is not one.
bool signed_by(const std::string& public_key_hex, const Digest& digest, ByteView signature);

class SigningKey {
 public:
  static SigningKey generate();
  ~SigningKey();
  SigningKey(SigningKey&&) noexcept;
  SigningKey& operator=(SigningKey&&) noexcept;

  Signature sign(const Digest& digest) const;
  Bytes public_key() const;
  /// DER, for whoever can keep it sealed: a simulated security module, a factory of the bench.
  SecretBytes private_key() const;
  /// Nothing when these are not the bytes of private_key().
  static std::optional<SigningKey> from_private_key(const SecretBytes& der);
  /// As OpenSSL has it, for what it makes itself (certificates); lives as long as this.
  evp_pkey_st* of_openssl() const;

 private:
  struct Pair;
  explicit SigningKey(std::unique_ptr<Pair> pair);
  std::unique_ptr<Pair> pair_;
};

}  // namespace kwota::seal
