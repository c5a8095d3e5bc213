// Balances at the office, kept up by the head-end: what a contact has read is charged at once, and every half hour everybody is
// looked at – friendly hours end, orders expire on dead lines, and what a killed program had not charged is charged. One account
// is one decision (sell/remote_account), so ten thousand accounts never hold up a sale. Guarantees: an account with nothing to do
// costs a look and no row. From any thread.   Begin with charge_all().
#pragma once
#include <functional>

#include "sell/tariff/plan_cache.h"
#include "store/books.h"

namespace kwota::head_end {

class Balances {
 public:
  using Moved = std::function<void(const books::MeterCommand&)>;
  /// All outlive it. `moved`: told of each order that was queued; may be empty.
  Balances(store::Books& books, const Clock& clock, Moved moved) : books_(books), clock_(clock), moved_(std::move(moved)) {}

  /// The account of this meter, if its balance is here. Errors of the books.
  Result<void> charge(MeterNumber meter);
  /// Everybody's; gives how many had something to do.
  Result<std::size_t> charge_all();
  /// charge_all() when it is due: the first time, then once in each half hour of the books' clock. Gives what it gave, 0 when it
  /// is not due.
  Result<std::size_t> charge_in_time();

 private:
  /// False: there is nothing to do.
  Result<bool> charge_account(const books::RemoteAccount& row);

  store::Books& books_;
  const Clock& clock_;
  Moved moved_;
  tariff::PlanCache plans_;
  std::mutex mutex_;                       ///< of looked_at_
  std::optional<std::int64_t> looked_at_;  ///< half hour since the epoch
};

}  // namespace kwota::head_end
