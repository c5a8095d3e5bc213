// A frame of DL/T 645 in words: what it asks or says, with every date, amount and status word as a value.
#pragma once
#include <boost/json.hpp>

#include "carry/dlt645/items.h"

namespace kwota::lines {

/// In the words of the vector files: {"value", "unit"}, {"number"}, {"date", "weekday"}, {"datetime"} …
boost::json::value value_json(const dlt645::Value& value);

/// The whole of `bytes` as one frame. Error `bad_frame`{reason}.
Result<boost::json::object> decode_dlt645(ByteView bytes);

}  // namespace kwota::lines
