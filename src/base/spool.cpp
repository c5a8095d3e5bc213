#include "base/spool.h"

#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <filesystem>

namespace kwota {
namespace {

/// Bytes that wait to be written in one piece. [K]
constexpr std::size_t piece_bytes = 64 * 1024;

}  // namespace

Error file_not_made() {
  return error(Fault::ours, "file_not_made",
               "The file could not be made: there is no room in the folder for temporary files. The books are not touched. Make room there and try again.");
}

Result<std::shared_ptr<Spool>> Spool::make() {
  std::error_code failed;
  auto name = (std::filesystem::temp_directory_path(failed) / "kwota-XXXXXX").string();
  if (failed) return file_not_made();
  const int file = ::mkostemp(name.data(), O_CLOEXEC);
  if (file < 0) return file_not_made();
  auto spool = std::shared_ptr<Spool>(new Spool(file));
  if (::unlink(name.c_str()) != 0) return file_not_made();
  return spool;
}

Spool::~Spool() { ::close(descriptor_); }

void Spool::write(std::string_view bytes) {
  waiting_ += bytes;
  if (waiting_.size() >= piece_bytes) flush();
}

void Spool::flush() {
  std::string_view rest = waiting_;
  while (!failed_ && !rest.empty()) {
    const auto written = ::write(descriptor_, rest.data(), rest.size());
    if (written >= 0) rest.remove_prefix(static_cast<std::size_t>(written));
    if (written < 0 && errno != EINTR) failed_ = true;
  }
  waiting_.clear();
}

Result<void> Spool::finish() {
  flush();
  struct stat seen{};
  if (failed_ || ::fstat(descriptor_, &seen) != 0 || ::lseek(descriptor_, 0, SEEK_SET) != 0) return file_not_made();
  size_ = static_cast<std::uint64_t>(seen.st_size);
  return Done{};
}

std::string Spool::path() const { return "/proc/self/fd/" + std::to_string(descriptor_); }

}  // namespace kwota
