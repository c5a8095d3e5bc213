// Keys on their way from a token into a meter's security module.
#include <algorithm>

#include "seal/keys/pkcs11_key_store.h"
#include "seal/keys/public_keys.h"
#include "seal/keys/session_keys.h"
#include "seal/keys/token_keys.h"
#include "seal/keys/vault_rules.h"

namespace kwota::seal {
namespace {

constexpr std::size_t length_bytes = 2;

/// length2 transport keys || block.
Bytes encode_parcel(ByteView wrapped_transport, const KeyBlock& block) {
  Bytes parcel{static_cast<std::uint8_t>(wrapped_transport.size() >> 8), static_cast<std::uint8_t>(wrapped_transport.size())};
  append(parcel, wrapped_transport);
  append(parcel, block.bytes);
  return parcel;
}

/// The key of a parcel as an extractable object of this session.
struct OpenedParcel {
  KeyRef key;
  KeyCheckValue check_value{};
  Suite suite = Suite::des;
  Pkcs11Session::Held object;
};

Result<OpenedParcel> open_parcel(Pkcs11Session& session, ByteView parcel) {
  if (parcel.size() < length_bytes) return bad_key_block();
  const std::size_t transport_bytes = std::size_t{parcel[0]} << 8 | parcel[1];
  if (parcel.size() < length_bytes + transport_bytes) return bad_key_block();
  TRY(transport, open_transport(session, parcel.subspan(length_bytes, transport_bytes)));
  const Pkcs11Session::Held held_wrapping{session, transport.wrapping}, held_authenticating{session, transport.authenticating};
  TRY(opened, open_block(parcel.subspan(length_bytes + transport_bytes)));
  TRY(mac, session.sign(CKM_AES_CMAC, transport.authenticating, opened.before_mac));
  if (!equal_secret(mac, opened.mac)) return bad_key_block();
  const auto& header = opened.header;
  TRY(made, unwrap_checked(session, transport.wrapping, header.key, header.suite, header.check_value, opened.wrapped, true));
  return OpenedParcel{header.key, header.check_value, header.suite, Pkcs11Session::Held{session, made}};
}

Result<Bytes> wrapped_for_meter(Pkcs11Session& session, CK_OBJECT_HANDLE by, CK_OBJECT_HANDLE key) {
  return session.wrap({CKM_AES_KEY_WRAP, nullptr, 0}, by, key);
}

/// A key that the issuer of this token diversified already, and closed for the way.
Result<WrappedMeterKey> give_on(Pkcs11Session& session, const MeterKeyOrder::Item& item, CK_OBJECT_HANDLE by) {
  TRY(object, object_named(session, CKO_DATA, label_of(item.key, LabelPart::parcel), item.key));
  TRY(bytes, session.attribute(object, CKA_VALUE));
  TRY(parcel, open_parcel(session, bytes));
  if (parcel.key != item.key) return bad_key_block();
  TRY(wrapped, wrapped_for_meter(session, by, parcel.object.handle()));
  return WrappedMeterKey{item.key, parcel.check_value, std::move(wrapped), parcel.suite};
}

Result<WrappedMeterKey> give_diversified(Pkcs11Session& session, const MeterKeyOrder::Item& item, const TokenKey& root,
                                         CK_OBJECT_HANDLE by) {
  TokenCipher cipher{session};
  TRY(key, cipher.diversified(root, item.factors, true));
  TRY(value, cipher.check_value(key.key()));
  TRY(wrapped, wrapped_for_meter(session, by, key.handle()));
  return WrappedMeterKey{item.key, value, std::move(wrapped), root.suite};
}

}  // namespace

Result<std::array<std::uint8_t, 65>> Pkcs11KeyStore::start_meter_keys() {
  const std::lock_guard alone{mutex_};
  return token_->with_session([&](Pkcs11Session& session, const TokenKeys&) -> Result<std::array<std::uint8_t, 65>> {
    with_meter_.reset();
    TRY(slot, session.slot());
    TRY(own_session, Pkcs11Session::open_beside(token_->module(), slot));
    Conversation begun{std::move(own_session)};
    const Bytes curve = hex("06082A8648CE3D030107");  // OID prime256v1
    Pkcs11Template shown, own;
    shown.flag(CKA_TOKEN, false).bytes(CKA_EC_PARAMS, curve);
    own.secret(false, false).private_uses({CKA_DERIVE});
    TRY(pair, begun.session.generate_pair(CKM_EC_KEY_PAIR_GEN, shown, own));
    TRY(wrapped_point, begun.session.attribute(pair.shown, CKA_EC_POINT));
    constexpr std::size_t octet_string_head = 2;
    std::array<std::uint8_t, 65> point{};
    if (wrapped_point.size() != octet_string_head + point.size())
      return vault_refused("the ephemeral key is not of the curve P-256");
    std::copy(wrapped_point.begin() + octet_string_head, wrapped_point.end(), point.begin());
    begun.first = pair.own;
    with_meter_.emplace(std::move(begun));
    return point;
  });
}

Result<void> Pkcs11KeyStore::keep_for_meters(const KeyBlock& block, ByteView wrapped_transport, const KeyCheckValue& expected) {
  TRY(header, read_key_block(block));
  if (!comes_from_the_seed(header.key.purpose)) return bad_key_block();
  const Bytes parcel = encode_parcel(wrapped_transport, block);
  const auto label = label_of(header.key, LabelPart::parcel);
  return token_->with_session([&, &header = header](Pkcs11Session& session, const TokenKeys&) -> Result<void> {
    {
      TRY(seen, open_parcel(session, parcel));
      if (seen.check_value != expected) return check_value_differs(header.key);
    }
    constexpr std::array earlier{LabelPart::parcel};
    MUST(destroy_parts(session, header.key, earlier));
    Pkcs11Template object;
    object.number(CKA_CLASS, CKO_DATA).flag(CKA_TOKEN, true).flag(CKA_PRIVATE, true).flag(CKA_MODIFIABLE, false);
    object.text(CKA_LABEL, label).bytes(CKA_VALUE, parcel);
    MUST(session.create(object));
    return {};
  });
}

Result<std::vector<WrappedMeterKey>> Pkcs11KeyStore::wrap_for_meter(const MeterKeyOrder& order) {
  MUST(check_point(order.meter_point));
  std::vector<std::optional<TokenKey>> roots;  // none: a parcel
  for (const auto& item : order.items) {
    if (item.factors.size() > levels_max) return vault_refused("a key lies at most four levels below another");
    if (!comes_from_the_seed(item.key.purpose)) return vault_refused("only keys of the tree go into a meter");
    if (item.factors.empty()) {
      roots.emplace_back();
      continue;
    }
    TRY(root, token_->with_session([&](Pkcs11Session&, const TokenKeys& keys) { return keys.key(item.key); }));
    roots.emplace_back(root);
  }
  return in(with_meter_, [&](Conversation& with) -> Result<std::vector<WrappedMeterKey>> {
    Pkcs11Template agreed;
    transport_key_template(agreed, false, CKA_DERIVE).number(CKA_VALUE_LEN, aes256_bytes);
    TRY(shared, with.session.derive_by_agreement(with.first, order.meter_point, agreed));
    const Pkcs11Session::Held held_shared{with.session, shared};
    std::vector<WrappedMeterKey> all;
    for (std::size_t i = 0; i < roots.size(); ++i) {
      const auto& item = order.items[i];
      Pkcs11Template wraps;
      transport_key_template(wraps, false, CKA_WRAP).number(CKA_VALUE_LEN, aes256_bytes);
      TRY(by, with.session.derive_by_encryption(CKM_AES_ECB_ENCRYPT_DATA, shared, item.context, wraps));
      const Pkcs11Session::Held held_by{with.session, by};
      TRY(given, roots[i] ? give_diversified(with.session, item, *roots[i], by) : give_on(with.session, item, by));
      all.push_back(std::move(given));
    }
    return all;
  });
}

}  // namespace kwota::seal
