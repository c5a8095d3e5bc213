#include "store/verify/anchor_log.h"

#include "store/sqlite/anchors.h"

namespace kwota::store {
namespace {

/// What a power cut may take from the end of anchors.log. [K]
constexpr Duration log_lag_max = Duration::minutes(2);
/// Books as young as that may have lost their whole log in a crash of the first start. [K]
constexpr std::int64_t first_groups_max = 3;

}  // namespace

Result<bool> a_crash_takes(Connection& connection, std::int64_t logged, const Anchor& newest) {
  if (logged >= newest.number) return true;
  if (logged == 0) return newest.number <= first_groups_max;
  TRY(missing, read_anchor(connection, logged + 1));
  return missing && newest.time - missing->time <= log_lag_max;
}

}  // namespace kwota::store
