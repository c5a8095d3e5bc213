#include "serve/key_room/meter_keys.h"

#include "base/ids_text.h"
#include "carry/dialogue/parties.h"
#include "keys/journal/note.h"
#include "keys/office/tree.h"
#include "seal/keys/key_ukey.h"
#include "seal/keys/test_keys.h"
#include "seal/keys/vaults.h"
#include "sell/shift/permissions.h"

namespace kwota::serve {
namespace {

using meter_keys::Work;

Work work_of(std::string_view what) {
  if (what == "download") return Work::download;
  if (what == "update") return Work::update;
  return what == "forget" ? Work::forget : Work::restore;
}

/// Counters that seal under the published test keys give these to the meters of the bench; the utility's identity is real.
class TestKeysMeterVault final : public seal::MeterVault {
 public:
  explicit TestKeysMeterVault(seal::MeterVault& office) : office_(office), published_(keys(), seal::SigningKey::generate()) {}
  Result<Bytes> perform(const seal::MeterKeyStep& step) override {
    return step.step == seal::MeterKeyStep::Step::sign ? office_.perform(step) : published_.perform(step);
  }
  Result<Bytes> public_key() override { return office_.public_key(); }
  Bytes ukey_certificate() const override { return office_.ukey_certificate(); }

 private:
  static seal::SoftwareMeterVault::CountyKeys keys() {
    seal::SoftwareMeterVault::CountyKeys all;
    for (const auto purpose : meter_keys::purposes_of_a_meter)
      all.emplace(seal::KeyRef{purpose, seal::test_key_version}, seal::test_root(purpose));
    return all;
  }
  seal::MeterVault& office_;
  seal::SoftwareMeterVault published_;
};

keys::MeterKeyOutcome outcome_of(const meter_keys::KeysChanged& changed, std::uint8_t version) {
  keys::MeterKeyOutcome outcome;
  outcome.outcome = name_of(changed.outcome);
  outcome.evidence = changed.evidence;
  if (changed.cause) outcome.cause = changed.cause->code;
  if (changed.after && changed.after->own_keys) outcome.own_version = changed.after->current;
  for (const auto& key : changed.given) outcome.given.push_back({{key.purpose, version}, seal::Suite::des, key.check_value});
  return outcome;
}

/// Both ends of a conversation with a meter.
struct Ends {
  seal::MeterVault& keys;
  seal::Vault& identity;  ///< answers under the identity key that the meter has
  const ToModule& module;
};

dialogue::Parties parties(const Ends& ends) {
  dialogue::Parties all;
  all.device = [&module = ends.module](const iso7816::Command& command) -> Result<iso7816::Response> {
    TRY(answer, module(iso7816::encode(command)));
    return iso7816::decode_response(answer);
  };
  all.vault = [ends](const seal::Request& request) {
    if (const auto* step = std::get_if<seal::MeterKeyStep>(&request)) return ends.keys.perform(*step);
    return ends.identity.perform(request);
  };
  all.journal = [](const dialogue::JournalNote&) -> Result<void> { return {}; };  // the permission stands in the journal already
  return all;
}

/// Nothing when the office's vault does it.
Result<std::unique_ptr<seal::KeyUkey>> open_ukey(store::Books& books, Random& random, const keys::MeterKeyRequest& request,
                                                 const shift::Context& context, const std::optional<UkeyInHand>& ukey) {
  if (request.ukey.empty() || !ukey) return std::unique_ptr<seal::KeyUkey>{};
  MUST(shift::require(context.who, "meter_keys"));
  MUST(books.read([&](const books::Reader& reader) { return keys::check_key_ukey(reader, request.ukey, context); }));
  return seal::KeyUkey::open(ukey->place, request.ukey, ukey->pin, random);
}

Result<std::string> utility_name(store::Books& books) {
  return books.read([](const books::Reader& reader) -> Result<std::string> {
    const auto utility = reader.utility();
    return utility ? utility->name : std::string{};
  });
}

}  // namespace

Result<meter_keys::KeysChanged> change_meter_keys(KeyRoom& room, store::Books& books, MeterLinks& links, Random& random,
                                                  const keys::MeterKeyRequest& request, const shift::Context& context,
                                                  const std::optional<UkeyInHand>& ukey) {
  const books::Actor actor{context.who.name, "meter_keys", context.station};
  TRY(stick, open_ukey(books, random, request, context, ukey));
  TRY(module, links.open(request.meter));
  TRY(permission,
      books.run(actor, [&](const books::Reader& reader) { return keys::permit_meter_keys(reader, request, context); }));
  const auto version = static_cast<std::uint8_t>(permission.version);
  TRY(changed, room.with_office([&, &stick = stick, &module = module](seal::KeyStore& office) -> Result<meter_keys::KeysChanged> {
    TRY(published, seal::seals_with_test_keys(room.counters()));
    std::vector<seal::Factor> to_county;
    if (!published && !stick) {
      TRY(factors, books.read([](const books::Reader& reader) { return keys::county_factors(reader.key_factors()); }));
      to_county = std::move(factors);
    }
    seal::KeyStoreMeterVault from_office(office, std::move(to_county), random);
    seal::MeterVault& own = stick ? static_cast<seal::MeterVault&>(*stick) : from_office;
    TestKeysMeterVault test(own);
    seal::MeterVault& vault = published ? static_cast<seal::MeterVault&>(test) : own;
    TRY(name, utility_name(books));
    TRY(identity, vault.public_key());
    TRY(factories, links.factories(identity, name));
    auto order = meter_keys::order_for(work_of(request.what), request.meter, version, std::move(factories), random);
    order.ukey_certificate = vault.ukey_certificate();
    const Ends ends{vault, stick && !published ? stick->vault() : room.counters(), module};
    return dialogue::run(meter_keys::change_meter_keys(order), parties(ends));
  }));
  const auto outcome = outcome_of(changed, version);
  const auto noted = books.run(
      actor, [&](const books::Reader& reader) { return keys::note_meter_keys(reader, request, permission, outcome, context); });
  if (!noted) return noted.error();
  return changed;
}

}  // namespace kwota::serve
