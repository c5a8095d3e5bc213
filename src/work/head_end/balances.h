// Balances at the server, kept up by the head-end: what a contact has read is charged at once, and every half hour everybody is
// looked at – friendly hours end, orders expire on dead lines, and what a killed program had not charged is charged. One account
// is one decision (sell/remote_account), and of everybody a few at a time: ten thousand accounts whose friendly hours end hold up
// no sale. Guarantees: an account with nothing to do costs a look and no row. From any thread.   Begin with charge_all().
#pragma once
#include <functional>
#include <mutex>
#include <optional>
#include <vector>

#include "sell/tariff/use/plan_cache.h"
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
  /// The same in time: the first time, then anew in each half hour of the books' clock – so many decisions at most, for whoever
  /// calls has sales to look for; the next call goes on. Gives how many had something to do.
  Result<std::size_t> charge_in_time(std::size_t decisions_most = decisions_a_look);
  static constexpr std::size_t decisions_a_look = 50;

 private:
  /// False: there is nothing to do.
  Result<bool> charge_account(const books::RemoteAccount& row);
  Result<std::vector<books::RemoteAccount>> everybody();
  std::optional<books::RemoteAccount> next_pending();

  store::Books& books_;
  const Clock& clock_;
  Moved moved_;
  tariff::PlanCache plans_;
  std::mutex mutex_;                           ///< of what follows
  std::optional<std::int64_t> looked_at_;      ///< half hour since the epoch
  std::vector<books::RemoteAccount> pending_;  ///< not looked at in it yet; the last is next
};

}  // namespace kwota::head_end
