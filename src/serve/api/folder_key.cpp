#include "serve/api/folder_key.h"

#include <fstream>
#include <utility>

#include "base/key_file.h"

namespace kwota::serve {
namespace {

std::optional<std::string> text_in(const std::filesystem::path& file) {
  std::ifstream in(file);
  std::string text;
  return in >> text && text.size() == 2 * FolderKey::bytes ? std::optional(std::move(text)) : std::nullopt;
}

}  // namespace

std::optional<std::string> FolderKey::text(IfAbsent then) {
  const std::scoped_lock lock(mutex_);
  if (!text_) text_ = text_in(file_);
  if (!text_ && then == IfAbsent::make && make_key_file(file_, random_)) text_ = text_in(file_);
  return text_;
}

}  // namespace kwota::serve
