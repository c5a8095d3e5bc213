// Keys on their way out of a token and into another one: between two vaults, to a meter, into a backup and back.
#include <algorithm>

#include "seal/cipher/sha256.h"
#include "seal/keys/births.h"
#include "seal/keys/pkcs11_key_store.h"
#include "seal/keys/public_keys.h"
#include "seal/keys/token_keys.h"
#include "seal/keys/vault_rules.h"

namespace kwota::seal {
namespace {

constexpr KeyRef receiver{Purpose::vault_transport, 1};
constexpr std::size_t aes256_bytes = 32;

/// RFC 8017 OAEP. SHA-1 is what SoftHSM offers inside it; the padding does not rest on collisions.
struct Oaep {
  CK_RSA_PKCS_OAEP_PARAMS parameters{CKM_SHA_1, CKG_MGF1_SHA1, CKZ_DATA_SPECIFIED, nullptr, 0};
  CK_MECHANISM mechanism() { return {CKM_RSA_PKCS_OAEP, &parameters, sizeof parameters}; }
};

Result<CK_OBJECT_HANDLE> object_named(Pkcs11Session& session, CK_OBJECT_CLASS kind, const std::string& label, const KeyRef& ref) {
  TRY(by_label, session.objects(kind));
  const auto found = by_label.find(label);
  if (found == by_label.end()) return key_missing(ref);
  return found->second;
}

/// AES for this session, with one use.
Pkcs11Template& transport_key_template(Pkcs11Template& key, bool extractable, CK_ATTRIBUTE_TYPE use) {
  return key.secret_key(false, extractable).number(CKA_KEY_TYPE, CKK_AES).secret_uses({use});
}

/// AES-256 made by the token's dice, for this session only.
Result<CK_OBJECT_HANDLE> make_transport_key(Pkcs11Session& session, CK_ATTRIBUTE_TYPE use) {
  Pkcs11Template key;
  transport_key_template(key, true, use).number(CKA_VALUE_LEN, aes256_bytes);
  return session.generate(CKM_AES_KEY_GEN, key);
}

Result<CK_OBJECT_HANDLE> receiver_object(Pkcs11Session& session, const RsaNumbers& numbers) {
  Pkcs11Template key;
  key.number(CKA_CLASS, CKO_PUBLIC_KEY).number(CKA_KEY_TYPE, CKK_RSA).flag(CKA_TOKEN, false).public_uses({CKA_WRAP});
  key.bytes(CKA_MODULUS, numbers.modulus).bytes(CKA_PUBLIC_EXPONENT, numbers.exponent);
  return session.create(key);
}

Result<CK_OBJECT_HANDLE> unwrap_transport_key(Pkcs11Session& session, CK_OBJECT_HANDLE own, ByteView wrapped, CK_ATTRIBUTE_TYPE use) {
  Pkcs11Template key;
  transport_key_template(key, false, use);
  Oaep oaep;
  return session.unwrap(oaep.mechanism(), own, wrapped, key);
}

/// Tokens say "general error" to a cryptogram that does not open, as they do when they are gone: which of the two it was.
Error refused_cryptogram(Pkcs11Session& session) {
  auto there = session.probe();
  return there.ok() ? bad_key_block() : std::move(there).error();
}

/// A wrapped key as an object of this session, believed once its check value is the announced one.
Result<CK_OBJECT_HANDLE> unwrap_checked(Pkcs11Session& session, CK_OBJECT_HANDLE by, const KeyRef& ref, Suite suite,
                                        const KeyCheckValue& announced, ByteView wrapped) {
  TRY(type, key_type(suite));
  Pkcs11Template as;
  auto made = session.unwrap(key_wrap_padded(), by, wrapped, working_key(as, type, false, false));
  if (!made.ok()) return refused_cryptogram(session);
  TRY(value, TokenCipher{session}.check_value({*made, suite}));
  if (value == announced) return *made;
  MUST(session.destroy(*made));
  return check_value_differs(ref);
}

SecretBytes part_of(const SecretBytes& secret, std::string_view use) {
  auto digest = Sha256{}.add(view_of(use)).add(secret.view()).finish();
  SecretBytes key{ByteView{digest}};
  wipe(digest);
  return key;
}

Result<CK_OBJECT_HANDLE> import_aes256(Pkcs11Session& session, const SecretBytes& value, bool in_token, CK_ATTRIBUTE_TYPE use,
                                       const std::string& label, ByteView mark) {
  Pkcs11Template key;
  key.secret_key(in_token, false).number(CKA_KEY_TYPE, CKK_AES).secret_uses({use});
  key.text(CKA_LABEL, label).bytes(CKA_ID, mark).bytes(CKA_VALUE, value.view()).flag(CKA_MODIFIABLE, false);
  return session.create(key);
}

}  // namespace

template <class Work>
auto Pkcs11KeyStore::in(std::optional<Conversation>& conversation, Work work) -> decltype(work(*conversation)) {
  const std::lock_guard alone{mutex_};
  const auto using_module = token_->module()->use();
  if (!conversation || !conversation->session.probe().ok()) {
    conversation.reset();
    return no_delivery();
  }
  return work(*conversation);
}

Result<Bytes> Pkcs11KeyStore::receiving_key() {
  return token_->with_session([](Pkcs11Session& session, const TokenKeys&) -> Result<Bytes> {
    auto shown = object_named(session, CKO_PUBLIC_KEY, key_label(receiver), receiver);
    if (!shown.ok() && shown.error().code == "key_missing") {
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
    TRY(derived, cipher.diversified(root, factors, true));
    KeyBlockHeader header{key, root.suite};
    TRY(value, cipher.check_value(derived.key()));
    header.check_value = value;
    TRY(nonce, with.session.random(header.nonce.size()));
    std::ranges::copy(nonce, header.nonce.begin());
    TRY(wrapped, with.session.wrap(key_wrap_padded(), with.first, derived.handle()));
    KeyBlock block{encode(header, wrapped)};
    TRY(mac, with.session.sign(CKM_AES_CMAC, with.second, block.bytes));
    append(block.bytes, mac);
    return block;
  });
}

Result<void> Pkcs11KeyStore::accept_delivery(ByteView wrapped_transport) {
  TRY(keys, read_transport_keys(wrapped_transport));
  const std::lock_guard alone{mutex_};
  return token_->with_session([&](Pkcs11Session& session, const TokenKeys&) -> Result<void> {
    receiving_.reset();
    TRY(pair, object_named(session, CKO_PRIVATE_KEY, key_label(receiver), receiver));
    TRY(slot, session.slot());
    TRY(own, Pkcs11Session::open_beside(token_->module(), slot));
    Conversation begun{std::move(own)};
    auto wraps = unwrap_transport_key(begun.session, pair, keys.wrapping, CKA_UNWRAP);
    auto macs = unwrap_transport_key(begun.session, pair, keys.authenticating, CKA_SIGN);
    for (const auto* made : {&wraps, &macs})
      if (!made->ok()) return refused_cryptogram(begun.session);
    begun.first = *wraps;
    begun.second = *macs;
    receiving_.emplace(std::move(begun));
    return {};
  });
}

Result<KeyDescription> Pkcs11KeyStore::take(const KeyBlock& block) {
  TRY(opened, open_block(block.bytes));
  const auto& header = opened.header;
  if (!comes_from_the_seed(header.key.purpose)) return bad_key_block();
  TRY(there, token_->with_session([&](Pkcs11Session&, const TokenKeys& keys) -> Result<bool> { return keys.keys.contains(header.key); }));
  if (there) return key_exists(header.key);
  return in(receiving_, [&](Conversation& with) -> Result<KeyDescription> {
    TRY(mac, with.session.sign(CKM_AES_CMAC, with.second, opened.before_mac));
    if (!equal_secret(mac, opened.mac)) return bad_key_block();
    TRY(made, unwrap_checked(with.session, with.first, header.key, header.suite, header.check_value, opened.wrapped));
    const Pkcs11Session::Held held{with.session, made};
    constexpr std::array earlier{LabelPart::pending};
    MUST(destroy_parts(with.session, header.key, earlier));
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
    if (wrapped_point.size() != octet_string_head + point.size()) return vault_refused("the ephemeral key is not of the curve P-256");
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
    if (item.factors.empty() || item.factors.size() > levels_max) return vault_refused("a key leaves a vault only diversified");
    if (!comes_from_the_seed(item.key.purpose)) return vault_refused("only keys of the tree go into a meter");
    TRY(root, token_->with_session([&](Pkcs11Session&, const TokenKeys& keys) { return keys.key(item.key); }));
    roots.push_back(root);
  }
  return in(with_meter_, [&](Conversation& with) -> Result<std::vector<WrappedMeterKey>> {
    Pkcs11Template agreed;
    transport_key_template(agreed, false, CKA_DERIVE).number(CKA_VALUE_LEN, aes256_bytes);
    TRY(shared, with.session.derive_by_agreement(with.first, order.meter_point, agreed));
    const Pkcs11Session::Held held_shared{with.session, shared};
    TokenCipher cipher{with.session};
    std::vector<WrappedMeterKey> all;
    for (std::size_t i = 0; i < roots.size(); ++i) {
      const auto& item = order.items[i];
      Pkcs11Template wraps;
      transport_key_template(wraps, false, CKA_WRAP).number(CKA_VALUE_LEN, aes256_bytes);
      TRY(by, with.session.derive_by_encryption(CKM_AES_ECB_ENCRYPT_DATA, shared, item.context, wraps));
      const Pkcs11Session::Held held_by{with.session, by};
      TRY(key, cipher.diversified(roots[i], item.factors, true));
      TRY(value, cipher.check_value(key.key()));
      TRY(wrapped, with.session.wrap({CKM_AES_KEY_WRAP, nullptr, 0}, by, key.handle()));
      all.push_back({item.key, value, std::move(wrapped), roots[i].suite});
    }
    return all;
  });
}

Result<void> Pkcs11KeyStore::import_backup_key(Pkcs11Session& session, const SecretBytes& secret, ByteView mark) {
  MUST(import_aes256(session, part_of(secret, "kwota backup mac"), true, CKA_SIGN, label_of(backup_key, LabelPart::mac), mark));
  MUST(import_aes256(session, part_of(secret, "kwota backup wrap"), true, CKA_WRAP, key_label(backup_key), mark));
  return {};
}

Result<std::vector<Share>> Pkcs11KeyStore::make_backup_key(unsigned needed, unsigned count, Random& random) {
  return token_->with_session([&](Pkcs11Session& session, const TokenKeys&) -> Result<std::vector<Share>> {
    if (object_named(session, CKO_SECRET_KEY, key_label(backup_key), backup_key).ok()) return key_exists(backup_key);
    constexpr std::array leftovers{LabelPart::mac};
    MUST(destroy_parts(session, backup_key, leftovers));
    TRY(theirs, session.random(aes256_bytes));  // neither the token's dice nor ours alone decide
    SecretBytes secret{std::move(theirs)};
    SecretBytes ours{random.bytes(aes256_bytes)};
    for (std::size_t i = 0; i < secret.size(); ++i) secret.writable()[i] = static_cast<std::uint8_t>(secret.view()[i] ^ ours.view()[i]);
    TRY(shares, split(secret, needed, count, random));
    MUST(import_backup_key(session, secret, shares.front().mark));
    return shares;
  });
}

Result<void> Pkcs11KeyStore::restore_backup_key(std::span<const Share> shares) {
  TRY(secret, join(shares));
  const ByteView mark{shares.front().mark};
  const std::lock_guard alone{mutex_};
  return token_->with_session([&](Pkcs11Session& session, const TokenKeys&) -> Result<void> {
    restoring_.reset();
    const auto there = object_named(session, CKO_SECRET_KEY, key_label(backup_key), backup_key);
    if (there.ok()) {
      TRY(its_mark, session.attribute(*there, CKA_ID));
      if (!equal(its_mark, mark)) return key_exists(backup_key);
    } else {
      constexpr std::array leftovers{LabelPart::mac};
      MUST(destroy_parts(session, backup_key, leftovers));
      MUST(import_backup_key(session, secret, mark));
    }
    TRY(slot, session.slot());
    TRY(own, Pkcs11Session::open_beside(token_->module(), slot));
    Conversation begun{std::move(own)};
    TRY(unwraps, import_aes256(begun.session, part_of(secret, "kwota backup wrap"), false, CKA_UNWRAP, {}, mark));
    TRY(macs, import_aes256(begun.session, part_of(secret, "kwota backup mac"), false, CKA_SIGN, {}, mark));
    begun.first = unwraps;
    begun.second = macs;
    restoring_.emplace(std::move(begun));
    return {};
  });
}

Result<Bytes> Pkcs11KeyStore::backup() {
  return token_->with_session([](Pkcs11Session& session, const TokenKeys&) -> Result<Bytes> {
    TRY(by, object_named(session, CKO_SECRET_KEY, label_of(backup_key, LabelPart::mac), backup_key));
    TRY(mark, session.attribute(by, CKA_ID));
    TRY(all, entries(session));
    BackupFile file{.entries = std::move(all)};
    if (mark.size() != file.mark.size()) return vault_refused("the backup key has no mark");
    std::ranges::copy(mark, file.mark.begin());
    Bytes bytes = encode(file);
    TRY(mac, session.sign(CKM_AES_CMAC, by, bytes));
    append(bytes, mac);
    return bytes;
  });
}

Result<std::vector<KeyRef>> Pkcs11KeyStore::not_in_backup() {
  return token_->with_session([](Pkcs11Session& session, const TokenKeys& keys) -> Result<std::vector<KeyRef>> {
    TRY(all, entries(session));
    std::vector<KeyRef> missing;
    for (const auto& [ref, key] : keys.keys)
      if (std::ranges::none_of(all, [&](const BackupEntry& entry) { return entry.key == ref; })) missing.push_back(ref);
    return missing;
  });
}

/// A key that is there already must be the same; else it is unwrapped, checked and kept, its half before it.
Result<KeyDescription> Pkcs11KeyStore::restore_one(Conversation& with, const TokenKeys& keys, const BackupEntry& entry) {
  const KeyDescription description{entry.key, entry.check_value, false};
  if (keys.keys.contains(entry.key)) {
    TRY(value, check_value_of(with.session, entry.key));
    if (value != entry.check_value) return check_value_differs(entry.key);
    return description;
  }
  const bool two = entry.suite == Suite::des && !is_diversified(entry.key);
  const ByteView wrapped{entry.wrapped};
  const auto whole = two ? wrapped.first(wrapped.size() / 2) : wrapped;
  TRY(made, unwrap_checked(with.session, with.first, entry.key, entry.suite, entry.check_value, whole));
  const Pkcs11Session::Held held{with.session, made};
  if (two) {
    TRY(type, key_type(entry.suite));
    Pkcs11Template as;
    TRY(half, with.session.unwrap(key_wrap_padded(), with.first, wrapped.last(wrapped.size() / 2), working_key(as, type, false, false)));
    const Pkcs11Session::Held held_half{with.session, half};
    constexpr std::array leftovers{LabelPart::left};
    MUST(destroy_parts(with.session, entry.key, leftovers));
    MUST(keep(with.session, half, entry.key, LabelPart::left));
  }
  MUST(keep_entry(with.session, entry));
  MUST(keep(with.session, made, entry.key));
  return description;
}

Result<std::vector<KeyDescription>> Pkcs11KeyStore::restore(ByteView backup) {
  TRY(opened, open_backup(backup));
  std::shared_ptr<const TokenKeys> present;
  MUST(token_->with_session([&](Pkcs11Session&, const TokenKeys& keys) -> Result<void> {
    present = std::make_shared<TokenKeys>(keys);
    return {};
  }));
  auto restored = in(restoring_, [&](Conversation& with) -> Result<std::vector<KeyDescription>> {
    TRY(mac, with.session.sign(CKM_AES_CMAC, with.second, opened.before_mac));
    if (!equal_secret(mac, opened.mac)) return bad_backup();
    std::vector<KeyDescription> all;
    for (const auto& entry : opened.file.entries) {
      TRY(one, restore_one(with, *present, entry));
      all.push_back(one);
    }
    return all;
  });
  token_->keys_changed();
  if (!restored.ok()) return restored;
  const std::lock_guard alone{mutex_};
  const auto using_module = token_->module()->use();
  restoring_.reset();  // and with it the right to unwrap
  return restored;
}

}  // namespace kwota::seal
