#include "base/key_file.h"

#include <fcntl.h>
#include <unistd.h>


namespace kwota {

bool make_key_file(const std::filesystem::path& file, Random& random) {
  constexpr std::size_t key_bytes = 32;
  std::error_code failed;
  if (std::filesystem::exists(file, failed)) return true;
  const int descriptor = ::open(file.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  if (descriptor < 0) return false;
  auto line = to_hex(random.bytes(key_bytes)) + "\n";
  const bool kept = ::write(descriptor, line.data(), line.size()) == static_cast<ssize_t>(line.size()) && ::fsync(descriptor) == 0;
  ::close(descriptor);
  wipe({reinterpret_cast<std::uint8_t*>(line.data()), line.size()});
  return kept;
}

}  // namespace kwota
