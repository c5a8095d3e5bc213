// The files of jobs: in a folder of the house, under names that nobody can guess, readable to this program's user alone.
// Guarantees: a file is there whole or not at all; what is handed out has the hash that its row says.
// Begin with keep_file().
#pragma once
#include <filesystem>
#include <memory>

#include "base/random.h"
#include "base/spool.h"

namespace kwota::jobs {

struct KeptFile {
  std::string name;    ///< in the folder
  std::int64_t bytes = 0;
  std::string sha256;  ///< hexadecimal
};
/// Error file_not_made: there is no room; nothing of it is left.
Result<KeptFile> keep_file(const std::filesystem::path& folder, const Spool& file, Random& random);
/// Errors: file_gone, file_changed.
Result<std::shared_ptr<Spool>> kept_file(const std::filesystem::path& folder, const std::string& name, std::string_view sha256);
void remove_file(const std::filesystem::path& folder, const std::string& name);
/// What a program left that was killed while it wrote: all but `known`.
void remove_strays(const std::filesystem::path& folder, const std::vector<std::string>& known);

}  // namespace kwota::jobs
