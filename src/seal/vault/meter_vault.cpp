#include "seal/vault/meter_vault.h"

#include "base/cause.h"
#include "seal/cipher/card_crypto.h"
#include "seal/vault/vault_rules.h"

namespace kwota::seal {
namespace {

/// suite1 || check value 3 || wrapped key, as the meter takes it.
Bytes for_the_meter(Suite suite, const KeyCheckValue& check_value, ByteView wrapped) {
  Bytes out{static_cast<std::uint8_t>(suite)};
  append(out, check_value);
  append(out, wrapped);
  return out;
}

/// Every set has a number of its own.
Bytes with_order_number(ByteView point, Random& random) {
  constexpr std::size_t number_bytes = 8;
  Bytes out = to_bytes(point);
  append(out, random.bytes(number_bytes));
  return out;
}

}  // namespace

Result<Bytes> KeyStoreMeterVault::perform(const MeterKeyStep& step) {
  switch (step.step) {
    case MeterKeyStep::Step::start: {
      TRY(point, store_.start_meter_keys());
      return with_order_number(point, random_);
    }
    case MeterKeyStep::Step::sign:
    case MeterKeyStep::Step::sign_set: return store_.vault().sign(identity, step.message);
    case MeterKeyStep::Step::wrap: break;
  }
  return wrap(step);
}

Result<Bytes> KeyStoreMeterVault::public_key() {
  auto there = store_.vault().public_key(identity);
  if (there.ok() || cause_of(there.error()) != Cause::key_missing) return there;
  MUST(store_.make(identity, Suite::des, random_));
  return store_.vault().public_key(identity);
}

Result<Bytes> KeyStoreMeterVault::wrap(const MeterKeyStep& step) {
  MeterKeyOrder order;
  order.meter_point = step.point;
  auto& item = order.items.emplace_back();
  item.key = step.key;
  item.factors = to_county_;
  item.factors.insert(item.factors.end(), step.factors.begin(), step.factors.end());
  item.context = step.context;
  TRY(wrapped, store_.wrap_for_meter(order));
  if (wrapped.size() != 1) return vault_refused("it did not wrap the key that was asked for");
  return for_the_meter(wrapped[0].suite, wrapped[0].check_value, wrapped[0].wrapped);
}

Result<Bytes> SoftwareMeterVault::perform(const MeterKeyStep& step) {
  switch (step.step) {
    case MeterKeyStep::Step::start: {
      pair_ = AgreementKey::generate();
      SystemRandom random;
      return with_order_number(pair_->point(), random);
    }
    case MeterKeyStep::Step::sign:
    case MeterKeyStep::Step::sign_set: return to_bytes(identity_.sign(sha256(step.message)));
    case MeterKeyStep::Step::wrap: break;
  }
  return wrap(step);
}

Result<Bytes> SoftwareMeterVault::wrap(const MeterKeyStep& step) {
  const auto found = keys_.find(step.key);
  if (found == keys_.end()) return key_missing(step.key);
  if (!pair_) return vault_refused("no set for a meter was begun");
  Key key = found->second;
  for (const auto& factor : step.factors) key = diversify(key, factor);
  TRY(shared, pair_->agree(step.point));
  return for_the_meter(key.suite(), check_value(key), wrap_key(transport_key(shared, step.context), key.view()));
}

}  // namespace kwota::seal
