// The protocols whose frames the command line takes apart: each a row, so that another one joins with its decoder.
#pragma once
#include <boost/json.hpp>
#include <span>
#include <string_view>

#include "base/bytes.h"
#include "base/result.h"

namespace kwota::app {

struct FrameProtocol {
  std::string_view name;  ///< "dlt645"
  /// The whole of `bytes` as one frame, in the words of the vector files. Error `bad_frame`{reason}.
  Result<boost::json::object> (*decode)(ByteView bytes);
};

std::span<const FrameProtocol> frame_protocols();
/// By its name or another that vectors have for it; null: nobody knows it.
const FrameProtocol* find_frame_protocol(std::string_view name);

}  // namespace kwota::app
