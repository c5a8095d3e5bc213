// One program at a time writes the books of a folder: an advisory lock on `books.lock`, gone with the process.
#pragma once
#include <filesystem>

#include "base/result.h"

namespace kwota::store {

class FolderLock {
 public:
  FolderLock() = default;
  /// Makes the folder when it is not there. Errors: `books_in_use`, `books_unavailable`.
  static Result<FolderLock> take(const std::filesystem::path& folder);
  FolderLock(FolderLock&& other) noexcept : file_(other.file_) { other.file_ = -1; }
  FolderLock& operator=(FolderLock&& other) noexcept;
  FolderLock(const FolderLock&) = delete;
  FolderLock& operator=(const FolderLock&) = delete;
  ~FolderLock();

 private:
  int file_ = -1;
};

/// `books_unavailable` for what the operating system said.
Error unavailable(const std::string& reason);

}  // namespace kwota::store
