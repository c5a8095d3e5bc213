// Tells the witnesses how far the books are, on a thread of its own: a place on a network that does not answer holds up no sale.
// Guarantees: at start, at stop, when asked for, and once a minute between as long as somebody does not know the newest group, and of that alone: also what was
// sold last before a quiet night is known outside a minute later. One that cannot be reached is told the next time, and stands in away(). Begin with committed().
#pragma once
#include <condition_variable>
#include <mutex>
#include <thread>
#include <vector>

#include "store/witness.h"

namespace kwota::store {

/// Between two groups that witnesses are told of. [K]
inline constexpr Duration witness_pause = Duration::minutes(1);

/// So often on end a witness was told in vain before people are told that it is away: a network that stumbles for a moment is no news. [K]
inline constexpr int missed_least = 2;

/// A witness that was told in vain.
struct WitnessAway {
  std::string name;
  Instant since;  ///< the time of the first group that it does not know
};

class WitnessDesk {
 public:
  /// `newest`: what the books end with; it is told at once. `look_again`: after so much of the machine's time, where somebody does not know the newest group.
  WitnessDesk(const Witnesses& witnesses, const Mark& newest, Instant time, Duration look_again = witness_pause);
  WitnessDesk(const WitnessDesk&) = delete;
  WitnessDesk& operator=(const WitnessDesk&) = delete;
  /// Tells them the last one.
  ~WitnessDesk();

  /// A group is on the disk. Never waits for a witness.
  void committed(const Mark& mark, Instant time);
  /// They are told now: a shift was closed.
  void publish_now();
  /// Those that were told in vain so often, without those that say themselves that they are away. Never waits for a witness.
  std::vector<WitnessAway> away() const;

 private:
  struct Place {
    std::shared_ptr<const Witness> witness;
    std::int64_t told = 0;  ///< the anchor that it knows
    int missed = 0;         ///< how often on end it was told in vain
    Instant missed_since;
  };
  void work();
  /// Those that do not know it are told, without the mutex.
  void tell(std::unique_lock<std::mutex>& lock, const Mark& mark, Instant time);

  const Duration look_again_;
  mutable std::mutex mutex_;
  std::vector<Place> places_;  ///< as many for ever; the thread alone changes them
  std::condition_variable due_;
  Mark newest_;
  Instant published_at_;        ///< time of the group that they were told of last
  Instant newest_at_;
  bool wanted_ = true, stopping_ = false;
  std::thread thread_;  ///< none without witnesses
};

}  // namespace kwota::store
