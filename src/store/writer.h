// The one writer of the books: takes what waits, lets each decide in turn, writes all of it in one transaction, and answers
// after the commit (design, section 5: decide, then apply in groups).
// Guarantees: nothing is answered as done before it is on the disk; a refusal refuses only itself; a decision sees the ones
// before it; after a crash everything acknowledged is there.
// Never: knows a use-case. Begin with Writer::take.
#pragma once
#include <atomic>
#include <condition_variable>
#include <deque>
#include <filesystem>
#include <functional>
#include <memory>
#include <mutex>
#include <string_view>
#include <thread>

#include "store/clock_watch.h"
#include "store/draft/draft.h"
#include "store/draft/sealer.h"
#include "store/request.h"
#include "store/witness_desk.h"

namespace kwota::store {

/// One request to the writer, and whose it is.
struct Task {
  books::Actor actor;
  std::shared_ptr<Request> request;
  Turn turn = Turn::next;
};

/// Work on the file of the books that changes nothing that they say: on the writer's thread, between two groups, a transaction of its own. As quick
/// as a group.
struct Upkeep {
  std::function<Result<void>()> work;
  std::function<void(Result<void>)> done;
};

struct WriterSettings {
  Signer signer;                     ///< empty: anchors without signature
  std::filesystem::path anchor_log;  ///< empty: none (books in memory)
  std::size_t group_max = 256;       ///< decisions in a transaction; 1: one transaction each (for the bench)
  Hook hook;
  std::function<void()> between_groups;  ///< on the writer's thread, while no transaction is open; may be empty
  Witnesses witnesses;               ///< told of the newest anchor at most once a minute, and at the end
  Steady steady;                     ///< empty: a clock that jumps is not seen
  std::function<bool()> synchronised;  ///< whether the machine's clock follows a network's; empty: it does not
  Duration beat;                     ///< an idle writer writes an anchor after this long; 0: never
};

class Writer {
 public:
  /// `threaded` false: take() works at once on the caller's thread (books in memory, for tests and field logs).
  /// `newest`: the anchor that the books end with, as whoever opened them saw it.
  Writer(Engine& engine, const Clock& clock, WriterSettings settings, bool threaded, const Anchor& newest);
  Writer(const Writer&) = delete;
  Writer& operator=(const Writer&) = delete;
  /// Finishes what waits.
  ~Writer();

  void take(Task task);
  void take(Upkeep upkeep);
  /// How many requests have come that somebody waits for: whoever works through a long list sees by it that he is not alone.
  std::uint64_t requests() const { return requests_; }
  /// Persons said that the machine's clock is right as it stands now.
  void confirm_clock() { watch_.confirm(clock_.now()); }
  void publish_to_witnesses() { witnesses_.publish_now(); }
  std::vector<WitnessAway> witnesses_away() const { return witnesses_.away(); }
  ClockState clock_state() { return watch_.state(clock_.now()); }

 private:
  void work();
  void run_upkeep(Upkeep upkeep);
  /// Of what waits, under the mutex.
  std::vector<Task> next_group();
  void run_group(std::vector<Task>& tasks);
  /// How a group is tried: quickly first, and again with more care when something in it went wrong.
  struct Try {
    bool guarded = false;                ///< each decision under a savepoint
    std::optional<Error> without_vault;  ///< the vault does not sign: what needs it is refused with this
  };
  enum class Tried : std::uint8_t { done, failed, again_guarded, again_without_vault };
  /// The whole group once. Not `done`: it was rolled back; `failed`: all of `results` say why.
  Tried try_group(std::vector<Task>& tasks, std::vector<Result<void>>& results, const Try& how);
  /// `applied` is false when it was apply() that failed.
  Result<void> decide_and_apply(Draft& draft, Task& task, const Try& how, bool& applied);
  /// What can only be done now that the vault has just signed: the pair of this process, and groups that it missed.
  void catch_up();
  /// A task that changes nothing but says that the house stands.
  Task beat() const;
  Result<void> write_log(const std::optional<Anchor>& anchor);
  void reached(std::string_view point) const {
    if (settings_.hook) settings_.hook(point);
  }

  Engine& engine_;
  const Clock& clock_;
  WriterSettings settings_;
  ChainHeads heads_;
  ClockWatch watch_;
  Sealer sealer_;
  Anchor newest_;                      ///< that this process found or wrote last
  std::optional<Error> vault_failed_;  ///< of the group that was just tried
  int log_ = -1;                        ///< file descriptor of anchors.log
  WitnessDesk witnesses_;
  Instant synced_;                     ///< when it was forced onto the disk

  std::mutex mutex_;
  std::condition_variable waiting_;
  std::deque<Task> tasks_, long_work_;
  std::deque<Upkeep> upkeep_;
  bool others_went_first_ = false;      ///< the group before passed long work by
  std::atomic<std::uint64_t> requests_{0};
  bool stopping_ = false;
  std::thread thread_;
};

}  // namespace kwota::store
