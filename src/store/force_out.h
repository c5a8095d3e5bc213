// What a pulled plug does not take: files, and the names in a folder, forced onto the disk.
#pragma once
#include <filesystem>

#include "base/result.h"

namespace kwota::store {

/// Error of both: `books_unavailable`.
Result<void> force_out(const std::filesystem::path& file);
/// What was made, renamed or removed in it.
Result<void> force_folder(const std::filesystem::path& folder);

}  // namespace kwota::store
