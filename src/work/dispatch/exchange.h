// One question to a meter and its answer, on a line that somebody holds open: answered while one waits, or later from the thread
// of the lines. Guarantees: heard() is called once for each question. Never: knows what is asked. Begin with Exchange.
#pragma once
#include <concepts>
#include <functional>

#include "base/result.h"
#include "carry/dialogue/line_frame.h"

namespace kwota::dispatch {

/// The way to a meter for as long as it is kept. Errors of wire::MeterLine.
class Exchange {
 public:
  using Answer = Result<dialogue::LineFrame>;
  using OnAnswer = std::function<void(Answer)>;
  using Now = std::function<Answer(const dialogue::LineFrame&)>;
  using Later = std::function<void(const dialogue::LineFrame&, OnAnswer)>;

  Exchange() = default;
  /// A line that is waited for: any function from a frame to an Answer.
  template <class F>
  requires(!std::same_as<std::remove_cvref_t<F>, Exchange> && std::is_invocable_r_v<Answer, F, const dialogue::LineFrame&>)
      Exchange(F now)
      : now_(std::move(now)) {}  // NOLINT: such a function is a line
  /// A line that answers when it can; `later` keeps the frame if it needs it.
  static Exchange later(Later later) {
    Exchange line;
    line.later_ = std::move(later);
    return line;
  }

  /// Waits for the answer. Not on the thread of the lines.
  Answer operator()(const dialogue::LineFrame& frame) const;
  /// `received` is called before ask() returns when the line is waited for, else from the thread of the lines, where it must be
  /// quick.
  void ask(const dialogue::LineFrame& frame, OnAnswer received) const;

 private:
  Now now_;
  Later later_;
};

}  // namespace kwota::dispatch
