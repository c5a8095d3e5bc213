#include "seal/key_store/session_keys.h"

#include "seal/key_store/key_creation.h"
#include "seal/key_store/pkcs11_key_store.h"
#include "seal/vault/vault_rules.h"

namespace kwota::seal {

Result<CK_OBJECT_HANDLE> object_named(Pkcs11Session& session, CK_OBJECT_CLASS kind, const std::string& label, const KeyRef& ref) {
  TRY(by_label, session.objects(kind));
  const auto found = by_label.find(label);
  if (found == by_label.end()) return key_missing(ref);
  return found->second;
}

Pkcs11Template& transport_key_template(Pkcs11Template& key, Leaves leaves, CK_ATTRIBUTE_TYPE use) {
  return key.secret_key(Lives::in_session, leaves).number(CKA_KEY_TYPE, CKK_AES).secret_uses({use});
}

Error refused_cryptogram(Pkcs11Session& session) {
  auto there = session.probe();
  return there.ok() ? bad_key_block() : std::move(there).error();
}

Result<OpenedTransport> open_transport(Pkcs11Session& session, ByteView wrapped_transport) {
  TRY(keys, read_transport_keys(wrapped_transport));
  TRY(pair, object_named(session, CKO_PRIVATE_KEY, key_label(receiving_pair), receiving_pair));
  const auto unwrap = [&session, &pair = pair](ByteView wrapped, CK_ATTRIBUTE_TYPE use) -> Result<CK_OBJECT_HANDLE> {
    Pkcs11Template key;
    Oaep oaep;
    auto made = session.unwrap(oaep.mechanism(), pair, wrapped, transport_key_template(key, Leaves::never, use));
    if (!made.ok()) return refused_cryptogram(session);
    return *made;
  };
  TRY(wrapping, unwrap(keys.wrapping, CKA_UNWRAP));
  TRY(authenticating, unwrap(keys.authenticating, CKA_SIGN));
  return OpenedTransport{wrapping, authenticating};
}

Result<CK_OBJECT_HANDLE> unwrap_checked(Pkcs11Session& session, CK_OBJECT_HANDLE by, const KeyRef& ref, Suite suite,
                                        const KeyCheckValue& announced, ByteView wrapped) {
  TRY(type, key_type(suite));
  Pkcs11Template as;
  auto made = session.unwrap(key_wrap_padded(), by, wrapped, working_key(as, type, Lives::in_session, Leaves::never));
  if (!made.ok()) return refused_cryptogram(session);
  TRY(value, TokenCipher{session}.check_value({*made, suite}));
  if (value == announced) return *made;
  MUST(session.destroy(*made));
  return check_value_differs(ref);
}

}  // namespace kwota::seal
