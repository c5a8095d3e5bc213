// A set of keys made in the office for a meter that is not there: for whoever brings it, wrapped for the meter's certified pair.
// Begin with prepare_set().
#pragma once
#include <functional>

#include "base/random.h"
#include "seal/meter_keys/frames.h"
#include "seal/vault/meter_set.h"
#include "seal/vault/meter_vault.h"

namespace kwota::meter_keys {

struct SetOrder {
  MeterNumber meter;
  Bytes public_key;  ///< out of its certificate, which somebody has checked
  KeysKept kept = KeysKept::in_module;  ///< out of it, too
  std::uint8_t version = 0;
  std::vector<std::uint8_t> identity_versions{};  ///< under which the meter may want to be greeted
};
/// A vault that answers under the meter's identity keys.
using AnswerAsOffice = std::function<Result<Bytes>(const seal::Request&)>;

/// `office`: has the utility's identity. Versions of the identity key that it does not have are left out. Errors: those of the vaults,
/// `bad_public_key`.
Result<seal::MeterSet> prepare_set(seal::MeterVault& office, const AnswerAsOffice& identity, const SetOrder& order,
                                   Random& random);

}  // namespace kwota::meter_keys
