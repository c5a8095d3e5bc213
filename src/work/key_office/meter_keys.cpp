#include "work/key_office/meter_keys.h"

#include <fmt/format.h>

#include "base/ids_text.h"
#include "books/lookup.h"
#include "carry/dialogue/parties.h"
#include "keys/journal/note.h"
#include "keys/office/tree.h"
#include "people/permissions.h"
#include "seal/cipher/certificate.h"
#include "seal/meter_keys/prepare.h"
#include "seal/ukey/key_ukey.h"
#include "seal/vault/vault_rules.h"
#include "seal/vaults/sample_keys.h"

namespace kwota::key_office {
namespace {

keys::MeterKeyOutcome outcome_of(const meter_keys::KeysChanged& changed, std::uint8_t version) {
  keys::MeterKeyOutcome outcome;
  outcome.outcome = name_of(changed.outcome);
  outcome.evidence = changed.evidence;
  if (changed.cause) outcome.cause = changed.cause->code;
  if (changed.after && changed.after->own_keys) outcome.own_version = changed.after->current;
  if (!changed.certificate.empty() && changed.before) {
    outcome.module = to_hex(changed.before->serial);
    outcome.certificate = to_hex(changed.certificate);
  }
  for (const auto& key : changed.given) outcome.given.push_back({{key.purpose, version}, seal::Suite::des, key.check_value});
  return outcome;
}

/// Both ends of a conversation with a meter.
struct Ends {
  seal::MeterVault& keys;
  std::function<Result<Bytes>(const seal::Request&)> identity;  ///< answers under the identity key that the meter has
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
    return ends.identity(request);
  };
  all.journal = [](const dialogue::JournalNote&) -> Result<void> { return {}; };  // the permission stands in the journal already
  return all;
}

/// Nothing when the office's vault does it. What the UKEY does not carry is said before the meter is asked anything.
Result<std::unique_ptr<seal::KeyUkey>> open_ukey(store::Books& books, const keys::MeterKeyRequest& request,
                                                 const people::Context& context, const std::optional<UkeyInHand>& ukey) {
  if (request.ukey.empty() || !ukey) return std::unique_ptr<seal::KeyUkey>{};
  MUST(people::require(context.who, "meter_keys"));
  MUST(books.read([&](const books::Reader& reader) { return keys::check_key_ukey(reader, request, context); }));
  TRY(stick, seal::KeyUkey::open(ukey->place, request.ukey, ukey->pin));
  MUST(stick->sets().find(meter_keys::factor_of(request.meter), static_cast<std::uint8_t>(request.version)));
  return stick;
}

Result<std::string> utility_name(store::Books& books) {
  return books.read([](const books::Reader& reader) -> Result<std::string> { return books::utility_of(reader).name; });
}

}  // namespace

Error no_line_to(MeterNumber meter) {
  return error(Fault::wire, "meter_not_reached",
               "No line leads to this meter from here: nothing was changed. Use a key card at the meter.",
               {{"meter", to_text(meter)}});
}

Result<void> with_meter_vault(KeyOffice& room, store::Books& books, Random& random,
                              const std::function<Result<void>(seal::MeterVault&)>& work) {
  return room.with_office([&](seal::KeyStore& office) -> Result<void> {
    TRY(to_county, books.read([](const books::Reader& reader) { return keys::county_factors(reader.only<books::KeyFactors>()); }));
    seal::KeyStoreMeterVault own(office, std::move(to_county), random);
    return work(own);
  });
}

namespace {

/// Under the identity key that a meter has now; it lies in the counters' vault, which answers for nothing else.
Result<Bytes> identity_by_counters(KeyOffice& room, const seal::Request& asked) {
  const auto* proof = std::get_if<seal::Authenticate>(&asked);
  if (proof == nullptr) return seal::vault_refused("the counters answer for a meter's identity alone");
  return room.counters().prove(*proof);
}

/// Whose certificates of meters are believed, when the utility shows itself by this vault.
Result<std::vector<meter_keys::TrustedFactory>> believed_factories(store::Books& books, MeterLinks& links, seal::MeterVault& vault) {
  TRY(name, utility_name(books));
  TRY(identity, vault.public_key());
  return links.factories(identity, name);
}

}  // namespace

Result<meter_keys::KeysChanged> change_meter_keys(KeyOffice& room, store::Books& books, MeterLinks& links, Random& random,
                                                  const keys::MeterKeyRequest& request, const people::Context& context,
                                                  const std::optional<UkeyInHand>& ukey) {
  const books::Actor actor{context.who.name, "meter_keys", context.station};
  TRY(stick, open_ukey(books, request, context, ukey));
  TRY(module, links.open(request.meter));
  TRY(permission,
      books.run(actor, [&](const books::Reader& reader) { return keys::permit_meter_keys(reader, request, context); }));
  const auto version = static_cast<std::uint8_t>(permission.version);
  if (stick) MUST(stick->sets().find(meter_keys::factor_of(request.meter), version));
  meter_keys::KeysChanged changed;
  const auto run = [&, &stick = stick, &module = module](seal::MeterVault& vault) -> Result<void> {
    TRY(factories, believed_factories(books, links, vault));
    auto order = meter_keys::order_for(request.work, request.meter, version, std::move(factories), random);
    order.ukey_certificate = vault.ukey_certificate();
    order.carried = stick != nullptr;
    if (const auto prepared = vault.prepared_challenge(meter_keys::factor_of(request.meter), version)) order.random1 = *prepared;
    const auto answer = [&](const seal::Request& asked) -> Result<Bytes> {
      const auto* proof = std::get_if<seal::Authenticate>(&asked);
      if (stick != nullptr && proof != nullptr) return stick->sets().proof(*proof);
      return identity_by_counters(room, asked);
    };
    TRY(outcome, dialogue::run(meter_keys::change_meter_keys(order), parties(Ends{vault, answer, module})));
    changed = std::move(outcome);
    return {};
  };
  MUST(stick ? run(*stick) : with_meter_vault(room, books, random, run));
  const auto outcome = outcome_of(changed, version);
  const auto noted = books.run(
      actor, [&](const books::Reader& reader) { return keys::note_meter_keys(reader, request, permission, outcome, context); });
  if (!noted) return noted.error();
  if (outcome.own_version) static_cast<void>(room.counters().meter_has_keys(request.meter, static_cast<std::uint8_t>(*outcome.own_version)));
  return changed;
}

Result<keys::KnownModule> bring_certificate(KeyOffice& room, store::Books& books, MeterLinks& links, Random& random,
                                            MeterNumber meter, const people::Context& context) {
  MUST(people::require(context.who, "meter_keys"));
  const books::Actor actor{context.who.name, "meter_keys", context.station};
  TRY(module, links.open(meter));
  keys::KnownModule known{.meter = meter};
  const auto run = [&, &module = module](seal::MeterVault& vault) -> Result<void> {
    TRY(factories, believed_factories(books, links, vault));
    const auto nobody = [](const seal::Request&) -> Result<Bytes> { return seal::vault_refused("nothing is sealed for a reading"); };
    TRY(brought, dialogue::run(meter_keys::bring_certificate(meter, std::move(factories)), parties(Ends{vault, nobody, module})));
    known.serial = to_hex(brought.serial);
    known.certificate = to_hex(brought.certificate);
    return {};
  };
  MUST(with_meter_vault(room, books, random, run));
  const auto noted = books.run(
      actor, [&](const books::Reader& reader) { return keys::know_modules(reader, {known}, books::ModuleOrigin::contact, context); });
  if (!noted) return noted.error();
  return known;
}

Result<std::vector<seal::MeterSet>> prepare_sets(KeyOffice& room, store::Books& books, Random& random,
                                                 const std::vector<MeterNumber>& meters, std::uint8_t version) {
  std::vector<meter_keys::SetOrder> orders;
  const auto found = books.read([&](const books::Reader& reader) -> Result<Done> {
    for (const auto meter : meters) {
      const auto module = reader.find<books::MeterModule>(meter);
      if (!module)
        return error(Fault::refused, "meter_certificate_missing",
                     fmt::format("The key office does not know the certificate of meter {}: no keys can be made for it. Take it from "
                                 "the maker's delivery file, or bring it home from the meter.",
                                 to_text(meter)),
                     {{"meter", to_text(meter)}});
      TRY(certificate, from_hex(module->certificate));
      TRY(facts, seal::read_certificate(certificate));  // it was believed when it was taken in
      const auto kept = meter_keys::kept_by(facts.organisation).value_or(meter_keys::KeysKept::in_firmware);
      auto& order = orders.emplace_back(meter_keys::SetOrder{.meter = meter, .public_key = facts.public_key, .kept = kept, .version = version});
      for (std::uint8_t older = 1; older <= version; ++older) order.identity_versions.push_back(older);
      order.identity_versions.push_back(seal::sample_keys_of_before);  // which counters of real books have not
    }
    return Done{};
  });
  if (!found.ok()) return found.error();
  std::vector<seal::MeterSet> sets;
  const auto answer = [&](const seal::Request& asked) { return identity_by_counters(room, asked); };
  MUST(with_meter_vault(room, books, random, [&](seal::MeterVault& office) -> Result<void> {
    MUST(office.public_key());  // made now if no meter has needed it yet
    for (const auto& order : orders) {
      TRY(set, meter_keys::prepare_set(office, answer, order, random));
      sets.push_back(std::move(set));
    }
    return {};
  }));
  return sets;
}

}  // namespace kwota::key_office
