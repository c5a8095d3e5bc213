#include "seal/pkcs11/token_keys.h"

#include <algorithm>

#include "seal/cipher/card_crypto.h"
#include "seal/vault/vault_rules.h"

namespace kwota::seal {
namespace {

Result<void> import_object(Pkcs11Session& session, const std::string& label, Suite suite, ByteView value) {
  TRY(type, key_type(suite));
  Pkcs11Template object;
  working_key(object, type, Lives::in_token, Leaves::never).text(CKA_LABEL, label).flag(CKA_MODIFIABLE, false).bytes(CKA_VALUE, value);
  MUST(session.create(object));
  return {};
}

constexpr CK_ULONG rsa_bits = 2048;

struct PairKind {
  CK_MECHANISM_TYPE mechanism = CKM_EC_KEY_PAIR_GEN, use = CKM_ECDSA;
  Bytes curve{};  ///< CKA_EC_PARAMS; empty: RSA
};

PairKind kind_of(Purpose purpose) {
  switch (purpose) {
    case Purpose::server_rsa: return {CKM_RSA_PKCS_KEY_PAIR_GEN, CKM_SHA256_RSA_PKCS, {}};
    case Purpose::vault_transport: return {CKM_RSA_PKCS_KEY_PAIR_GEN, CKM_RSA_PKCS_OAEP, {}};
    case Purpose::server_ed25519:  // SoftHSM takes the curve by its name only (PrintableString "edwards25519")
      return {CKM_EC_EDWARDS_KEY_PAIR_GEN, CKM_EDDSA, hex("130C656477617264733235353139")};
    default: return {CKM_EC_KEY_PAIR_GEN, CKM_ECDSA, hex("06082A8648CE3D030107")};  // OID prime256v1
  }
}

}  // namespace

SecretBytes twice(const Key& half) {
  SecretBytes both{Bytes(2 * half.view().size())};
  std::ranges::copy(half.view(), both.writable().begin());
  std::ranges::copy(half.view(), both.writable().subspan(half.view().size()).begin());
  return both;
}

Result<void> import_key(Pkcs11Session& session, const KeyRef& ref, const Key& key) {
  const bool single_des = key.view().size() == 8;
  const SecretBytes whole = single_des ? twice(key) : SecretBytes{key.view()};
  // The companion first: a power cut in between leaves a key that is not there yet, never one without its half.
  if (goes_with_half(ref, key.suite())) {
    const bool folds = ref.purpose == Purpose::tac || ref.purpose == Purpose::pin_reload;
    const Key half = folds ? fold(key) : key.left();
    MUST(import_object(session, label_of(ref, folds ? LabelPart::fold : LabelPart::left), key.suite(), twice(half).view()));
  }
  return import_object(session, key_label(ref), key.suite(), whole.view());
}

Result<void> make_pair(Pkcs11Session& session, const KeyRef& ref) {
  const auto kind = kind_of(ref.purpose);
  const std::string label = key_label(ref);
  const bool unwraps = ref.purpose == Purpose::vault_transport;
  const Bytes exponent = hex("010001");
  Pkcs11Template shown, own;
  shown.flag(CKA_TOKEN, true).text(CKA_LABEL, label).public_uses({unwraps ? CKA_WRAP : CKA_VERIFY});
  if (kind.curve.empty()) {
    shown.number(CKA_MODULUS_BITS, rsa_bits).bytes(CKA_PUBLIC_EXPONENT, exponent);
  } else {
    shown.bytes(CKA_EC_PARAMS, kind.curve);
  }
  own.secret(Lives::in_token, Leaves::never).flag(CKA_MODIFIABLE, false).text(CKA_LABEL, label).private_uses({unwraps ? CKA_UNWRAP : CKA_SIGN}).only({kind.use});
  Pkcs11Template inner;  // transport keys never come out of it in clear
  inner.number(CKA_CLASS, CKO_SECRET_KEY).number(CKA_KEY_TYPE, CKK_AES).secret(Lives::in_session, Leaves::never);
  if (unwraps) own.unwraps_only(inner);
  MUST(session.generate_pair(kind.mechanism, shown, own));
  return {};
}

Result<void> destroy_parts(Pkcs11Session& session, const KeyRef& ref, std::span<const LabelPart> parts) {
  for (const CK_OBJECT_CLASS kind : {CK_OBJECT_CLASS{CKO_SECRET_KEY}, CK_OBJECT_CLASS{CKO_PRIVATE_KEY},
                                     CK_OBJECT_CLASS{CKO_PUBLIC_KEY}, CK_OBJECT_CLASS{CKO_DATA}}) {
    TRY(by_label, session.all_objects(kind));
    for (const LabelPart part : parts) {
      const auto [first, last] = by_label.equal_range(label_of(ref, part));
      for (auto found = first; found != last; ++found) MUST(session.destroy(found->second));
    }
  }
  return {};
}

}  // namespace kwota::seal
