// Bytes on a meter's line, whatever protocol they are of: a frame as it is sent, and the frame that answers it.
#pragma once
#include "base/bytes.h"

namespace kwota::dialogue {

/// Not an aggregate: g++ 12 copies an aggregate that is built inside a co_await expression bit by bit.
struct LineFrame {
  LineFrame() = default;
  explicit LineFrame(Bytes what) : bytes(std::move(what)) {}
  Bytes bytes{};  ///< of an answer: empty where none is expected
  friend bool operator==(const LineFrame&, const LineFrame&) = default;
};

}  // namespace kwota::dialogue
