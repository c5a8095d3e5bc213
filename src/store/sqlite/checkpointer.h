// Copies the write-ahead log into the database on a connection of its own, so that no group waits for it.
// Guarantees: the log stays bounded however groups follow one another, once no look at the books needs what is in it. Never: makes the writer wait
// longer than a moment. Begin with between_groups().
#pragma once
#include <condition_variable>
#include <memory>
#include <mutex>
#include <thread>

#include "store/sqlite/connection.h"

namespace kwota::store {

class Checkpointer {
 public:
  /// `own`: to the same file as the writer's; `pages_max`: of the log (4 KiB each), after which it is to begin anew.
  Checkpointer(std::unique_ptr<Connection> own, Connection& writer, int pages_max);
  Checkpointer(const Checkpointer&) = delete;
  Checkpointer& operator=(const Checkpointer&) = delete;
  ~Checkpointer();

  /// On the writer's thread, between two groups: while groups follow one another the log never is behind them all, so it would never begin
  /// anew. Now nobody writes; what the thread has not copied yet is copied, and the log begins at its start again – as soon as no look at the
  /// books needs it any more. A look that takes longer than a moment has it tried again after some groups.
  void between_groups();

 private:
  static int on_commit(void* self, sqlite3*, const char*, int pages);
  void wake();
  void work();

  std::unique_ptr<Connection> connection_;
  sqlite3* writer_;
  int pages_max_;
  int next_restart_;          ///< pages at which the log is to begin anew
  int pages_ = 0;             ///< of the log after the newest group; the writer's thread alone looks at it
  std::mutex checkpointing_;  ///< one at a time
  std::mutex mutex_;
  std::condition_variable due_;
  bool wanted_ = false, stopping_ = false;
  std::thread thread_;
};

}  // namespace kwota::store
