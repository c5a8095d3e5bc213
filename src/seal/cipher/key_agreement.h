// Agreeing on a key with somebody far away: ECDH on P-256, ephemeral on one side (NIST SP 800-56A, C(1e, 1s)), and keys that travel
// wrapped under what was agreed (RFC 3394, AES-256). The same recipe works inside a PKCS#11 token: CKM_ECDH1_DERIVE,
// CKM_AES_ECB_ENCRYPT_DATA, CKM_AES_KEY_WRAP.
// Guarantees: shared secrets and unwrapped keys are wiped. Never: knows who the other one is - that is what signatures over
// the whole transcript are for.   Begin with AgreementKey, then transport_key().
#pragma once
#include <memory>
#include <optional>

#include "seal/cipher/sha256.h"

namespace kwota::seal {

inline constexpr std::size_t point_bytes = 65;  ///< 04 || X || Y

/// One side of an agreement: an ephemeral pair, gone afterwards, or the lasting one that a certificate names.
class AgreementKey {
 public:
  static AgreementKey generate();
  /// The pair of SigningKey::private_key(). Nothing when these are not its bytes.
  static std::optional<AgreementKey> from_private_key(const SecretBytes& der);
  ~AgreementKey();
  AgreementKey(AgreementKey&&) noexcept;
  AgreementKey& operator=(AgreementKey&&) noexcept;

  Bytes point() const;
  /// X coordinate of the shared point, 32 bytes. Error `bad_public_key`: not a point of the curve.
  Result<SecretBytes> agree(ByteView other_point) const;

 private:
  struct Pair;
  explicit AgreementKey(std::unique_ptr<Pair> pair);
  std::unique_ptr<Pair> pair_;
};

/// The AES-256 key for one purpose out of a shared secret: E(shared, context), two blocks. `context` names everything that
/// the key is bound to, so that nothing wrapped for one conversation or one purpose opens in another.
SecretBytes transport_key(const SecretBytes& shared, const Digest& context);

/// RFC 3394: 8 bytes more than the key, which has a multiple of eight, at least 16.
Bytes wrap_key(const SecretBytes& transport, ByteView key);
/// Error `bad_cryptogram`: wrapped under another key, or changed.
Result<SecretBytes> unwrap_key(const SecretBytes& transport, ByteView wrapped);

}  // namespace kwota::seal
