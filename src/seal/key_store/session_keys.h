// What deliveries, meters and backups have in common: keys that live in one session only, and wrapped keys that are believed
// for their check value. To be used under Pkcs11Module::use().
#pragma once
#include "seal/pkcs11/pkcs11_session.h"
#include "seal/vault/purpose.h"

namespace kwota::seal {

inline constexpr std::size_t aes256_bytes = 32;
inline constexpr KeyRef receiving_pair{Purpose::vault_transport, 1};

/// RFC 8017 OAEP. SHA-1 is what SoftHSM offers inside it; the padding does not rest on collisions.
struct Oaep {
  CK_RSA_PKCS_OAEP_PARAMS parameters{CKM_SHA_1, CKG_MGF1_SHA1, CKZ_DATA_SPECIFIED, nullptr, 0};
  CK_MECHANISM mechanism() { return {CKM_RSA_PKCS_OAEP, &parameters, sizeof parameters}; }
};

/// Error `key_missing`, naming `ref`.
Result<CK_OBJECT_HANDLE> object_named(Pkcs11Session& session, CK_OBJECT_CLASS kind, const std::string& label, const KeyRef& ref);

/// AES for this session, with one use.
Pkcs11Template& transport_key_template(Pkcs11Template& key, Leaves leaves, CK_ATTRIBUTE_TYPE use);

/// Tokens say "general error" to a cryptogram that does not open, as they do when they are gone: which of the two it was.
Error refused_cryptogram(Pkcs11Session& session);

/// The transport keys of a delivery to this token (KeyStore::start_delivery), for this session: one unwraps, one authenticates.
struct OpenedTransport {
  CK_OBJECT_HANDLE wrapping = CK_INVALID_HANDLE, authenticating = CK_INVALID_HANDLE;
};
/// Errors `bad_key_block`, `key_missing`.
Result<OpenedTransport> open_transport(Pkcs11Session& session, ByteView wrapped_transport);

/// A wrapped key as an object of this session, believed once its check value is the announced one. Errors `bad_key_block`, `check_value_differs`.
Result<CK_OBJECT_HANDLE> unwrap_checked(Pkcs11Session& session, CK_OBJECT_HANDLE by, const KeyRef& ref, Suite suite,
                                        const KeyCheckValue& announced, ByteView wrapped);

}  // namespace kwota::seal
