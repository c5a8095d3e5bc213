#include "kwota/input.h"

#include <fmt/format.h>

#include <fstream>
#include <iostream>
#include <sstream>

namespace kwota::app {

Result<std::string> input_text(const std::string& name) {
  std::stringstream text;
  if (name == "-") {
    text << std::cin.rdbuf();
    return text.str();
  }
  std::ifstream in{name, std::ios::binary};
  std::error_code failed;
  // A folder opens like a file, and reads as an empty one.
  if (in && !std::filesystem::is_directory(name, failed)) {
    text << in.rdbuf();
    return text.str();
  }
  return error(Fault::request, "file_unreadable", fmt::format("The file {} cannot be read. Check its name and rights.", name),
               {{"file", name}});
}

Result<std::optional<std::string>> input_if_named(const std::filesystem::path& file) {
  if (file.empty()) return std::optional<std::string>{};
  TRY(text, input_text(file.string()));
  return std::optional(std::move(text));
}

}  // namespace kwota::app
