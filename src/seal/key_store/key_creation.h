// What the backup keeps of a key: at its birth a key is wrapped under the backup key, which the token can only wrap with, and
// that cryptogram lies beside it as a data object. Without a backup key nothing is kept.
// Begin with register_key_creation().
#pragma once
#include "seal/pkcs11/pkcs11_token.h"
#include "seal/vault/key_block.h"

namespace kwota::seal {

inline constexpr KeyRef backup_key{Purpose::backup, 1};

/// A key that is in our memory, wrapped; the half that goes with it is wrapped behind it, in as many bytes.
Result<Bytes> wrapped_with_half(Pkcs11Session& session, CK_OBJECT_HANDLE by, const KeyRef& ref, const Key& key);
/// That half as a lasting key. Before its whole: a power cut in between leaves a key that is not there yet.
Result<void> keep_half(Pkcs11Session& session, CK_OBJECT_HANDLE by, const KeyRef& ref, Suite suite, ByteView half);

/// A key that is in our memory now, with the half that it needs beside itself.
Result<void> register_key_creation(Pkcs11Session& session, const KeyRef& ref, const Key& key);
/// An extractable session object.
Result<void> register_key_creation(Pkcs11Session& session, const KeyRef& ref, const TokenKey& key);
/// A cryptogram that a backup brought.
Result<void> keep_entry(Pkcs11Session& session, const BackupEntry& entry);
Result<std::vector<BackupEntry>> entries(Pkcs11Session& session);

/// A session object as a lasting key that cannot leave the token.
Result<CK_OBJECT_HANDLE> keep(Pkcs11Session& session, CK_OBJECT_HANDLE key, const KeyRef& ref, LabelPart part = LabelPart::whole);

/// Of what lies in the token under that name: of a pair the mark of its public key. Error `key_missing`.
Result<KeyCheckValue> check_value_of(Pkcs11Session& session, const KeyRef& ref);

inline CK_MECHANISM key_wrap_padded() { return {CKM_AES_KEY_WRAP_PAD, nullptr, 0}; }

}  // namespace kwota::seal
