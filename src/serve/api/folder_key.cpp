#include "serve/api/folder_key.h"

#include <fcntl.h>
#include <unistd.h>

#include <fstream>

namespace kwota::serve {
namespace {

bool written_once(const std::filesystem::path& file, const std::string& line) {
  const int descriptor = ::open(file.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  if (descriptor < 0) return false;
  const bool kept = ::write(descriptor, line.data(), line.size()) == static_cast<ssize_t>(line.size()) && ::fsync(descriptor) == 0;
  ::close(descriptor);
  return kept;
}

}  // namespace

std::optional<std::string> FolderKey::text(bool may_make) {
  const std::scoped_lock lock(mutex_);
  if (!text_.empty()) return text_;
  std::ifstream in(file_);
  std::string text;
  if (in >> text && text.size() == 2 * bytes) return text_ = text;
  if (!may_make || std::filesystem::exists(file_)) return {};
  text = to_hex(random_.bytes(bytes));
  if (!written_once(file_, text + "\n")) return {};
  return text_ = text;
}

}  // namespace kwota::serve
