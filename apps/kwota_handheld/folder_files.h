// The handheld's folder on a disk (carry/handheld/device_store.h says what lies in it). Guarantees: what was written is on the disk when a call returns;
// one program at a time works in a folder. Begin with FolderFiles::open().
#pragma once
#include <filesystem>
#include <memory>

#include "carry/handheld/device_store.h"

namespace kwota::app {

namespace fs = std::filesystem;

class FolderFiles final : public handheld::Files {
 public:
  /// Makes what is missing. Errors `store_in_use`{folder}, `store_failed`{file, reason}.
  static Result<std::unique_ptr<FolderFiles>> open(const fs::path& folder);
  ~FolderFiles() override;
  FolderFiles(const FolderFiles&) = delete;
  FolderFiles& operator=(const FolderFiles&) = delete;

  Result<std::vector<std::string>> names() const override;
  Result<std::optional<Bytes>> read(const std::string& name) const override;
  Result<void> append(const std::string& name, ByteView bytes) override;
  Result<void> replace(const std::string& name, ByteView bytes) override;
  Result<void> cut(const std::string& name, std::size_t size) override;
  Result<void> rename(const std::string& from, const std::string& to) override;
  Result<void> remove(const std::string& name) override;

 private:
  FolderFiles(fs::path folder, int lock) : folder_(std::move(folder)), lock_(lock) {}
  fs::path folder_;
  int lock_;
};

/// Wherever it lies. Error `store_failed`.
Result<Bytes> content_of(const fs::path& path);
/// A paper of the office, and the signature beside it.
Result<handheld::Signed> paper_at(const fs::path& path);

}  // namespace kwota::app
