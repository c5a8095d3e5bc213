#include "serve/router/workers.h"

#include "base/idle_thread.h"
#include "base/secret_memory.h"

namespace kwota::serve {

Workers::Workers(std::size_t threads, Pace pace) : pace_(pace) {
  for (std::size_t i = 0; i < threads; ++i) threads_.emplace_back([this] { loop(); });
}

void Workers::stop() {
  std::deque<std::function<void()>> dropped;
  {
    const std::lock_guard lock(mutex_);
    ending_ = true;
    dropped.swap(waiting_);
  }
  wake_.notify_all();
  for (auto& thread : threads_) thread.join();
  threads_.clear();
}

void Workers::run(std::function<void()> work) {
  {
    const std::lock_guard lock(mutex_);
    if (ending_) return;
    waiting_.push_back(std::move(work));
  }
  wake_.notify_one();
}

void Workers::loop() {
  if (pace_ == Pace::idle) run_when_idle();
  for (;;) {
    std::function<void()> work;
    {
      std::unique_lock lock(mutex_);
      wake_.wait(lock, [this] { return ending_ || !waiting_.empty(); });
      if (waiting_.empty()) return;
      work = std::move(waiting_.front());
      waiting_.pop_front();
    }
    work();
    wipe_spent_stack();
  }
}

}  // namespace kwota::serve
