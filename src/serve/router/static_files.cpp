#include "serve/router/static_files.h"

#include <array>
#include <filesystem>

#include "base/whole_file.h"

namespace kwota::serve {
namespace {

namespace fs = std::filesystem;

std::string type_of(const fs::path& path) {
  static constexpr std::array types{
      std::pair{".html", "text/html; charset=utf-8"}, std::pair{".js", "text/javascript; charset=utf-8"}, std::pair{".css", "text/css; charset=utf-8"},
      std::pair{".svg", "image/svg+xml"},             std::pair{".json", "application/json"},           std::pair{".woff2", "font/woff2"},
      std::pair{".png", "image/png"},                 std::pair{".ico", "image/x-icon"},
  };
  const std::string ending = path.extension().string();
  for (const auto& [known, type] : types)
    if (ending == known) return type;
  return "application/octet-stream";
}

}  // namespace

Result<StaticFiles> StaticFiles::load(const std::string& folder) {
  StaticFiles all;
  std::error_code failed;
  for (fs::recursive_directory_iterator entry(folder, failed), end; !failed && entry != end; entry.increment(failed)) {
    if (!entry->is_regular_file()) continue;
    if (entry->path().extension() == ".gz") continue;
    const std::string name = "/" + fs::relative(entry->path(), folder).generic_string();
    auto file = Representation::of(whole_file<std::string>(entry->path()), type_of(entry->path()), whole_file<std::string>(entry->path().string() + ".gz"), name.starts_with("/assets/"));
    all.files_.emplace(name, std::move(file));
  }
  if (!all.files_.contains("/index.html"))
    return error(Fault::ours, "console_missing", "The console is not built in " + folder + ": run script/setup, or name its folder with --console.", {{"folder", folder}});
  return all;
}

Response StaticFiles::serve(const Request& request) const {
  Response response;
  if (request.method != "GET" && request.method != "HEAD") {
    response.status = 405;
    return response;
  }
  auto found = files_.find(request.path);
  const bool page = found == files_.end() && request.path.find('.') == std::string::npos;
  if (page) found = files_.find("/index.html");
  if (found == files_.end()) {
    response.status = 404;
    return response;
  }
  return found->second.answer(request);
}

}  // namespace kwota::serve
