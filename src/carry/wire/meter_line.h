// One line to meters for somebody who waits for each answer: a technician's verbs. What waits for nobody is Lines (lines.h), and
// this is the same line with somebody standing beside it. Never: repeats a question. Begin with MeterLine::open().
#pragma once
#include "carry/wire/lines.h"
#include "carry/wire/link_name.h"

namespace kwota::wire {

class MeterLine {
 public:
  using Patience = wire::Patience;
  /// Only lines that we open: who dials in does so at the head-end. Errors `bad_link`, `link_failed`{link, reason}.
  static Result<std::unique_ptr<MeterLine>> open(const std::string& link, Patience patience);

  /// Errors `meter_silent`{link}, `link_failed`.
  Result<dialogue::LineFrame> exchange(const dialogue::LineFrame& frame);

 private:
  explicit MeterLine(Patience patience) : lines_({.patience = patience}) {}
  Lines lines_;
  std::shared_ptr<Line> line_;
};

}  // namespace kwota::wire
