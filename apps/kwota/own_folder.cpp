#include "kwota/own_folder.h"

#include <fmt/format.h>

#include <cstdlib>

namespace kwota::app {

Result<std::unique_ptr<OwnFolder>> OwnFolder::make(const std::filesystem::path& parent, std::string_view of) {
  auto name = (parent / fmt::format("kwota-{}-XXXXXX", of)).string();
  if (::mkdtemp(name.data()) == nullptr)
    return error(Fault::ours, "folder_failed", fmt::format("No folder could be made in {}. See whether it is there, whether there is room, and who may write there.", parent.string()), {{"folder", parent.string()}});
  return std::unique_ptr<OwnFolder>{new OwnFolder(name)};
}

OwnFolder::~OwnFolder() {
  std::error_code failed;
  std::filesystem::remove_all(path_, failed);
}

}  // namespace kwota::app
