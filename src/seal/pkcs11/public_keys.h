// Public halves of a token's pairs as everybody else knows them: SubjectPublicKeyInfo (DER), for ECDSA on P-256 (RFC 5480),
// Ed25519 (RFC 8410) and RSA (RFC 3279).
#pragma once
#include "seal/pkcs11/pkcs11_session.h"

namespace kwota::seal {

/// Error `vault_refused` for a pair of another kind.
Result<Bytes> public_key_of(Pkcs11Session& session, CK_OBJECT_HANDLE public_key);

struct RsaNumbers {
  Bytes modulus, exponent;  ///< big-endian without leading zeros
};
Bytes rsa_public_key(const RsaNumbers& numbers);
/// Error `bad_public_key`: not an RSA key of 2048 to 4096 bits.
Result<RsaNumbers> read_rsa_public_key(ByteView der);

/// 04 || X || Y of a point on the curve. Error `bad_public_key`.
Result<void> check_point(ByteView point);

}  // namespace kwota::seal
