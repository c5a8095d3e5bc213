#include "seal/vault/meter_set.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/core/byte_fields.h"
#include "seal/vault/vault_rules.h"

namespace kwota::seal {
namespace {

constexpr std::uint8_t set_edition = 1;

}  // namespace

Bytes encode(const MeterSet& set) {
  Bytes out{set_edition};
  append(out, set.meter);
  out.push_back(set.version);
  append(out, set.number);
  append(out, set.point);
  append(out, set.signature);
  append(out, set.challenge);
  out.push_back(static_cast<std::uint8_t>(set.keys.size()));
  for (const auto& [purpose, key] : set.keys) {
    out.push_back(static_cast<std::uint8_t>(purpose));
    out.push_back(static_cast<std::uint8_t>(key.size()));
    append(out, key);
  }
  out.push_back(static_cast<std::uint8_t>(set.proofs.size()));
  for (const auto& [version, proof] : set.proofs) {
    out.push_back(version);
    append(out, proof);
  }
  return out;
}

std::optional<MeterSet> decode_meter_set(ByteView bytes) {
  ByteFields in(bytes);
  if (in.byte() != set_edition) return std::nullopt;
  MeterSet set;
  in.copy_to(set.meter);
  set.version = in.byte();
  in.copy_to(set.number);
  in.copy_to(set.point);
  in.copy_to(set.signature);
  in.copy_to(set.challenge);
  for (int left = in.byte(); left > 0 && in.good(); --left) {
    const auto purpose = static_cast<Purpose>(in.byte());
    set.keys[purpose] = to_bytes(in.take(in.byte()));
  }
  for (int left = in.byte(); left > 0 && in.good(); --left) in.copy_to(set.proofs[in.byte()]);
  if (!in.done()) return std::nullopt;
  return set;
}

Result<const MeterSet*> CarriedSets::find(const Factor& meter, std::uint8_t version) const {
  const auto found = std::ranges::find_if(
      sets_, [&](const MeterSet& set) { return set.meter == meter && (version == 0 || set.version == version); });
  if (found != sets_.end()) return &*found;
  return error(Fault::refused, "meter_set_missing",
               fmt::format("The UKEY carries no keys of version {} for this meter: nothing was changed. Have the key office put "
                           "them onto it.",
                           version),
               {{"version", fmt::format("{}", version)}});
}

Result<Bytes> CarriedSets::perform(const MeterKeyStep& step) {
  if (step.step == MeterKeyStep::Step::start) {
    if (step.factors.size() != 1) return vault_refused("a set of keys is for one meter");
    TRY(set, find(step.factors[0], step.key.version));
    begun_ = set;
    Bytes out = to_bytes(set->point);
    append(out, set->number);
    return out;
  }
  if (begun_ == nullptr || step.step == MeterKeyStep::Step::sign) return vault_refused("no set for a meter was begun");
  if (step.step == MeterKeyStep::Step::sign_set) return to_bytes(begun_->signature);
  const auto key = begun_->keys.find(step.key.purpose);
  if (key == begun_->keys.end() || step.key.version != begun_->version) return key_missing(step.key);
  return key->second;
}

Result<Bytes> CarriedSets::proof(const Authenticate& asked) const {
  const auto found = std::ranges::find_if(
      sets_, [&](const MeterSet& set) { return set.meter == asked.serial.bytes && set.challenge == asked.challenge; });
  if (found == sets_.end() || asked.key.purpose != Purpose::meter_identity) return key_missing(asked.key);
  const auto proof = found->proofs.find(asked.key.version);
  if (proof == found->proofs.end()) return key_missing(asked.key);
  return to_bytes(proof->second);
}

}  // namespace kwota::seal
