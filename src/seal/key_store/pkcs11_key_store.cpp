#include "seal/key_store/pkcs11_key_store.h"

#include <fmt/format.h>

#include "base/cause.h"
#include "seal/key_store/key_creation.h"
#include "seal/pkcs11/token_keys.h"
#include "seal/vault/vault_rules.h"
#include "seal/vault/weak_keys.h"

namespace kwota::seal {
namespace {

Result<void> must_be_new(Pkcs11Session& session, const TokenKeys& keys, const KeyRef& ref) {
  if (keys.keys.contains(ref) || keys.pairs.contains(ref)) return key_exists(ref);
  constexpr std::array leftovers{LabelPart::left, LabelPart::fold, LabelPart::born};  // of an attempt that was cut off
  return destroy_parts(session, ref, leftovers);
}

CK_MECHANISM_TYPE generation(Suite suite) { return suite == Suite::aes ? CKM_AES_KEY_GEN : CKM_DES2_KEY_GEN; }

}  // namespace

Error key_exists(const KeyRef& key) {
  const auto purpose = std::string{name_of(key.purpose)}, version = std::to_string(key.version);
  return error(
      Fault::request, Cause::key_exists,
      fmt::format("The key store has a key {} version {} already: nothing was changed. Use the next version.", purpose, version),
      {{"purpose", purpose}, {"version", version}});
}

Error check_value_differs(const KeyRef& key) {
  const auto purpose = std::string{name_of(key.purpose)}, version = std::to_string(key.version);
  return error(Fault::forged, "check_value_differs",
               fmt::format("The key {} version {} has another check value than announced: it was thrown away. Have it delivered "
                           "again, and find out where it was changed.",
                           purpose, version),
               {{"purpose", purpose}, {"version", version}});
}

Error no_delivery() {
  return error(Fault::request, "no_delivery",
               "The conversation in which keys were handed over has ended: nothing was taken over. Begin it again.");
}

Pkcs11KeyStore::~Pkcs11KeyStore() {
  const std::lock_guard alone{mutex_};
  const auto using_module = token_->module()->use();
  for (auto* conversation : {&sending_, &receiving_, &with_meter_, &restoring_}) conversation->reset();
}

Result<KeyCheckValue> Pkcs11KeyStore::form(const KeyRef& ref, Suite suite, std::span<const SecretBytes> components) {
  if (is_signature(ref.purpose) || ref.purpose == Purpose::vault_transport || ref.purpose == Purpose::backup)
    return vault_refused(fmt::format("a key {} is not formed of components", name_of(ref.purpose)));
  TRY(sum, join_components(suite, components));
  TRY(key, Key::make(suite, sum.view()));
  auto value = token_->with_session([&](Pkcs11Session& session, const TokenKeys& keys) -> Result<KeyCheckValue> {
    MUST(must_be_new(session, keys, ref));
    MUST(register_key_creation(session, ref, key));
    MUST(import_key(session, ref, key));
    return check_value_of(session, ref);
  });
  token_->keys_changed();
  return value;
}

Result<KeyCheckValue> Pkcs11KeyStore::make(const KeyRef& ref, Suite suite, Random& random) {
  if (!is_diversified(ref) || ref.purpose == Purpose::backup)
    return vault_refused(fmt::format("a key {} is brought, not made", name_of(ref.purpose)));
  auto value = token_->with_session([&](Pkcs11Session& session, const TokenKeys& keys) -> Result<KeyCheckValue> {
    MUST(must_be_new(session, keys, ref));
    session.stir(random.bytes(32));
    if (is_signature(ref.purpose)) {
      MUST(make_pair(session, ref));
      return check_value_of(session, ref);
    }
    TRY(type, key_type(suite));
    Pkcs11Template as;
    working_key(as, type, Lives::in_session, Leaves::wrapped);
    if (suite == Suite::aes) as.number(CKA_VALUE_LEN, Key::size_max);
    TRY(made, session.generate(generation(suite), as));
    const Pkcs11Session::Held held{session, made};
    MUST(register_key_creation(session, ref, TokenKey{made, suite}));
    MUST(keep(session, made, ref));
    return check_value_of(session, ref);
  });
  token_->keys_changed();
  return value;
}

Result<SecretBytes> Pkcs11KeyStore::roll_component(Random& random) {
  constexpr std::size_t component_bytes = 16;
  return token_->with_session([&](Pkcs11Session& session, const TokenKeys&) -> Result<SecretBytes> {
    session.stir(random.bytes(32));
    TRY(rolled, session.random(component_bytes));
    return SecretBytes(std::move(rolled));
  });
}

Result<KeyCheckValue> Pkcs11KeyStore::derive(const KeyRef& from, std::span<const Factor> factors, const KeyRef& to) {
  if (factors.empty() || factors.size() > levels_max) return vault_refused("a key is derived by one to four factors");
  if (!comes_from_the_seed(to.purpose)) return vault_refused(fmt::format("a key {} is not derived", name_of(to.purpose)));
  auto value = token_->with_session([&](Pkcs11Session& session, const TokenKeys& keys) -> Result<KeyCheckValue> {
    MUST(must_be_new(session, keys, to));
    TRY(root, keys.key(from));
    TokenCipher cipher{session};
    {
      TRY(derived, cipher.diversified(root, factors, Leaves::wrapped));
      MUST(register_key_creation(session, to, derived.key()));
    }
    MUST(cipher.keep_diversified(root, factors, key_label(to)));
    return check_value_of(session, to);
  });
  token_->keys_changed();
  return value;
}

Result<KeyCheckValue> Pkcs11KeyStore::check_value(const KeyRef& from, std::span<const Factor> factors) {
  return token_->with_session([&](Pkcs11Session& session, const TokenKeys& keys) -> Result<KeyCheckValue> {
    TRY(root, keys.key(from));
    TokenCipher cipher{session};
    TRY(key, cipher.diversified(root, factors));
    return cipher.check_value(key.key());
  });
}

Result<void> Pkcs11KeyStore::destroy(const KeyRef& key) {
  auto done = token_->with_session([&](Pkcs11Session& session, const TokenKeys&) {
    constexpr std::array all{LabelPart::whole, LabelPart::left, LabelPart::fold,  LabelPart::pending,
                             LabelPart::born,  LabelPart::mac};
    return destroy_parts(session, key, all);
  });
  token_->keys_changed();
  return done;
}

Result<Bytes> Pkcs11KeyStore::protect_record(const ProtectedRecord& record) {
  constexpr std::size_t record_max = 64;
  MUST(may_protect(record.under));
  if (record.record.empty() || record.record.size() > record_max) return vault_refused("a record for a card has 1 to 64 bytes");
  return token_->with_session([&](Pkcs11Session& session, const TokenKeys& keys) {
    return TokenAnswers{session, keys}.protect(record);
  });
}

}  // namespace kwota::seal
