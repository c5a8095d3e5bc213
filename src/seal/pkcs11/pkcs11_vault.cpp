#include "seal/pkcs11/pkcs11_vault.h"

#include <algorithm>

#include "seal/cipher/sha256.h"
#include "seal/pkcs11/token_answers.h"
#include "seal/vault/vault_rules.h"

namespace kwota::seal {
namespace {

constexpr const char* books_mark_label = "kwota-books";

}  // namespace

Pkcs11Vault::Pkcs11Vault(std::shared_ptr<Pkcs11Module> module, std::string token_label, PinSource pin)
    : Pkcs11Vault(
          std::make_shared<Pkcs11Token>(std::move(module), std::move(token_label), std::move(pin), Pkcs11Token::Settings{})) {}

Result<Bytes> Pkcs11Vault::perform(const Request& request) {
  MUST(permitted(request));
  return token_->with_session([&](Pkcs11Session& session, const TokenKeys& keys) {
    return TokenAnswers{session, keys}.answer(request);
  });
}

Result<std::vector<Bytes>> Pkcs11Vault::codes(std::span<const TransactionCode> requests) {
  for (const auto& request : requests) MUST(permitted(request));
  return token_->with_session([&](Pkcs11Session& session, const TokenKeys& keys) {
    return TokenAnswers{session, keys}.codes(requests);
  });
}

Result<std::vector<KeyDescription>> Pkcs11Vault::keys() {
  return token_->with_session([&](Pkcs11Session& session, const TokenKeys& keys) -> Result<std::vector<KeyDescription>> {
    MUST(session.probe());
    return keys.descriptions;
  });
}

/// The newest version signs; receipts name the public key they were signed with.
Result<std::array<std::uint8_t, 64>> Pkcs11Vault::sign_root(const std::array<std::uint8_t, 32>& digest) {
  return token_->with_session([&](Pkcs11Session& session, const TokenKeys& keys) -> Result<std::array<std::uint8_t, 64>> {
    TRY(pair, keys.pair(keys.newest_pair(Purpose::root_signature)));
    TRY(signature, session.sign(CKM_ECDSA, pair->own, digest));
    std::array<std::uint8_t, 64> raw{};
    if (signature.size() != raw.size()) return vault_refused("the signature key is not of the curve P-256");
    std::ranges::copy(signature, raw.begin());
    return raw;
  });
}

Result<Bytes> Pkcs11Vault::root_public_key() {
  return token_->with_session([&](Pkcs11Session&, const TokenKeys& keys) -> Result<Bytes> {
    TRY(pair, keys.pair(keys.newest_pair(Purpose::root_signature)));
    return pair->public_key;
  });
}

Result<Bytes> Pkcs11Vault::sign(const KeyRef& key, ByteView message) {
  MUST(may_sign(key));
  return token_->with_session([&](Pkcs11Session& session, const TokenKeys& keys) -> Result<Bytes> {
    TRY(pair, keys.pair(key));
    if (key.purpose == Purpose::server_ed25519) return session.sign(CKM_EDDSA, pair->own, message);
    if (key.purpose == Purpose::server_rsa) return session.sign(CKM_SHA256_RSA_PKCS, pair->own, message);
    return session.sign(CKM_ECDSA, pair->own, sha256(message));
  });
}

Result<Bytes> Pkcs11Vault::public_key(const KeyRef& key) {
  MUST(may_sign(key));
  return token_->with_session([&](Pkcs11Session&, const TokenKeys& keys) -> Result<Bytes> {
    TRY(pair, keys.pair(key));
    return pair->public_key;
  });
}

Result<void> Pkcs11Vault::health() {
  return token_->with_session([](Pkcs11Session& session, const TokenKeys&) { return session.probe(); });
}

/// Of two that a power cut left, the one that knows more holds: marks begin with a number.
Result<std::optional<Bytes>> Pkcs11Vault::books_mark() {
  return token_->with_session([](Pkcs11Session& session, const TokenKeys&) -> Result<std::optional<Bytes>> {
    TRY(objects, session.all_objects(CKO_DATA));
    std::optional<Bytes> newest;
    const auto [first, last] = objects.equal_range(books_mark_label);
    for (auto one = first; one != last; ++one) {
      TRY(bytes, session.attribute(one->second, CKA_VALUE));
      if (!newest || bytes > *newest) newest = std::move(bytes);
    }
    return newest;
  });
}

/// The new one is there before the old ones go.
Result<void> Pkcs11Vault::keep_books_mark(ByteView mark) {
  return token_->with_session([&](Pkcs11Session& session, const TokenKeys&) -> Result<void> {
    TRY(before, session.all_objects(CKO_DATA));
    Pkcs11Template object;
    object.number(CKA_CLASS, CKO_DATA).flag(CKA_TOKEN, true).flag(CKA_PRIVATE, true).flag(CKA_MODIFIABLE, false);
    object.text(CKA_LABEL, books_mark_label).bytes(CKA_VALUE, mark);
    MUST(session.create(object));
    const auto [first, last] = before.equal_range(books_mark_label);
    for (auto one = first; one != last; ++one) MUST(session.destroy(one->second));
    return {};
  });
}

}  // namespace kwota::seal
