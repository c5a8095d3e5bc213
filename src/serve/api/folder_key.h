// A secret of a data folder: a file that its owner alone may read, made when somebody first needs it. What follows from it – keys of outlets'
// terminals, what telephones make codes of – stands in no books, and is gone with it.
// Guarantees: read once; a file that is there and holds something else is never written over.   Begin with text().
#pragma once
#include <cstdint>
#include <filesystem>
#include <mutex>
#include <optional>
#include <string>

#include "base/random.h"

namespace kwota::serve {

/// What becomes of it where its file is not there: it is made for what comes into being, and missing for what was there before.
enum class IfAbsent : std::uint8_t { make, miss };

class FolderKey {
 public:
  static constexpr std::size_t bytes = 32;

  FolderKey(std::filesystem::path file, Random& random) : file_(std::move(file)), random_(random) {}

  /// 64 hexadecimal digits. Nothing: the file is not there and is not made, or it cannot be read.
  std::optional<std::string> text(IfAbsent then);

 private:
  std::filesystem::path file_;
  Random& random_;
  std::mutex mutex_;
  std::optional<std::string> text_;
};

}  // namespace kwota::serve
