#include "seal/ukey/key_ukey.h"

#include "base/cause.h"
#include "seal/key_store/session_keys.h"
#include "seal/pkcs11/public_keys.h"
#include "seal/pkcs11/token_keys.h"
#include "seal/vault/vault_rules.h"

namespace kwota::seal {
namespace {

constexpr KeyRef identity = KeyStoreMeterVault::identity;
constexpr auto set_label = "kwota meter set";

std::string certificate_label() { return label_of(identity, LabelPart::certificate); }

Result<UkeyCertificate> read_certificate_in(Pkcs11Session& session) {
  const auto object = object_named(session, CKO_DATA, certificate_label(), identity);
  if (!object.ok() && cause_of(object.error()) == Cause::key_missing)
    return vault_refused("this is no key UKEY that can be used at meters");
  if (!object.ok()) return object.error();
  TRY(bytes, session.attribute(*object, CKA_VALUE));
  auto certificate = decode_ukey_certificate(bytes);
  if (!certificate) return vault_refused("the UKEY's certificate cannot be read");
  return std::move(*certificate);
}

Result<CarriedSets> read_sets(Pkcs11Session& session) {
  TRY(objects, session.all_objects(CKO_DATA));
  std::vector<MeterSet> sets;
  const auto [first, last] = objects.equal_range(set_label);
  for (auto found = first; found != last; ++found) {
    TRY(bytes, session.attribute(found->second, CKA_VALUE));
    auto set = decode_meter_set(bytes);
    if (!set) return vault_refused("a meter's set of keys on the UKEY cannot be read");
    sets.push_back(std::move(*set));
  }
  return CarriedSets{std::move(sets)};
}

Result<void> keep_data(Pkcs11Session& session, const std::string& label, ByteView bytes) {
  Pkcs11Template object;
  object.number(CKA_CLASS, CKO_DATA).flag(CKA_TOKEN, true).flag(CKA_PRIVATE, true).flag(CKA_MODIFIABLE, false);
  object.text(CKA_LABEL, label).bytes(CKA_VALUE, bytes);
  MUST(session.create(object));
  return {};
}

}  // namespace

Result<std::unique_ptr<KeyUkey>> KeyUkey::open(const UkeyPlace& place, const std::string& label, const SecretBytes& pin) {
  if (!is_plugged_in(place, label)) return vault_offline("the UKEY is not plugged in");
  const auto token = open_ukey_token(place, label, [pin]() -> Result<SecretBytes> { return pin; });
  std::unique_ptr<KeyUkey> ukey(new KeyUkey(token));
  TRY(certificate, token->with_session([](Pkcs11Session& session, const TokenKeys&) { return read_certificate_in(session); }));
  ukey->certificate_ = std::move(certificate);
  TRY(sets, token->with_session([](Pkcs11Session& session, const TokenKeys&) { return read_sets(session); }));
  ukey->sets_ = std::move(sets);
  return ukey;
}

Result<Bytes> KeyUkey::perform(const MeterKeyStep& step) {
  if (step.step == MeterKeyStep::Step::sign) return vault_.sign(identity, step.message);
  return sets_.perform(step);
}

std::optional<std::array<std::uint8_t, 8>> KeyUkey::prepared_challenge(const Factor& meter, std::uint8_t version) {
  const auto set = sets_.find(meter, version);
  return set.ok() ? std::optional{(*set)->challenge} : std::nullopt;
}

Result<void> give_identity(Pkcs11Token& token, const UkeyOrder& order) {
  if (!order.certify) return vault_refused("a key UKEY needs the utility's certificate");
  MUST(token.with_session([&](Pkcs11Session& session, const TokenKeys&) { return make_pair(session, identity); }));
  token.keys_changed();
  TRY(own_key, token.with_session([&](Pkcs11Session& session, const TokenKeys&) -> Result<Bytes> {
    TRY(shown, object_named(session, CKO_PUBLIC_KEY, key_label(identity), identity));
    return public_key_of(session, shown);
  }));
  TRY(certificate, order.certify(own_key));
  return token.with_session([&, &certificate = certificate](Pkcs11Session& session, const TokenKeys&) -> Result<void> {
    for (const auto& set : order.sets) MUST(keep_data(session, set_label, encode(set)));
    return keep_data(session, certificate_label(), encode(certificate));  // last: without it the UKEY is worthless
  });
}

}  // namespace kwota::seal
