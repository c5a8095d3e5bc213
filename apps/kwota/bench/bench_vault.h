// The seals of a card sale through the vault, against the PKCS#11 calls that they cannot do without, in the same run.
// Begin with measure_vault().
#pragma once
#include <filesystem>

#include "base/result.h"

namespace kwota::app {

struct VaultRates {
  double sealed = 0;  ///< card sales a second whose seals were made through the vault
  double raw = 0;     ///< the same calls to the token, made directly
  double seals_a_sale = 0;
};

/// With a SoftHSM token in `folder`, in turns, so that what else runs on the machine meets both. Errors: those of the vault.
Result<VaultRates> measure_vault(const std::filesystem::path& folder, int sales);

}  // namespace kwota::app
