// One question on a meter's line and its answer, without I/O: what to send, and whether what came back is the answer to it.
// A dialogue's question to its device is an APDU; a frame travels in it as the data of ENVELOPE (ISO 7816-4, INS C2), and so do
// the meter's frames in the answer. Guarantees: our own echo, another meter's answer, a late answer to an earlier question and
// one to another identifier are passed over, never taken. Never: waits or repeats. Begin with envelope(), then Exchange.
#pragma once
#include "carry/dlt645/items.h"
#include "carry/iso7816/apdu.h"

namespace kwota::dlt645 {

/// The frame as a question to a device.
iso7816::Command envelope(const Frame& request);
/// The frame in an answer; error `bad_frame`{reason}.
Result<Frame> opened(const iso7816::Response& response);

/// Whether `answer` is what a meter says to `request`.
bool answers(const Frame& answer, const Frame& request);

class Exchange {
 public:
  /// Error `bad_frame`: the command is no envelope of a frame.
  static Result<Exchange> begin(const iso7816::Command& command);

  /// With wake-up bytes.
  Bytes sends() const { return encode(request_); }
  const Frame& request() const { return request_; }
  /// Broadcasts are not answered, but for readings of the 1997 edition: there all nines are "any one meter".
  bool expects_an_answer() const {
    return !request_.address.is_broadcast() || request_.control.function() == function::read_1997;
  }
  /// The answer, once it is whole.
  std::optional<iso7816::Response> hear(ByteView bytes);
  /// The line was silent: what was begun is no frame.
  std::optional<iso7816::Response> silence();
  /// Frames that were somebody else's.
  std::size_t passed_over() const { return passed_over_; }

 private:
  explicit Exchange(Frame request) : request_(std::move(request)) {}
  std::optional<iso7816::Response> next();
  Frame request_;
  Receiver receiver_;
  std::size_t passed_over_ = 0;
};

/// The answer to a broadcast, which is silence.
iso7816::Response no_answer_expected();

}  // namespace kwota::dlt645
