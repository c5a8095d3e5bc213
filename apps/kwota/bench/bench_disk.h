// What the disk can do: 4 KiB written and made durable, again and again. The physical limit beside which sales are measured.
#pragma once
#include <filesystem>

#include "base/result.h"

namespace kwota::app {

struct DiskRates {
  double overwrite = 0;  ///< pwrite + fdatasync in place, per second: what a commit into an existing log costs
  double append = 0;     ///< pwrite + fdatasync at the end, per second
};
/// Writes `count` times each into a file of its own in the folder. Error `books_unavailable`.
Result<DiskRates> measure_disk(const std::filesystem::path& folder, int count);

}  // namespace kwota::app
