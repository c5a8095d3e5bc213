#include "kwota_handheld/folder_files.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>

namespace kwota::app {
namespace {

constexpr const char* signature_suffix = ".sig";

Error failed(const fs::path& file, int reason) {
  return error(Fault::ours, "store_failed",
               "The handheld's folder could not be read or written at " + file.string() + ": " + std::strerror(reason) + ".",
               {{"file", file.string()}, {"reason", std::strerror(reason)}});
}

/// A descriptor that is closed with its scope.
class File {
 public:
  File(const fs::path& path, int flags) : path_(path), descriptor_(::open(path.c_str(), flags | O_CLOEXEC, 0600)) {}
  ~File() {
    if (descriptor_ >= 0) ::close(descriptor_);
  }
  File(const File&) = delete;
  File& operator=(const File&) = delete;
  bool good() const { return descriptor_ >= 0; }
  Error why() const { return failed(path_, errno); }
  int release() { return std::exchange(descriptor_, -1); }

  Result<void> write(ByteView bytes) {
    while (good() && !bytes.empty()) {
      const auto done = ::write(descriptor_, bytes.data(), bytes.size());
      if (done < 0 && errno == EINTR) continue;
      if (done <= 0) return why();
      bytes = bytes.subspan(static_cast<std::size_t>(done));
    }
    return good() ? Result<void>{} : Result<void>{why()};
  }
  Result<Bytes> read() {
    Bytes all;
    std::array<std::uint8_t, 16'384> part{};
    while (good()) {
      const auto done = ::read(descriptor_, part.data(), part.size());
      if (done < 0 && errno == EINTR) continue;
      if (done < 0) break;
      if (done == 0) return all;
      all.insert(all.end(), part.begin(), part.begin() + done);
    }
    return why();
  }
  Result<void> to_disk() { return good() && ::fsync(descriptor_) == 0 ? Result<void>{} : Result<void>{why()}; }
  Result<void> cut(std::size_t size) {
    return good() && ::ftruncate(descriptor_, static_cast<off_t>(size)) == 0 ? Result<void>{} : Result<void>{why()};
  }

 private:
  fs::path path_;
  int descriptor_;
};

/// The names in a folder are on the disk.
Result<void> settle(const fs::path& folder) { return File{folder, O_RDONLY | O_DIRECTORY}.to_disk(); }

}  // namespace

Result<Bytes> content_of(const fs::path& path) {
  return File{path, O_RDONLY}.read();
}

Result<handheld::Signed> paper_at(const fs::path& path) {
  fs::path beside = path;
  beside.replace_extension(signature_suffix);
  for (const auto& part : {path, beside})
    if (::access(part.c_str(), R_OK) != 0)
      return error(Fault::request, "file_unreadable", fmt::format("The file {} cannot be read – nothing was done – check its name and rights.", part.string()), {{"file", part.string()}});
  TRY(text, content_of(path));
  TRY(signature, content_of(beside));
  return handheld::Signed{{text.begin(), text.end()}, {signature.begin(), signature.end()}};
}

Result<std::unique_ptr<FolderFiles>> FolderFiles::open(const fs::path& folder) {
  std::error_code unmade;
  fs::create_directories(folder, unmade);
  File lock{folder / "lock", O_RDWR | O_CREAT};
  if (!lock.good()) return lock.why();
  const int held = lock.release();
  if (::flock(held, LOCK_EX | LOCK_NB) == 0) return std::unique_ptr<FolderFiles>{new FolderFiles(folder, held)};
  ::close(held);
  return error(Fault::refused, "store_in_use", "Another kwota-handheld works in this folder: end it first.", {{"folder", folder.string()}});
}

FolderFiles::~FolderFiles() { ::close(lock_); }

Result<std::vector<std::string>> FolderFiles::names() const {
  std::vector<std::string> found;
  std::error_code unread;
  for (fs::directory_iterator file{folder_, unread}; !unread && file != fs::directory_iterator{}; file.increment(unread)) found.push_back(file->path().filename().string());
  if (unread) return failed(folder_, unread.value());
  return found;
}

Result<std::optional<Bytes>> FolderFiles::read(const std::string& name) const {
  std::error_code unseen;
  if (!fs::exists(folder_ / name, unseen) && !unseen) return std::optional<Bytes>{};
  TRY(bytes, content_of(folder_ / name));
  return std::optional{std::move(bytes)};
}

Result<void> FolderFiles::append(const std::string& name, ByteView bytes) {
  std::error_code unseen;
  const bool fresh = !fs::exists(folder_ / name, unseen);
  File file{folder_ / name, O_WRONLY | O_APPEND | O_CREAT};
  MUST(file.write(bytes));
  MUST(file.to_disk());
  return fresh ? settle(folder_) : Result<void>{};
}

Result<void> FolderFiles::replace(const std::string& name, ByteView bytes) {
  const auto fresh = name + ".new";
  File file{folder_ / fresh, O_WRONLY | O_TRUNC | O_CREAT};
  MUST(file.write(bytes));
  MUST(file.to_disk());
  return rename(fresh, name);
}

Result<void> FolderFiles::cut(const std::string& name, std::size_t size) {
  File file{folder_ / name, O_WRONLY};
  MUST(file.cut(size));
  return file.to_disk();
}

Result<void> FolderFiles::rename(const std::string& from, const std::string& to) {
  if (::rename((folder_ / from).c_str(), (folder_ / to).c_str()) != 0) return failed(folder_ / to, errno);
  return settle(folder_);
}

Result<void> FolderFiles::remove(const std::string& name) {
  if (::unlink((folder_ / name).c_str()) != 0) return failed(folder_ / name, errno);
  return settle(folder_);
}

}  // namespace kwota::app
