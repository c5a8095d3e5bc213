// Tells the witnesses how far the books are, on a thread of its own: a place on a network that does not answer holds up no sale.
// Guarantees: at start, at stop, when asked for, and once a minute between as long as somebody does not know the newest group, and of that alone: also what was
// sold last before a quiet night is known outside a minute later. One that cannot be reached is told the next time. Begin with committed().
#pragma once
#include <condition_variable>
#include <mutex>
#include <thread>

#include "store/witness.h"

namespace kwota::store {

/// Between two groups that witnesses are told of. [K]
inline constexpr Duration witness_pause = Duration::minutes(1);

class WitnessDesk {
 public:
  /// `newest`: what the books end with; it is told at once. `look_again`: after so much of the machine's time, where somebody does not know the newest group.
  WitnessDesk(Witnesses witnesses, const Mark& newest, Instant time, Duration look_again = witness_pause);
  WitnessDesk(const WitnessDesk&) = delete;
  WitnessDesk& operator=(const WitnessDesk&) = delete;
  /// Tells them the last one.
  ~WitnessDesk();

  /// A group is on the disk. Never waits for a witness.
  void committed(const Mark& mark, Instant time);
  /// They are told now: a shift was closed.
  void publish_now();

 private:
  void work();
  bool tell(const Mark& mark, Instant time) const;

  const Witnesses witnesses_;
  const Duration look_again_;
  std::mutex mutex_;
  std::condition_variable due_;
  Mark newest_;
  std::int64_t told_ = 0;  ///< the anchor that all of them know
  Instant published_at_;        ///< time of the group that they were told of last
  Instant newest_at_;
  bool wanted_ = true, stopping_ = false;
  std::thread thread_;  ///< none without witnesses
};

}  // namespace kwota::store
