#include <fcntl.h>
#include <unistd.h>

#include <fstream>

#include "store/witness/witness_kinds.h"

namespace kwota::store {
namespace {

/// Lines at the end that are looked at; a line has about 100 bytes.
constexpr std::streamoff looked_at = 64 * 1024;

/// Lines are appended, and forced onto the disk.
class FileWitness final : public Witness {
 public:
  explicit FileWitness(std::filesystem::path file) : file_(std::move(file)) {}

  std::string name() const override { return file_.string(); }
  bool outside_of(const std::filesystem::path& folder) const override {
    std::error_code failed;
    const auto inside = std::filesystem::weakly_canonical(file_, failed).lexically_relative(std::filesystem::weakly_canonical(folder, failed));
    return inside.empty() || inside.native().starts_with("..");
  }

  Result<std::optional<Mark>> newest() const override {
    std::error_code failed;
    if (!std::filesystem::exists(file_, failed) && !failed) return nothing_yet();
    std::ifstream in(file_, std::ios::ate);
    if (!in) return witness_unreadable(name());
    const std::streamoff size = in.tellg();
    in.seekg(std::max<std::streamoff>(0, size - looked_at));
    return newest_line(in);
  }

  Result<void> tell(const Mark& mark, Instant time) const override {
    const int file = ::open(file_.c_str(), O_RDWR | O_APPEND | O_CREAT | O_CLOEXEC, 0640);
    const auto line = (file >= 0 && ends_torn(file) ? "\n" : "") + witness_line(mark, time);
    const bool recorded = file >= 0 && ::write(file, line.data(), line.size()) == static_cast<ssize_t>(line.size()) && ::fdatasync(file) == 0;
    if (file >= 0) ::close(file);
    return recorded ? Result<void>(Done{}) : Result<void>(witness_unwritable(name()));
  }

 private:
  /// A full disk takes half a line. What is appended to it would be a line that nobody can read, or one of a group that never was.
  static bool ends_torn(int file) {
    char last = '\n';
    const auto size = ::lseek(file, 0, SEEK_END);
    return size > 0 && ::pread(file, &last, 1, size - 1) == 1 && last != '\n';
  }
  /// Where the folder is not there either, nothing is known: the disk may be away that knows better.
  Result<std::optional<Mark>> nothing_yet() const {
    std::error_code failed;
    const auto folder = std::filesystem::absolute(file_, failed).parent_path();
    return std::filesystem::is_directory(folder, failed) ? Result<std::optional<Mark>>(std::optional<Mark>()) : Result<std::optional<Mark>>(witness_unreadable(name()));
  }

  std::filesystem::path file_;
};

}  // namespace

Result<std::shared_ptr<const Witness>> file_witness(const std::string& place) {
  if (place.empty() || place.find("://") != std::string::npos) return bad_witness(place);
  return std::shared_ptr<const Witness>(std::make_shared<FileWitness>(place));
}

}  // namespace kwota::store
