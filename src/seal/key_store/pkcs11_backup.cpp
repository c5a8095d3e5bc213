// Keys on their way into a backup and back into an empty token.
#include <algorithm>
#include <mutex>

#include "seal/cipher/sha256.h"
#include "seal/key_store/key_creation.h"
#include "seal/key_store/pkcs11_key_store.h"
#include "seal/key_store/session_keys.h"
#include "seal/pkcs11/token_keys.h"
#include "seal/vault/vault_rules.h"

namespace kwota::seal {
namespace {

SecretBytes part_of(const SecretBytes& secret, std::string_view use) {
  auto digest = Sha256{}.add(view_of(use)).add(secret.view()).finish();
  SecretBytes key{ByteView{digest}};
  wipe(digest);
  return key;
}

Result<CK_OBJECT_HANDLE> import_aes256(Pkcs11Session& session, const SecretBytes& value, Lives lives, CK_ATTRIBUTE_TYPE use,
                                       const std::string& label, ByteView mark) {
  Pkcs11Template key;
  key.secret_key(lives, Leaves::never).number(CKA_KEY_TYPE, CKK_AES).secret_uses({use});
  key.text(CKA_LABEL, label).bytes(CKA_ID, mark).bytes(CKA_VALUE, value.view()).flag(CKA_MODIFIABLE, false);
  return session.create(key);
}

}  // namespace

Result<void> Pkcs11KeyStore::import_backup_key(Pkcs11Session& session, const SecretBytes& secret, ByteView mark) {
  MUST(import_aes256(session, part_of(secret, "kwota backup mac"), Lives::in_token, CKA_SIGN, label_of(backup_key, LabelPart::mac), mark));
  MUST(import_aes256(session, part_of(secret, "kwota backup wrap"), Lives::in_token, CKA_WRAP, key_label(backup_key), mark));
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
    for (std::size_t i = 0; i < secret.size(); ++i)
      secret.writable()[i] = static_cast<std::uint8_t>(secret.view()[i] ^ ours.view()[i]);
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
    TRY(unwraps, import_aes256(begun.session, part_of(secret, "kwota backup wrap"), Lives::in_session, CKA_UNWRAP, {}, mark));
    TRY(macs, import_aes256(begun.session, part_of(secret, "kwota backup mac"), Lives::in_session, CKA_SIGN, {}, mark));
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
      if (std::ranges::none_of(all, [&, &ref = ref](const BackupEntry& entry) { return entry.key == ref; })) missing.push_back(ref);
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
  const bool two = goes_with_half(entry.key, entry.suite);
  const ByteView wrapped{entry.wrapped};
  const auto whole = two ? wrapped.first(wrapped.size() / 2) : wrapped;
  TRY(made, unwrap_checked(with.session, with.first, entry.key, entry.suite, entry.check_value, whole));
  const Pkcs11Session::Held held{with.session, made};
  if (two) {
    constexpr std::array leftovers{LabelPart::left};
    MUST(destroy_parts(with.session, entry.key, leftovers));
    MUST(keep_half(with.session, with.first, entry.key, entry.suite, wrapped.last(wrapped.size() / 2)));
  }
  MUST(keep_entry(with.session, entry));
  MUST(keep(with.session, made, entry.key));
  return description;
}

Result<std::vector<KeyDescription>> Pkcs11KeyStore::restore(ByteView backup, std::span<const KeyRef> without) {
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
      if (std::ranges::find(without, entry.key) != without.end()) continue;
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
