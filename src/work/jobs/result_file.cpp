#include "work/jobs/result_file.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>

#include "base/bytes.h"
#include "seal/cipher/sha256.h"

namespace kwota::jobs {
namespace {

namespace fs = std::filesystem;
constexpr std::size_t piece_bytes = 64 * 1024, name_bytes = 16;

/// An open file that is closed in every case.
struct Opened {
  explicit Opened(int file) : descriptor(file) {}
  Opened(const Opened&) = delete;
  Opened& operator=(const Opened&) = delete;
  ~Opened() {
    if (descriptor >= 0) ::close(descriptor);
  }
  int descriptor;
};

bool write_all(int file, const std::uint8_t* from, std::size_t count) {
  while (count > 0) {
    const auto written = ::write(file, from, count);
    if (written < 0 && errno != EINTR) return false;
    if (written > 0) from += written, count -= static_cast<std::size_t>(written);
  }
  return true;
}

/// All bytes of `file` from its first on, piece by piece. False: it could not be read, or `take` has enough.
template <class Take>
bool each_piece(int file, Take take) {
  std::array<std::uint8_t, piece_bytes> piece{};
  for (off_t at = 0;;) {
    const auto count = ::pread(file, piece.data(), piece.size(), at);
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return false;
    if (count == 0) return true;
    if (!take(piece.data(), static_cast<std::size_t>(count))) return false;
    at += count;
  }
}

}  // namespace

Result<KeptFile> keep_file(const fs::path& folder, const Spool& file, Random& random) {
  std::error_code failed;
  fs::create_directories(folder, failed);
  fs::permissions(folder, fs::perms::owner_all, failed);
  KeptFile kept{to_hex(random.bytes(name_bytes)), static_cast<std::int64_t>(file.size()), {}};
  const Opened to(::open((folder / kept.name).c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600));
  seal::Sha256 hash;
  const bool whole = to.descriptor >= 0 && each_piece(file.descriptor(), [&](const std::uint8_t* from, std::size_t count) {
    hash.add({from, count});
    return write_all(to.descriptor, from, count);
  });
  if (!whole || ::fsync(to.descriptor) != 0) {
    remove_file(folder, kept.name);
    return file_not_made();
  }
  kept.sha256 = to_hex(hash.finish());
  return kept;
}

Result<std::shared_ptr<Spool>> kept_file(const fs::path& folder, const std::string& name, std::string_view sha256) {
  const auto gone = [] { return error(Fault::request, "file_gone", "The file of this job is kept no longer. Have it made once more."); };
  if (name.empty() || name.find('/') != std::string::npos) return gone();
  const Opened from(::open((folder / name).c_str(), O_RDONLY | O_CLOEXEC));
  if (from.descriptor < 0) return gone();
  TRY(out, Spool::make());
  seal::Sha256 hash;
  const bool whole = each_piece(from.descriptor, [&, &to = *out](const std::uint8_t* piece, std::size_t count) {
    hash.add({piece, count});
    to.write({reinterpret_cast<const char*>(piece), count});
    return true;
  });
  if (!whole || to_hex(hash.finish()) != sha256)
    return error(Fault::forged, "file_changed", "The file of this job is not what was written: it is not given out. Have it made once more, and find out who changed it.");
  MUST(out->finish());
  return out;
}

void remove_file(const fs::path& folder, const std::string& name) {
  std::error_code failed;
  if (!name.empty() && name.find('/') == std::string::npos) fs::remove(folder / name, failed);
}

void remove_strays(const fs::path& folder, const std::vector<std::string>& known) {
  std::error_code failed;
  for (const auto& entry : fs::directory_iterator(folder, failed))
    if (entry.is_regular_file(failed) && std::ranges::find(known, entry.path().filename().string()) == known.end()) fs::remove(entry.path(), failed);
}

}  // namespace kwota::jobs
