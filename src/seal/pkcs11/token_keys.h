// How keys come into a token as lasting objects: imported from their parts, made by the token's own dice, as a pair.
// Guarantees: sensitive, not extractable, not modifiable, with the one use of their purpose. What a key needs beside itself
// when it is used undiversified (its left half, its fold) is imported with it.   Begin with import_key() and make_pair().
#pragma once
#include "seal/pkcs11/pkcs11_token.h"

namespace kwota::seal {

/// A key of 8 bytes as one of 16 with equal halves: single DES.
SecretBytes twice(const Key& half);

/// `key` was put together in our memory: a test key, a ceremony's result, a restored key. Errors `suite_not_supported`,
/// `token_full`.
Result<void> import_key(Pkcs11Session& session, const KeyRef& ref, const Key& key);

/// A pair for signatures, or the RSA-2048 pair of vault_transport that only unwraps. Errors `vault_cannot`, `token_full`.
Result<void> make_pair(Pkcs11Session& session, const KeyRef& ref);

/// Destroys the objects of a key whose label has one of these parts. Done twice does no harm.
Result<void> destroy_parts(Pkcs11Session& session, const KeyRef& ref, std::span<const LabelPart> parts);

}  // namespace kwota::seal
