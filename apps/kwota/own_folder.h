// A folder of one run of a verb, for books that are measured or a service that is started there: made anew, and gone with the run.
#pragma once
#include <filesystem>
#include <memory>
#include <string_view>

#include "base/result.h"

namespace kwota::app {

class OwnFolder {
 public:
  /// "kwota-<of>-…" in `parent`. Error `folder_failed` {folder}.
  static Result<std::unique_ptr<OwnFolder>> make(const std::filesystem::path& parent, std::string_view of);
  ~OwnFolder();
  OwnFolder(const OwnFolder&) = delete;
  OwnFolder& operator=(const OwnFolder&) = delete;
  const std::filesystem::path& path() const { return path_; }

 private:
  explicit OwnFolder(std::filesystem::path path) : path_(std::move(path)) {}
  std::filesystem::path path_;
};

}  // namespace kwota::app
