#include "seal/keys/key_ukey.h"

#include "seal/keys/session_keys.h"
#include "seal/keys/vault_rules.h"

namespace kwota::seal {
namespace {

constexpr KeyRef identity = KeyStoreMeterVault::identity;

std::string certificate_label() { return label_of(identity, LabelPart::certificate); }

Result<UkeyCertificate> read_certificate_in(Pkcs11Session& session) {
  const auto object = object_named(session, CKO_DATA, certificate_label(), identity);
  if (!object.ok() && object.error().code == "key_missing")
    return vault_refused("this is no key UKEY that can be used at meters");
  if (!object.ok()) return object.error();
  TRY(bytes, session.attribute(*object, CKA_VALUE));
  auto certificate = decode_ukey_certificate(bytes);
  if (!certificate) return vault_refused("the UKEY's certificate cannot be read");
  return std::move(*certificate);
}

}  // namespace

Result<std::unique_ptr<KeyUkey>> KeyUkey::open(const UkeyPlace& place, const std::string& label, const SecretBytes& pin,
                                               Random& random) {
  if (!is_plugged_in(place, label)) return vault_offline("the UKEY is not plugged in");
  const auto token = open_ukey_token(place, label, [pin]() -> Result<SecretBytes> { return pin; });
  std::unique_ptr<KeyUkey> ukey(new KeyUkey(token, random));
  TRY(certificate, token->with_session([](Pkcs11Session& session, const TokenKeys&) { return read_certificate_in(session); }));
  ukey->certificate_ = std::move(certificate);
  return ukey;
}

Result<void> give_identity(Pkcs11Token& token, Pkcs11KeyStore& store, const UkeyOrder& order, Random& random) {
  if (!order.certify) return vault_refused("a key UKEY needs the utility's certificate");
  MUST(store.make(identity, Suite::des, random));
  TRY(own_key, store.vault().public_key(identity));
  TRY(certificate, order.certify(own_key));
  const Bytes bytes = encode(certificate);
  return token.with_session([&](Pkcs11Session& session, const TokenKeys&) -> Result<void> {
    const auto label = certificate_label();
    Pkcs11Template object;
    object.number(CKA_CLASS, CKO_DATA).flag(CKA_TOKEN, true).flag(CKA_PRIVATE, true).flag(CKA_MODIFIABLE, false);
    object.text(CKA_LABEL, label).bytes(CKA_VALUE, bytes);
    MUST(session.create(object));
    return {};
  });
}

}  // namespace kwota::seal
