// Keys on their way from one token into another: wrapped out, taken in, activated.
#include <algorithm>
#include <mutex>

#include "base/cause.h"
#include "seal/cipher/card_crypto.h"
#include "seal/key_store/key_creation.h"
#include "seal/key_store/pkcs11_key_store.h"
#include "seal/key_store/session_keys.h"
#include "seal/pkcs11/public_keys.h"
#include "seal/pkcs11/token_keys.h"
#include "seal/vault/vault_rules.h"
#include "seal/vault/weak_keys.h"

namespace kwota::seal {
namespace {

constexpr KeyRef receiver = receiving_pair;

bool is_supplied(const KeyRef& key) { return key.purpose == Purpose::card_transport; }

/// Header, what was wrapped, and the MAC of this conversation over both.
Result<KeyBlock> closed_block(Pkcs11Session& session, CK_OBJECT_HANDLE macs, KeyBlockHeader header, ByteView wrapped) {
  TRY(nonce, session.random(header.nonce.size()));
  std::ranges::copy(nonce, header.nonce.begin());
  KeyBlock block{encode(header, wrapped)};
  TRY(mac, session.sign(CKM_AES_CMAC, macs, block.bytes));
  append(block.bytes, mac);
  return block;
}

/// AES-256 made by the token's dice, for this session only.
Result<CK_OBJECT_HANDLE> make_transport_key(Pkcs11Session& session, CK_ATTRIBUTE_TYPE use) {
  Pkcs11Template key;
  transport_key_template(key, Leaves::wrapped, use).number(CKA_VALUE_LEN, aes256_bytes);
  return session.generate(CKM_AES_KEY_GEN, key);
}

Result<CK_OBJECT_HANDLE> receiver_object(Pkcs11Session& session, const RsaNumbers& numbers) {
  Pkcs11Template key;
  key.number(CKA_CLASS, CKO_PUBLIC_KEY).number(CKA_KEY_TYPE, CKK_RSA).flag(CKA_TOKEN, false).public_uses({CKA_WRAP});
  key.bytes(CKA_MODULUS, numbers.modulus).bytes(CKA_PUBLIC_EXPONENT, numbers.exponent);
  return session.create(key);
}

}  // namespace

Result<Bytes> Pkcs11KeyStore::receiving_key() {
  return token_->with_session([](Pkcs11Session& session, const TokenKeys&) -> Result<Bytes> {
    auto shown = object_named(session, CKO_PUBLIC_KEY, key_label(receiver), receiver);
    if (!shown.ok() && cause_of(shown.error()) == Cause::key_missing) {
      MUST(make_pair(session, receiver));
      shown = object_named(session, CKO_PUBLIC_KEY, key_label(receiver), receiver);
    }
    if (!shown.ok()) return std::move(shown).error();
    return public_key_of(session, *shown);
  });
}

Result<Bytes> Pkcs11KeyStore::start_delivery(ByteView receiver_spki) {
  TRY(numbers, read_rsa_public_key(receiver_spki));
  const std::lock_guard alone{mutex_};
  return token_->with_session([&](Pkcs11Session& session, const TokenKeys&) -> Result<Bytes> {
    sending_.reset();
    TRY(slot, session.slot());
    TRY(own, Pkcs11Session::open_beside(token_->module(), slot));
    Conversation begun{std::move(own)};
    TRY(theirs, receiver_object(begun.session, numbers));
    TRY(wraps, make_transport_key(begun.session, CKA_WRAP));
    TRY(macs, make_transport_key(begun.session, CKA_SIGN));
    TransportKeys keys;
    Oaep oaep;
    TRY(first, begun.session.wrap(oaep.mechanism(), theirs, wraps));
    TRY(second, begun.session.wrap(oaep.mechanism(), theirs, macs));
    keys.wrapping = std::move(first);
    keys.authenticating = std::move(second);
    begun.first = wraps;
    begun.second = macs;
    sending_.emplace(std::move(begun));
    return encode(keys);
  });
}

Result<KeyBlock> Pkcs11KeyStore::deliver(const KeyRef& key, std::span<const Factor> factors) {
  if (factors.empty() || factors.size() > levels_max) return vault_refused("a key leaves a vault only diversified");
  TRY(root, token_->with_session([&](Pkcs11Session&, const TokenKeys& keys) { return keys.key(key); }));
  return in(sending_, [&](Conversation& with) -> Result<KeyBlock> {
    TokenCipher cipher{with.session};
    TRY(derived, cipher.diversified(root, factors, Leaves::wrapped));
    KeyBlockHeader header{key, root.suite};
    TRY(value, cipher.check_value(derived.key()));
    header.check_value = value;
    TRY(wrapped, with.session.wrap(key_wrap_padded(), with.first, derived.handle()));
    return closed_block(with.session, with.second, header, wrapped);
  });
}

Result<KeyBlock> Pkcs11KeyStore::deliver_supplied(const KeyRef& key, Suite suite, std::span<const SecretBytes> components) {
  if (!is_supplied(key)) return vault_refused("a key leaves a vault only diversified");
  TRY(sum, join_components(suite, components));
  TRY(whole, Key::make(suite, sum.view()));
  return in(sending_, [&](Conversation& with) -> Result<KeyBlock> {
    TRY(wrapped, wrapped_with_half(with.session, with.first, key, whole));
    return closed_block(with.session, with.second, {.key = key, .suite = suite, .check_value = kwota::seal::check_value(whole)}, wrapped);
  });
}

Result<void> Pkcs11KeyStore::accept_delivery(ByteView wrapped_transport) {
  const std::lock_guard alone{mutex_};
  return token_->with_session([&](Pkcs11Session& session, const TokenKeys&) -> Result<void> {
    receiving_.reset();
    TRY(slot, session.slot());
    TRY(own, Pkcs11Session::open_beside(token_->module(), slot));
    Conversation begun{std::move(own)};
    TRY(opened, open_transport(begun.session, wrapped_transport));
    begun.first = opened.wrapping;
    begun.second = opened.authenticating;
    receiving_.emplace(std::move(begun));
    return {};
  });
}

Result<KeyDescription> Pkcs11KeyStore::take(const KeyBlock& block) {
  TRY(opened, open_block(block.bytes));
  const auto& header = opened.header;
  if (!comes_from_the_seed(header.key.purpose) && !is_supplied(header.key)) return bad_key_block();
  TRY(there, token_->with_session(
                 [&](Pkcs11Session&, const TokenKeys& keys) -> Result<bool> { return keys.keys.contains(header.key); }));
  if (there) return key_exists(header.key);
  return in(receiving_, [&](Conversation& with) -> Result<KeyDescription> {
    TRY(mac, with.session.sign(CKM_AES_CMAC, with.second, opened.before_mac));
    if (!equal_secret(mac, opened.mac)) return bad_key_block();
    const bool two = is_supplied(header.key) && goes_with_half(header.key, header.suite);
    const auto whole = two ? opened.wrapped.first(opened.wrapped.size() / 2) : opened.wrapped;
    TRY(made, unwrap_checked(with.session, with.first, header.key, header.suite, header.check_value, whole));
    const Pkcs11Session::Held held{with.session, made};
    constexpr std::array earlier{LabelPart::pending, LabelPart::left};
    MUST(destroy_parts(with.session, header.key, earlier));
    if (two) MUST(keep_half(with.session, with.first, header.key, header.suite, opened.wrapped.last(opened.wrapped.size() / 2)));
    MUST(keep(with.session, made, header.key, LabelPart::pending));
    return KeyDescription{header.key, header.check_value, false};
  });
}

Result<std::vector<KeyDescription>> Pkcs11KeyStore::pending() {
  return token_->with_session([](Pkcs11Session& session, const TokenKeys&) -> Result<std::vector<KeyDescription>> {
    TRY(by_label, session.objects(CKO_SECRET_KEY));
    std::vector<KeyDescription> all;
    for (const auto& [label, object] : by_label) {
      const auto name = parse_label(label);
      if (!name || name->part != LabelPart::pending) continue;
      TRY(type, session.number(object, CKA_KEY_TYPE));
      TRY(suite, suite_of(type));
      TRY(value, TokenCipher{session}.check_value({object, suite}));
      all.push_back({name->key, value, false});
    }
    std::ranges::sort(all, {}, &KeyDescription::key);
    return all;
  });
}

Result<void> Pkcs11KeyStore::activate(const KeyRef& key, const KeyCheckValue& expected) {
  auto done = token_->with_session([&](Pkcs11Session& session, const TokenKeys& keys) -> Result<void> {
    constexpr std::array waiting{LabelPart::pending};
    if (keys.keys.contains(key)) {  // done before
      TRY(value, check_value_of(session, key));
      if (value != expected) return check_value_differs(key);
      return destroy_parts(session, key, waiting);
    }
    TRY(object, object_named(session, CKO_SECRET_KEY, label_of(key, LabelPart::pending), key));
    TRY(type, session.number(object, CKA_KEY_TYPE));
    TRY(suite, suite_of(type));
    TRY(value, TokenCipher{session}.check_value({object, suite}));
    if (value != expected) {
      MUST(destroy_parts(session, key, waiting));
      return check_value_differs(key);
    }
    MUST(keep(session, object, key));
    return destroy_parts(session, key, waiting);
  });
  token_->keys_changed();
  return done;
}

}  // namespace kwota::seal
