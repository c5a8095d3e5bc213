// What a verb reads: a file that was named, or standard input.
#pragma once
#include <filesystem>
#include <optional>
#include <string>

#include "base/result.h"

namespace kwota::app {

/// The whole text of the file; "-" is standard input. Error `file_unreadable`.
Result<std::string> input_text(const std::string& name);
/// Nothing when no file is named. One that is named and is not there is a mistake of whoever named it: error `file_unreadable`.
Result<std::optional<std::string>> input_if_named(const std::filesystem::path& file);

}  // namespace kwota::app
