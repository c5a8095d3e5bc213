#include "store/force_out.h"

#include <fcntl.h>
#include <unistd.h>

#include "store/folder_lock.h"

namespace kwota::store {
namespace {

Result<void> force(const std::filesystem::path& path, int how) {
  const int opened = ::open(path.c_str(), how | O_CLOEXEC);
  const bool synced = opened >= 0 && ::fsync(opened) == 0;
  if (opened >= 0) ::close(opened);
  return synced ? Result<void>(Done{}) : Result<void>(unavailable(path.string()));
}

}  // namespace

Result<void> force_out(const std::filesystem::path& file) { return force(file, O_RDONLY); }
Result<void> force_folder(const std::filesystem::path& folder) { return force(folder, O_RDONLY | O_DIRECTORY); }

}  // namespace kwota::store
