// The area code of the county, as every verb takes it.
#pragma once
#include <string>

#include "base/result.h"

namespace kwota::app {

/// Of the sample utility; real ones name their own.
inline constexpr const char* default_county = "13092500";

/// Exactly eight digits, as cards and keys have them. Error `bad_county`.
Result<std::uint32_t> county_of(const std::string& text);

}  // namespace kwota::app
