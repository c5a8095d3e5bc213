#include "store/folder_lock.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>
#include <utility>

#include "base/cause.h"

namespace kwota::store {

Error unavailable(const std::string& reason) {
  return error(
      Fault::ours, Cause::books_unavailable,
      fmt::format("The books cannot be read or written ({}). Nothing was booked. Check the disk, then try again.", reason),
      {{"reason", reason}});
}

Result<FolderLock> FolderLock::take(const std::filesystem::path& folder) {
  std::error_code failed;
  std::filesystem::create_directories(folder, failed);
  if (failed) return unavailable(failed.message());
  FolderLock lock;
  lock.file_ = ::open((folder / "books.lock").c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0640);
  if (lock.file_ < 0) return unavailable(std::error_code(errno, std::generic_category()).message());
  if (::flock(lock.file_, LOCK_EX | LOCK_NB) != 0)
    return error(Fault::refused, "books_in_use",
                 fmt::format("Another Kwota has these books open ({}). Nothing was changed. Stop it first.", folder.string()),
                 {{"folder", folder.string()}});
  return lock;
}

FolderLock& FolderLock::operator=(FolderLock&& other) noexcept {
  std::swap(file_, other.file_);
  return *this;
}

FolderLock::~FolderLock() {
  if (file_ >= 0) ::close(file_);
}

}  // namespace kwota::store
