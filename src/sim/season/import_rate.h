// How fast a handheld's records get into the books with each card's proof asked of the vault, beside the bare rate of the same codes.
// Begin with measure_import().
#pragma once
#include <filesystem>

#include "base/result.h"
#include "seal/vault/vault.h"
#include "store/books.h"

namespace kwota::sim {

struct ImportRate {
  std::size_t records = 0;
  double bare = 0;      ///< codes a second that the vault makes, one after another
  double imported = 0;  ///< records a second: taken in, judged, settled, added up
  double account_ms = 0;  ///< the month's income and expense, made of all of them
  bool all_proven = false;
};

/// Somebody who works in the same books meanwhile.
class Beside {
 public:
  virtual ~Beside() = default;
  /// Before the first record comes in; `now`: by the clock of these books.
  virtual Result<void> begin(store::Books& books, Instant now) = 0;
  /// The last record is settled.
  virtual Result<void> end() = 0;
};

/// `folder`: of the books, empty. The vault has the published test keys. Errors: of vault and books, and of whoever works beside it.
Result<ImportRate> measure_import(const std::filesystem::path& folder, seal::Vault& vault, std::size_t records, Beside* beside = nullptr);

}  // namespace kwota::sim
