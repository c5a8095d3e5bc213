#include "seal/meter_keys/prepare.h"

#include <algorithm>

#include "base/cause.h"
#include "seal/vault/vault_rules.h"

namespace kwota::meter_keys {
namespace {

using seal::MeterKeyStep;

Result<void> begin(seal::MeterVault& office, SetHeader& header) {
  const MeterKeyStep start{.step = MeterKeyStep::Step::start,
                           .key = {seal::Purpose::meter_identity, header.version},
                           .factors = {factor_of(header.meter)}};
  TRY(begun, office.perform(start));
  if (begun.size() != header.point.size() + header.number.size()) return seal::vault_refused("it began no set of keys");
  std::copy_n(begun.begin(), header.point.size(), header.point.begin());
  std::copy_n(begun.begin() + static_cast<std::ptrdiff_t>(header.point.size()), header.number.size(), header.number.begin());
  return {};
}

/// Proofs for one random number of ours, under each version that the meter may have when somebody stands before it.
Result<void> add_proofs(seal::MeterSet& set, const AnswerAsOffice& identity, const SetOrder& order, Random& random) {
  random.fill(set.challenge);
  for (const auto version : order.identity_versions) {
    const seal::Authenticate asked{
        .key = {seal::Purpose::meter_identity, version}, .serial = {set.meter}, .challenge = set.challenge};
    const auto proof = identity(asked);
    if (!proof.ok() && cause_of(proof.error()) == Cause::key_missing) continue;
    if (!proof.ok()) return proof.error();
    auto& kept = set.proofs[version];
    if (proof->size() != kept.size()) return seal::vault_refused("its answer to a challenge is no block");
    std::ranges::copy(*proof, kept.begin());
  }
  return {};
}

}  // namespace

Result<seal::MeterSet> prepare_set(seal::MeterVault& office, const AnswerAsOffice& identity, const SetOrder& order,
                                   Random& random) {
  TRY(point, point_of(order.public_key));
  SetHeader header{.meter = order.meter, .version = order.version};
  MUST(begin(office, header));
  seal::MeterSet set{.meter = factor_of(order.meter), .version = order.version, .number = header.number, .point = header.point};
  SetContent content;
  for (const auto purpose : purposes_of(order.kept)) {
    MeterKeyStep step{.step = MeterKeyStep::Step::wrap, .key = {purpose, order.version}};
    if (is_the_meters_own(purpose)) step.factors.push_back(set.meter);
    step.point = point;
    step.context = key_context(header, purpose);
    TRY(wrapped, office.perform(step));
    content.add(purpose, wrapped);
    set.keys.emplace(purpose, std::move(wrapped));
  }
  TRY(signature, office.perform({.step = MeterKeyStep::Step::sign_set, .message = content.message(header)}));
  if (signature.size() != set.signature.size()) return seal::vault_refused("its signature is of another length");
  std::ranges::copy(signature, set.signature.begin());
  MUST(add_proofs(set, identity, order, random));
  return set;
}

}  // namespace kwota::meter_keys
