#include "sell/purse/counted.h"

#include <algorithm>

#include "sell/purse/purse_account.h"
#include "sell/purse/spent.h"

namespace kwota::purse {
namespace {

using books::WateringPaid;
using books::WateringStatus;

/// The counter before its lock is told by the hung record alone.
bool knows_its_lock(const books::Watering& row) { return !row.gmac.empty(); }

/// Of a lock whose answer was lost the pump does not know whether it was made; of one that switched the pump on it does.
bool was_locked(const books::Watering& row) { return !row.amount.is_zero() || row.seconds > 0 || row.cause != books::WateringEnd::none; }

bool may_be_counted(const books::Reader& books, const books::Purse& purse, const books::Watering& row, std::int64_t count) {
  const bool hangs = row.state == WateringStatus::hung && row.card == purse.card && row.account == purse.account && row.purse == purse.number;
  return hangs && knows_its_lock(row) && was_locked(row) && row.others == 0 && count >= row.offline + steps_of_lock_and_debit && !books.find<books::ReleasedLock>(*purse.card, row.offline);
}

/// A release that is in doubt may be of this very lock.
bool is_being_released(const books::Reader& books, const books::Purse& purse) {
  const auto sale = unsettled(books, purse.account);
  return sale && sale->card == purse.card && sale->kind == books::Operation::release;
}

}  // namespace

std::int64_t known_count(const books::Purse& purse, std::span<const books::Watering> waterings) {
  std::int64_t count = purse.offline;
  for (const auto& row : waterings)
    if (row.card == purse.card && knows_its_lock(row) && (row.state == WateringStatus::hung || books::is_proven(row.state))) count = std::max(count, row.offline);
  return count;
}

Result<std::size_t> settle_counted(const books::Reader& books, books::Purse& purse, std::span<books::Watering> waterings, const Context& context, books::Changes& changes) {
  std::size_t settled = 0;
  if (!purse.card || is_being_released(books, purse)) return settled;
  const auto count = known_count(purse, waterings);
  for (auto& row : waterings) {
    if (!may_be_counted(books, purse, row, count)) continue;
    const auto before = row;
    row.paid = WateringPaid::at_well;  // with the seal that its module gave: nobody else has another
    MUST(spend(books, row, purse, context, changes));
    count_steps(books, purse, before, row, context);
    ++settled;
  }
  return settled;
}

}  // namespace kwota::purse
