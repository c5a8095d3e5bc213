// Which meter is spoken with when: a few threads, each with one conversation, and never two on one line.
// Guarantees: at most one conversation a line; sales that were just booked are looked for at once (wake); a meter is tried at most
// once in a look, so that nothing that fails is repeated in a hurry. What is due, and when again, the queue says by the books'
// clock, which may run fast or jump: so a look is worth a second of real time at most. stop() waits for one answer, not for the
// end of a conversation: what is broken off is in doubt and is settled by the next contact.
// Never: holds its lock while it talks or waits for the books.   Begin with: the constructor, then wake().
#pragma once
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "serve/head_end/head_end.h"

namespace kwota::head_end {

class Dispatcher {
 public:
  struct Settings {
    unsigned workers = 4;                      ///< conversations at a time
    Duration look_every = Duration::seconds(1);  ///< real time
  };
  /// Starts the threads. The line is opened with parts.open, and broken off when the dispatcher ends.
  Dispatcher(HeadEnd::Parts parts, Settings settings);
  ~Dispatcher() { stop(); }
  Dispatcher(const Dispatcher&) = delete;
  Dispatcher& operator=(const Dispatcher&) = delete;

  /// The books have something new for a meter. From any thread.
  void wake();
  /// Ends every conversation after the answer that it waits for. Nothing is begun after it.
  void stop();
  bool stopping() const { return stopping_; }

 private:
  HeadEnd::Parts breakable(HeadEnd::Parts parts);
  void work();
  /// Who is to be spoken with now; lets the lock go while it reads the books.
  void look(std::unique_lock<std::mutex>& lock);
  void expire(Instant now);

  store::Books& books_;
  const Clock& clock_;
  std::function<void(const books::MeterCommand&)> moved_;
  Settings settings_;
  std::atomic<bool> stopping_ = false;
  HeadEnd head_end_;

  std::mutex mutex_;  ///< of all below
  std::condition_variable changed_;
  bool woken_ = true, looking_ = false;
  std::chrono::steady_clock::time_point looked_{};
  std::deque<books::MeterLink> waiting_;  ///< of the last look
  std::set<std::string> busy_;            ///< lines
  std::vector<std::thread> threads_;
};

}  // namespace kwota::head_end
