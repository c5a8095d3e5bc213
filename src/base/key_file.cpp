#include "base/key_file.h"

#include <fcntl.h>
#include <unistd.h>

#include <cstdio>
#include <string>
#include <string_view>

namespace kwota {

namespace {

/// All of it, and on the disk.
bool is_written(const std::filesystem::path& file, std::string_view line) {
  const int descriptor = ::open(file.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
  if (descriptor < 0) return false;
  const bool whole = ::write(descriptor, line.data(), line.size()) == static_cast<ssize_t>(line.size()) && ::fsync(descriptor) == 0;
  ::close(descriptor);
  return whole;
}

}  // namespace

bool make_key_file(const std::filesystem::path& file, Random& random) {
  constexpr std::size_t key_bytes = 32;
  std::error_code failed;
  if (std::filesystem::exists(file, failed)) return true;
  auto part = file;
  part += ".part";
  std::filesystem::remove(part, failed);  // of a program that was killed
  auto line = to_hex(random.bytes(key_bytes)) + "\n";
  // It gets its name when it is whole: half a key would be taken for the key, and none made any more.
  const bool made = is_written(part, line) && ::rename(part.c_str(), file.c_str()) == 0;
  if (!made) std::filesystem::remove(part, failed);
  wipe({reinterpret_cast<std::uint8_t*>(line.data()), line.size()});
  return made;
}

}  // namespace kwota
