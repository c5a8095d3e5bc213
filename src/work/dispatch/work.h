// What the threads of the dispatcher are for, as they see it: somebody who knows with whom there is something to talk about, and
// conversations that stand still while the meter's answer is awaited. The head-end is one (work/head_end/service); tests of the
// threads bring one that knows no books.   Begin with Work.
#pragma once
#include <functional>
#include <memory>
#include <vector>

#include "books/rows/field/link.h"
#include "work/dispatch/exchange.h"

namespace kwota::dispatch {

/// One conversation with a meter, in pieces: whoever drives it carries each question to the meter and comes back with the answer.
/// One thread at a time.
class Session {
 public:
  virtual ~Session() = default;
  /// The first question to the meter; nothing: the conversation has ended. Good until hear().
  virtual const dialogue::LineFrame* begin() = 0;
  /// The answer to the question that is open; the next one, or nothing when the conversation has ended.
  virtual const dialogue::LineFrame* receive(Exchange::Answer answer) = 0;
  /// Where the open question goes.
  virtual const Exchange& line() const = 0;
};

/// With whom there is something to talk about now, the most urgent first.
struct Due {
  std::vector<books::MeterLink> ordered;  ///< somebody waits for it
  std::vector<books::MeterLink> planned;  ///< comes after all that is ordered
};

/// Outlives the dispatcher. From its threads.
class Work {
 public:
  virtual ~Work() = default;
  /// May take its time: no lock of the dispatcher is held. Never called by two threads at once.
  virtual Due look() = 0;
  /// The line is left when the session is destroyed.
  virtual std::unique_ptr<Session> talk_with(const books::MeterLink& link) = 0;
  /// A meter's line without a conversation, for somebody else.
  virtual Result<Exchange> open(const books::MeterLink& link) = 0;
  /// Called before the first look. `wanted` says whether an order waits for this line, so that what was planned may give way.
  virtual void when_wanted(std::function<bool(const books::MeterLink&)> wanted) = 0;
};

}  // namespace kwota::dispatch
