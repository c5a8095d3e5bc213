// One question on a meter's line and its answer, without I/O: what to send, and whether what came back is the answer to it.
// A dialogue asks a line by a frame's bytes and expects a frame's bytes (carry/dialogue/line_frame.h). Guarantees: our own echo, another meter's answer, a late answer to an earlier question and
// one to another identifier are passed over, never taken. Never: waits or repeats. Begin with on_wire(), then Exchange.
#pragma once
#include "carry/dlt645/items.h"
#include "carry/dialogue/line_frame.h"

namespace kwota::dlt645 {

/// The frame as a question to a line.
dialogue::LineFrame on_wire(const Frame& request);
/// The frame in an answer; error `bad_frame`{reason}.
Result<Frame> opened(const dialogue::LineFrame& response);

/// Whether `answer` is what a meter says to `request`.
bool answers(const Frame& answer, const Frame& request);

class Exchange {
 public:
  /// Error `bad_frame`{reason}: these bytes are no frame.
  static Result<Exchange> begin(const dialogue::LineFrame& asked);

  /// With wake-up bytes.
  Bytes sends() const { return encode(request_); }
  const Frame& request() const { return request_; }
  /// Broadcasts are not answered, but for readings of the 1997 edition: there all nines are "any one meter".
  bool expects_an_answer() const {
    return !request_.address.is_broadcast() || request_.control.function() == function::read_1997;
  }
  /// The answer, once it is whole.
  std::optional<dialogue::LineFrame> receive(ByteView bytes);
  /// The line was silent: what was begun is no frame.
  std::optional<dialogue::LineFrame> silence();
  /// Frames that were somebody else's.
  std::size_t passed_over() const { return passed_over_; }

 private:
  explicit Exchange(Frame request) : request_(std::move(request)) {}
  std::optional<dialogue::LineFrame> next();
  Frame request_;
  Receiver receiver_;
  std::size_t passed_over_ = 0;
};

/// The answer to a broadcast, which is silence.
dialogue::LineFrame no_answer_expected();

}  // namespace kwota::dlt645
