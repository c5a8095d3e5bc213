// Which meter is spoken with when: thousands of conversations at a time on a few threads, and never two on one line.
// A conversation takes a thread only while the books are asked, something is sealed or an answer is looked at; while the meter's
// answer is on its way it is a waiting dialogue and nothing else (Session). Lines that have to be waited for (an
// Exchange that answers at once) take a thread each for as long as they wait. Guarantees: at most one conversation a line; sales
// that were just booked are looked for at once (wake); a meter is tried at most once in a look, so that nothing that fails is
// repeated in a hurry. What is due, and when again, Work says by a clock which may run fast or jump: so a look is
// worth a second of real time at most. stop() waits for one answer of each conversation, not for its end: what is broken off is
// in doubt and is settled by the next one. What is planned comes after all that is ordered, and can give way between two questions
// when something is ordered for its line. Never: knows what is talked about, or holds its lock while it talks or Work looks.   Begin with: the constructor,
// then wake().
#pragma once
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <deque>
#include <memory>
#include <mutex>
#include <thread>
#include <unordered_set>
#include <vector>

#include "base/time.h"
#include "work/dispatch/turns.h"
#include "work/dispatch/work.h"

namespace kwota::dispatch {

class Dispatcher {
 public:
  struct Settings {
    unsigned workers = 4;                        ///< threads
    std::size_t conversations = 4096;            ///< at a time
    Duration look_every = Duration::seconds(1);  ///< real time
  };
  /// Starts the threads.
  Dispatcher(Work& work, Settings settings);
  ~Dispatcher() { stop(); }
  Dispatcher(const Dispatcher&) = delete;
  Dispatcher& operator=(const Dispatcher&) = delete;

  /// There may be something new for a meter. From any thread.
  void wake();
  /// A meter's line for somebody else's conversation – a technician's, who changes keys – for as long as a copy of the Exchange is
  /// kept: nobody else talks there meanwhile. Waits for its turn, `patience` of real time at most. Errors `line_busy`{meter} and
  /// those of Work::open. On a thread that may wait; not after stop().
  Result<Exchange> borrow(const books::MeterLink& link, std::chrono::seconds patience = std::chrono::seconds(60));
  /// Ends every conversation after the answer that it waits for. Nothing is begun after it.
  void stop();
  bool stopping() const { return stopping_; }

 private:
  struct ContactSession;
  class Borrowed;
  /// Asks, unless the dispatcher stops.
  void ask(const Exchange& line, const dialogue::LineFrame& frame, Exchange::OnAnswer received);
  void give_back(const books::MeterLink& link);
  void work();
  /// True: something was done, under way to it the lock was let go.
  bool do_something(std::unique_lock<std::mutex>& lock);
  /// As far as it goes without waiting for the meter.
  void drive(const std::shared_ptr<ContactSession>& contact_session, const dialogue::LineFrame* asked);
  void go_on_later(std::shared_ptr<ContactSession> contact_session);
  void end(ContactSession& contact_session);
  /// Who is to be spoken with now; lets the lock go meanwhile.
  void look(std::unique_lock<std::mutex>& lock);
  /// Whether something that was ordered waits for this line: what is new is looked for.
  bool wanted(const books::MeterLink& link);

  Work& work_;
  Settings settings_;
  std::atomic<bool> stopping_ = false;

  std::mutex mutex_;  ///< of all below
  std::condition_variable changed_;
  bool woken_ = true, looking_ = false;
  std::chrono::steady_clock::time_point looked_{};
  Turns turns_;
  std::unordered_set<std::string> urgent_;      ///< lines for which something ordered waits
  std::deque<std::shared_ptr<ContactSession>> answered_;  ///< conversations whose answer is there
  std::vector<std::thread> threads_;
};

}  // namespace kwota::dispatch
