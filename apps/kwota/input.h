// What a verb reads: a file that was named, or standard input.
#pragma once
#include <string>

#include "base/result.h"

namespace kwota::app {

/// The whole text of the file; "-" is standard input. Error `file_unreadable`.
Result<std::string> input_text(const std::string& name);

}  // namespace kwota::app
