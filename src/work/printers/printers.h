// The printers of the tills: each has a queue and a thread of its own, so that one that does not answer delays neither a sale nor another printer.
// Before it prints, a printer that answers is asked for its state; behind the last byte it is asked once more, and its answer says that
// the slip has come out. What cannot be known is said to be unknown.
// Guarantees: every job ends, and is told once; nothing is printed twice; patience is passed in. Stopped, what still waits ends with "nothing".
// Never: knows a slip, or what it says.   Begin with Printers::print().
#pragma once
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>

#include "base/bytes.h"
#include "base/time.h"
#include "books/rows/office/slip.h"
#include "carry/wire/line_targets.h"

namespace kwota::printers {

struct Ended {
  books::PrintOutcome outcome = books::PrintOutcome::unknown;
  books::PrinterFault fault = books::PrinterFault::none;
};

struct Job {
  Bytes bytes;
  bool answers = false;  ///< the printer tells its state
  std::function<void(const Ended&)> ended;
};

struct Patience {
  Duration connect = Duration::seconds(3);
  Duration answer = Duration::seconds(2);   ///< to a question
  Duration write = Duration::seconds(5);    ///< that takes no byte
  Duration print = Duration::seconds(20);   ///< until the end of a slip is told
};

/// What a till may know of its printer.
struct State {
  std::size_t waiting = 0;  ///< jobs, with the one that it prints
  Ended last{books::PrintOutcome::done, books::PrinterFault::none};
  bool tried = false;       ///< a job has ended since the program began: `last` is its word
};

class Printers {
 public:
  explicit Printers(wire::LineTargets allowed, Patience patience = {});
  Printers(const Printers&) = delete;
  Printers& operator=(const Printers&) = delete;
  ~Printers();

  /// Behind what waits there already. `ended` is called on the printer's own thread.
  void print(const std::string& place, Job job);
  State state(const std::string& place) const;
  /// Error `printer_not_allowed`, `bad_link`.
  Result<void> may_print_at(const std::string& place) const;

 private:
  class Lane;
  Lane& lane(const std::string& place);

  wire::LineTargets allowed_;
  Patience patience_;
  mutable std::mutex mutex_;
  std::map<std::string, std::unique_ptr<Lane>> lanes_;
};

/// One job at one printer, on the caller's thread.
Ended print_now(const wire::LineTargets& allowed, const std::string& place, const Job& job, const Patience& patience);

}  // namespace kwota::printers
