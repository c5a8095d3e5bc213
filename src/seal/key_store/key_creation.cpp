#include "seal/key_store/key_creation.h"

#include "seal/cipher/card_crypto.h"
#include "seal/cipher/sha256.h"
#include "seal/pkcs11/public_keys.h"
#include "seal/pkcs11/token_keys.h"
#include "seal/vault/vault_rules.h"

namespace kwota::seal {
namespace {

Result<std::optional<CK_OBJECT_HANDLE>> find(Pkcs11Session& session, CK_OBJECT_CLASS kind, const std::string& label) {
  TRY(by_label, session.objects(kind));
  const auto found = by_label.find(label);
  if (found == by_label.end()) return std::optional<CK_OBJECT_HANDLE>{};
  return std::optional{found->second};
}

Result<Bytes> wrapped(Pkcs11Session& session, CK_OBJECT_HANDLE by, Suite suite, ByteView bytes) {
  TRY(type, key_type(suite));
  Pkcs11Template object;
  working_key(object, type, Lives::in_session, Leaves::wrapped).bytes(CKA_VALUE, bytes);
  TRY(made, session.create(object));
  const Pkcs11Session::Held held{session, made};
  return session.wrap(key_wrap_padded(), by, made);
}

}  // namespace

Result<Bytes> wrapped_with_half(Pkcs11Session& session, CK_OBJECT_HANDLE by, const KeyRef& ref, const Key& key) {
  TRY(both, wrapped(session, by, key.suite(), key.view()));
  if (!goes_with_half(ref, key.suite())) return both;
  TRY(half, wrapped(session, by, key.suite(), twice(key.left()).view()));
  append(both, half);
  return both;
}

Result<void> keep_half(Pkcs11Session& session, CK_OBJECT_HANDLE by, const KeyRef& ref, Suite suite, ByteView half) {
  TRY(type, key_type(suite));
  Pkcs11Template as;
  TRY(made, session.unwrap(key_wrap_padded(), by, half, working_key(as, type, Lives::in_session, Leaves::never)));
  const Pkcs11Session::Held held{session, made};
  MUST(keep(session, made, ref, LabelPart::left));
  return {};
}

Result<void> register_key_creation(Pkcs11Session& session, const KeyRef& ref, const Key& key) {
  TRY(by, find(session, CKO_SECRET_KEY, key_label(backup_key)));
  if (!by) return {};
  TRY(cryptogram, wrapped_with_half(session, *by, ref, key));
  return keep_entry(session, {ref, key.suite(), check_value(key), std::move(cryptogram)});
}

Result<void> register_key_creation(Pkcs11Session& session, const KeyRef& ref, const TokenKey& key) {
  TRY(by, find(session, CKO_SECRET_KEY, key_label(backup_key)));
  if (!by) return {};
  TRY(value, TokenCipher{session}.check_value(key));
  TRY(cryptogram, session.wrap(key_wrap_padded(), *by, key.handle));
  return keep_entry(session, {ref, key.suite, value, std::move(cryptogram)});
}

Result<void> keep_entry(Pkcs11Session& session, const BackupEntry& entry) {
  const std::string label = label_of(entry.key, LabelPart::born);
  TRY(there, find(session, CKO_DATA, label));
  if (there) return {};
  const Bytes bytes = encode_entry(entry);
  Pkcs11Template object;
  object.number(CKA_CLASS, CKO_DATA).flag(CKA_TOKEN, true).flag(CKA_PRIVATE, true).flag(CKA_MODIFIABLE, false);
  object.text(CKA_LABEL, label).bytes(CKA_VALUE, bytes);
  MUST(session.create(object));
  return {};
}

Result<std::vector<BackupEntry>> entries(Pkcs11Session& session) {
  TRY(data, session.objects(CKO_DATA));
  std::vector<BackupEntry> all;
  for (const auto& [label, object] : data) {
    const auto name = parse_label(label);
    if (!name || name->part != LabelPart::born) continue;
    TRY(bytes, session.attribute(object, CKA_VALUE));
    TRY(entry, read_entry(bytes));
    all.push_back(std::move(entry));
  }
  return all;
}

Result<CK_OBJECT_HANDLE> keep(Pkcs11Session& session, CK_OBJECT_HANDLE key, const KeyRef& ref, LabelPart part) {
  const std::string label = label_of(ref, part);
  TRY(extractable, session.attribute(key, CKA_EXTRACTABLE));
  Pkcs11Template changes;
  changes.flag(CKA_TOKEN, true).text(CKA_LABEL, label);
  if (extractable != Bytes{CK_FALSE}) changes.flag(CKA_EXTRACTABLE, false);  // what is false already may not be said again
  // Last: tokens apply them in their order. What is pending will be copied under another label, so it stays modifiable.
  changes.flag(CKA_MODIFIABLE, part == LabelPart::pending);
  return session.copy(key, changes);
}

Result<KeyCheckValue> check_value_of(Pkcs11Session& session, const KeyRef& ref) {
  if (is_signature(ref.purpose)) {
    TRY(shown, find(session, CKO_PUBLIC_KEY, key_label(ref)));
    if (!shown) return key_missing(ref);
    TRY(der, public_key_of(session, *shown));
    const Digest print = sha256(der);
    return KeyCheckValue{print[0], print[1], print[2]};
  }
  TRY(found, find(session, CKO_SECRET_KEY, key_label(ref)));
  if (!found) return key_missing(ref);
  TRY(type, session.number(*found, CKA_KEY_TYPE));
  TRY(suite, suite_of(type));
  return TokenCipher{session}.check_value({*found, suite});
}

}  // namespace kwota::seal
