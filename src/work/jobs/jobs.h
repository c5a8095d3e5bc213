// Runs long work on one thread that gets a processor only when nobody else wants it: one job after another, in the order in which they were wanted.
// Guarantees: what was running when the program was killed is begun again, from its checkpoint where it has one; a stop leaves a state with a name and
// no file; nobody gets a file by a right that he has lost; a file is kept thirty days and goes.
// Never: knows what a kind does (kinds.h).   Begin with Jobs, then start().
#pragma once
#include <atomic>
#include <condition_variable>
#include <filesystem>
#include <mutex>
#include <optional>
#include <thread>
#include <vector>

#include "base/random.h"
#include "store/books.h"
#include "work/jobs/decisions.h"
#include "work/jobs/kinds.h"

namespace kwota::jobs {

class Jobs {
 public:
  struct Parts {
    store::Books& books;
    const Clock& clock;
    Random& random;
    std::filesystem::path folder;                    ///< of their files
    std::function<void(const books::Job&)> told = {};  ///< it moved; from any thread, quick
  };
  Jobs(Parts parts, std::vector<Kind> kinds);
  Jobs(const Jobs&) = delete;
  Jobs& operator=(const Jobs&) = delete;
  /// What runs is asked to leave and waits for the next start.
  ~Jobs();

  /// Takes up what an earlier program left, and begins.
  void start();
  /// Something waits.
  void wake();
  /// Whether he may have this; the error says why not.
  Result<void> may(books::JobKind kind, const books::Operator& who, const boost::json::object& asked) const;
  Result<books::Job> ask(const Wanted& wanted, const books::Actor& actor);
  Result<books::Job> stop(std::int64_t number, const people::Context& context);
  Result<books::Job> resume(std::int64_t number, const people::Context& context);
  /// With what is known of it this moment.
  books::Job now(books::Job job) const;
  /// Its file, for him: his own, by the right that he has now – for what is asked, for the data of persons that are in it, for the rows that are in it, and at the station that it was made for. Errors: not_found, permission_denied, made_at_another_station, made_with_other_rights, file_not_yet, file_gone, file_changed, file_not_made.
  Result<std::shared_ptr<Spool>> file_of(const books::Job& job, const books::Operator& who) const;
  /// Files that are kept no longer go.
  void clean();
  /// Runs what waits on the caller's thread until nothing does: for tests and the command line.
  void run_all();

 private:
  class Running;
  void loop();
  bool run_next();
  void run(books::Job job);
  Result<void> finish(Running& running, Result<Outcome> made);
  /// The file of what was made, where whoever asked finds it later.
  Result<void> keep_for(const Outcome& made, End& with);
  const Kind* kind_of(books::JobKind kind) const;

  Parts parts_;
  const std::vector<Kind> kinds_;
  mutable std::mutex mutex_;
  std::condition_variable wake_;
  bool awake_ = false;
  std::atomic<bool> ending_ = false;
  Running* running_ = nullptr;
  /// Between its first row in the books and its first step: it ends before that.
  struct StoppedAtStart {
    std::int64_t number = 0;
    std::string by;
  };
  std::optional<StoppedAtStart> stopped_at_its_start_;
  std::thread thread_;
};

}  // namespace kwota::jobs
