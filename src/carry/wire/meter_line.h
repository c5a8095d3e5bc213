// One line to meters for somebody who waits for each answer: a technician's verbs. What waits for nobody is Lines (lines.h), and
// this is the same line with somebody standing beside it. Never: repeats a question. Begin with MeterLine::open().
#pragma once
#include "carry/wire/lines.h"
#include "carry/wire/link_name.h"

namespace kwota::wire {

class MeterLine {
 public:
  using Patience = wire::Patience;
  /// Only lines that we open: who dials in does so at the head-end. `wake_up`: bytes FE before each question. Errors `bad_link`, `link_failed`{link, reason}.
  static Result<std::unique_ptr<MeterLine>> open(const std::string& link, Patience patience, std::size_t wake_up = dlt645::wake_up_bytes);

  /// Errors `meter_silent`{link}, `link_failed`.
  Result<dialogue::LineFrame> exchange(const dialogue::LineFrame& frame);

 private:
  MeterLine(Patience patience, std::size_t wake_up) : lines_({.patience = patience, .wake_up = wake_up}) {}
  Lines lines_;
  std::shared_ptr<Line> line_;
};

}  // namespace kwota::wire
