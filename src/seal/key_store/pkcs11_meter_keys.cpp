// Keys on their way from a token into a meter's security module.
#include <algorithm>
#include <mutex>

#include "seal/key_store/pkcs11_key_store.h"
#include "seal/key_store/session_keys.h"
#include "seal/pkcs11/public_keys.h"
#include "seal/pkcs11/token_keys.h"
#include "seal/vault/vault_rules.h"

namespace kwota::seal {
namespace {

Result<Bytes> wrapped_for_meter(Pkcs11Session& session, CK_OBJECT_HANDLE by, CK_OBJECT_HANDLE key) {
  return session.wrap({CKM_AES_KEY_WRAP, nullptr, 0}, by, key);
}

Result<WrappedMeterKey> give_diversified(Pkcs11Session& session, const MeterKeyOrder::Item& item, const TokenKey& root,
                                         CK_OBJECT_HANDLE by) {
  TokenCipher cipher{session};
  TRY(key, cipher.diversified(root, item.factors, Leaves::wrapped));
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
    own.secret(Lives::in_session, Leaves::never).private_uses({CKA_DERIVE});
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

Result<std::vector<WrappedMeterKey>> Pkcs11KeyStore::wrap_for_meter(const MeterKeyOrder& order) {
  MUST(check_point(order.meter_point));
  std::vector<TokenKey> roots;
  for (const auto& item : order.items) {
    if (item.factors.empty() || item.factors.size() > levels_max)
      return vault_refused("a key leaves a vault only diversified, by at most four levels");
    if (!comes_from_the_seed(item.key.purpose)) return vault_refused("only keys of the tree go into a meter");
    TRY(root, token_->with_session([&](Pkcs11Session&, const TokenKeys& keys) { return keys.key(item.key); }));
    roots.push_back(root);
  }
  return in(with_meter_, [&](Conversation& with) -> Result<std::vector<WrappedMeterKey>> {
    Pkcs11Template agreed;
    transport_key_template(agreed, Leaves::never, CKA_DERIVE).number(CKA_VALUE_LEN, aes256_bytes);
    TRY(shared, with.session.derive_by_agreement(with.first, order.meter_point, agreed));
    const Pkcs11Session::Held held_shared{with.session, shared};
    std::vector<WrappedMeterKey> all;
    for (std::size_t i = 0; i < roots.size(); ++i) {
      const auto& item = order.items[i];
      Pkcs11Template wraps;
      transport_key_template(wraps, Leaves::never, CKA_WRAP).number(CKA_VALUE_LEN, aes256_bytes);
      TRY(by, with.session.derive_by_encryption(CKM_AES_ECB_ENCRYPT_DATA, shared, item.context, wraps));
      const Pkcs11Session::Held held_by{with.session, by};
      TRY(given, give_diversified(with.session, item, roots[i], by));
      all.push_back(std::move(given));
    }
    return all;
  });
}

}  // namespace kwota::seal
