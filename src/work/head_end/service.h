// The head-end at work: its threads (work/dispatch), and what they look for in the books – commands that are due or too late, rooms
// whose occupants changed by the calendar, balances whose days have passed, readings that plans want.
// Guarantees: those of the dispatcher; a reading gives way between two questions when a command comes for its line.
// Begin with: the constructor, then wake().
#pragma once
#include "work/dispatch/dispatcher.h"
#include "work/head_end/head_end.h"

namespace kwota::head_end {

class Service {
 public:
  using Settings = dispatch::Dispatcher::Settings;
  /// Starts the threads.
  Service(HeadEnd::Parts parts, Settings settings);
  ~Service();

  /// The books have something new for a meter. From any thread.
  void wake() { dispatcher_->wake(); }
  /// A meter's line for somebody else's conversation: dispatch::Dispatcher::borrow.
  Result<Exchange> borrow(const books::MeterLink& link, std::chrono::seconds patience = std::chrono::seconds(60)) {
    return dispatcher_->borrow(link, patience);
  }
  /// Ends every conversation after the answer that it waits for. Nothing is begun after it.
  void stop() { dispatcher_->stop(); }
  bool stopping() const { return dispatcher_->stopping(); }

 private:
  class Rounds;
  std::unique_ptr<Rounds> rounds_;
  std::unique_ptr<dispatch::Dispatcher> dispatcher_;  ///< ends before what it drives
};

}  // namespace kwota::head_end
