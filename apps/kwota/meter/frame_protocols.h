// The protocols whose frames the command line takes apart: every line driver (carry/lines), and concentrators, which carry meters' frames.
#pragma once
#include <boost/json.hpp>
#include <functional>
#include <span>
#include <string_view>

#include "base/bytes.h"
#include "base/result.h"

namespace kwota::app {

struct FrameProtocol {
  std::string_view name;  ///< of a driver: its protocol
  /// The whole of `bytes` as one frame, in the words of the vector files. Error `bad_frame`{reason}.
  std::function<Result<boost::json::object>(ByteView bytes)> decode;
};

std::span<const FrameProtocol> frame_protocols();
/// By its name or another that vectors have for it; null: nobody knows it.
const FrameProtocol* find_frame_protocol(std::string_view name);

}  // namespace kwota::app
