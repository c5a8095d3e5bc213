#include "base/key_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstdio>

namespace kwota {
namespace {

/// Of a folder nothing is written, and the names in it are forced out.
bool on_disk(const std::filesystem::path& path, int flags, ByteView content) {
  const int file = ::open(path.c_str(), flags | O_CLOEXEC, S_IRUSR | S_IWUSR);
  if (file < 0) return false;
  const bool whole = (content.empty() || ::write(file, content.data(), content.size()) == static_cast<ssize_t>(content.size())) && ::fsync(file) == 0;
  return ::close(file) == 0 && whole;
}

}  // namespace

bool put_owner_file(const std::filesystem::path& file, ByteView content) {
  auto draft = file;
  draft += ".new";
  ::unlink(draft.c_str());  // of a write that was cut off
  const bool written = on_disk(draft, O_CREAT | O_EXCL | O_WRONLY, content) && ::rename(draft.c_str(), file.c_str()) == 0;
  if (!written) ::unlink(draft.c_str());
  return written && on_disk(std::filesystem::absolute(file).parent_path(), O_RDONLY | O_DIRECTORY, {});
}

bool make_key_file(const std::filesystem::path& file, Random& random) {
  constexpr std::size_t key_bytes = 32;
  std::error_code failed;
  if (std::filesystem::exists(file, failed)) return true;
  auto line = to_hex(random.bytes(key_bytes)) + "\n";
  // Half a key would be taken for the key, and none made any more.
  const bool made = put_owner_file(file, view_of(line));
  wipe({reinterpret_cast<std::uint8_t*>(line.data()), line.size()});
  return made;
}

}  // namespace kwota
