#include "store/sqlite/checkpointer.h"

#include <sqlite3.h>

namespace kwota::store {
namespace {

/// It is copied into the database when the write-ahead log has become this part of what it may become. [K]
constexpr int copied_at = 4;
/// How long a group waits for a reader so that the log may begin anew, in milliseconds. [K]
constexpr int restart_ms_max = 50;

}  // namespace

Checkpointer::Checkpointer(std::unique_ptr<Connection> own, Connection& writer, int pages_max)
    : connection_(std::move(own)), writer_(writer.handle()), pages_max_(pages_max), next_restart_(pages_max) {
  sqlite3_busy_timeout(connection_->handle(), 0);
  sqlite3_wal_hook(writer_, &Checkpointer::on_commit, this);
  thread_ = std::thread([this] { work(); });
}

Checkpointer::~Checkpointer() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  due_.notify_one();
  thread_.join();
}

void Checkpointer::between_groups() {
  if (pages_ < next_restart_) return;
  const std::lock_guard turn(checkpointing_);
  sqlite3_busy_timeout(writer_, restart_ms_max);
  const int done = sqlite3_wal_checkpoint_v2(writer_, nullptr, SQLITE_CHECKPOINT_RESTART, nullptr, nullptr);
  sqlite3_busy_timeout(writer_, busy_ms_max);
  next_restart_ = done == SQLITE_OK ? pages_max_ : pages_ + pages_max_ / 2;
}

int Checkpointer::on_commit(void* self, sqlite3*, const char*, int pages) {
  auto& it = *static_cast<Checkpointer*>(self);
  it.pages_ = pages;
  if (pages >= it.pages_max_ / copied_at) it.wake();
  return SQLITE_OK;
}

void Checkpointer::wake() {
  {
    const std::lock_guard lock(mutex_);
    wanted_ = true;
  }
  due_.notify_one();
}

void Checkpointer::work() {
  std::unique_lock lock(mutex_);
  for (;;) {
    due_.wait(lock, [this] { return wanted_ || stopping_; });
    if (stopping_) return;
    wanted_ = false;
    lock.unlock();
    const std::lock_guard turn(checkpointing_);
    // Passive: takes what no reader needs any more and never makes the writer wait. A failure shows at the next commit.
    sqlite3_wal_checkpoint_v2(connection_->handle(), nullptr, SQLITE_CHECKPOINT_PASSIVE, nullptr, nullptr);
    lock.lock();
  }
}

}  // namespace kwota::store
