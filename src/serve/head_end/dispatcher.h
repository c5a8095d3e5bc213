// Which meter is spoken with when: thousands of conversations at a time on a few threads, and never two on one line.
// A conversation takes a thread only while the books are asked, something is sealed or an answer is looked at; while the meter's
// answer is on its way it is a waiting dialogue and nothing else (HeadEnd::Conversation). Lines that have to be waited for (an
// Exchange that answers at once) take a thread each for as long as they wait. Guarantees: at most one conversation a line; sales
// that were just booked are looked for at once (wake); a meter is tried at most once in a look, so that nothing that fails is
// repeated in a hurry. What is due, and when again, the queue says by the books' clock, which may run fast or jump: so a look is
// worth a second of real time at most. stop() waits for one answer of each conversation, not for its end: what is broken off is
// in doubt and is settled by the next contact. Readings by plan come after all commands, and give way between two questions when
// a command comes for their line. Never: holds its lock while it talks or waits for the books.   Begin with: the constructor,
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

#include "serve/head_end/head_end.h"
#include "serve/head_end/turns.h"

namespace kwota::head_end {

class Dispatcher {
 public:
  struct Settings {
    unsigned workers = 4;                        ///< threads
    std::size_t conversations = 4096;            ///< at a time
    Duration look_every = Duration::seconds(1);  ///< real time
  };
  /// Starts the threads. The line is opened with parts.open, and broken off when the dispatcher ends.
  Dispatcher(HeadEnd::Parts parts, Settings settings);
  ~Dispatcher() { stop(); }
  Dispatcher(const Dispatcher&) = delete;
  Dispatcher& operator=(const Dispatcher&) = delete;

  /// The books have something new for a meter. From any thread.
  void wake();
  /// A meter's line for somebody else's conversation – a technician's, who changes keys – for as long as a copy of the Exchange is
  /// kept: nobody else talks there meanwhile. Waits for its turn, `patience` of real time at most. Errors `line_busy`{meter} and
  /// those of OpenLine. On a thread that may wait; not after stop().
  Result<Exchange> borrow(const books::MeterLink& link, std::chrono::seconds patience = std::chrono::seconds(60));
  /// Ends every conversation after the answer that it waits for. Nothing is begun after it.
  void stop();
  bool stopping() const { return stopping_; }

 private:
  struct Talk;
  class Borrowed;
  HeadEnd::Parts breakable(HeadEnd::Parts parts);
  void give_back(const books::MeterLink& link);
  void work();
  /// True: something was done, under way to it the lock was let go.
  bool do_something(std::unique_lock<std::mutex>& lock);
  /// As far as it goes without waiting for the meter.
  void drive(const std::shared_ptr<Talk>& talk, const iso7816::Command* asked);
  void go_on_later(std::shared_ptr<Talk> talk);
  void end(Talk& talk);
  /// Who is to be spoken with now; lets the lock go while it reads the books.
  void look(std::unique_lock<std::mutex>& lock);
  void expire(Instant now);
  void look_at_rooms_hourly(Instant now);
  /// What plans want read; in the thread that looks.
  void look_at_readings(Instant now);
  /// Whether a command waits for this line: what was just booked is looked for.
  bool wanted(const books::MeterLink& link);

  store::Books& books_;
  const Clock& clock_;
  std::function<void(const books::MeterCommand&)> moved_;
  Settings settings_;
  std::atomic<bool> stopping_ = false;
  OpenLine open_;  ///< breakable
  HeadEnd head_end_;

  std::mutex mutex_;  ///< of all below
  std::condition_variable changed_;
  bool woken_ = true, looking_ = false;
  std::chrono::steady_clock::time_point looked_{};
  Turns turns_;
  std::unordered_set<std::string> urgent_;      ///< lines for which a command waits
  std::deque<std::shared_ptr<Talk>> answered_;  ///< conversations whose answer is there
  // Of the thread that looks.
  std::int64_t rooms_looked_hour_ = -1;
  readings::Due readings_;
  Instant readings_seen_;
  std::chrono::steady_clock::time_point readings_looked_{};
  std::vector<std::thread> threads_;
};

}  // namespace kwota::head_end
