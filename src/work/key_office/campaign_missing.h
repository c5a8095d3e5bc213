// What a key change has not reached yet, and where it is: PSAMs, meters, user cards that hold only an older version.
// Begin with missing_of().
#pragma once
#include <string>
#include <vector>

#include "books/rows.h"
#include "keys/campaign/campaign.h"
#include "store/lists/query.h"

namespace kwota::key_office {

/// So many are named; how many there are the progress says. [K]
inline constexpr std::size_t missing_max = 100;

struct Missing {
  keys::KeyHolders kind{};
  std::string what;   ///< serial of a PSAM or card, number of a meter
  std::string where;  ///< holder, service point, customer
  std::int64_t version = 0;
};
/// Errors: those of store::list().
Result<std::vector<Missing>> missing_of(store::Moment& connection, const books::Campaign& campaign);

}  // namespace kwota::key_office
