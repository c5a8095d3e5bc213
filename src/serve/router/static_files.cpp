#include "serve/router/static_files.h"

#include <array>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "base/bytes.h"
#include "seal/cipher/sha256.h"

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

std::string content_of(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  std::stringstream content;
  content << in.rdbuf();
  return content.str();
}

/// "gzip, deflate;q=0.5, br": whether gzip is among them and not refused (RFC 9110, 12.5.3).
bool takes_gzip(std::string_view accepted) {
  while (!accepted.empty()) {
    const auto comma = accepted.find(',');
    auto one = accepted.substr(0, comma);
    accepted = comma == std::string_view::npos ? std::string_view{} : accepted.substr(comma + 1);
    while (!one.empty() && one.front() == ' ') one.remove_prefix(1);
    const auto semicolon = one.find(';');
    auto name = one.substr(0, semicolon);
    while (!name.empty() && name.back() == ' ') name.remove_suffix(1);
    if (name != "gzip" && name != "*") continue;
    const auto quality = semicolon == std::string_view::npos ? std::string_view{} : one.substr(semicolon + 1);
    return quality.find_first_of("123456789") != std::string_view::npos || quality.find("q=") == std::string_view::npos;
  }
  return false;
}

}  // namespace

Result<StaticFiles> StaticFiles::load(const std::string& folder) {
  StaticFiles all;
  std::error_code failed;
  for (fs::recursive_directory_iterator entry(folder, failed), end; !failed && entry != end; entry.increment(failed)) {
    if (!entry->is_regular_file()) continue;
    if (entry->path().extension() == ".gz") continue;
    const std::string name = "/" + fs::relative(entry->path(), folder).generic_string();
    File file{.content = content_of(entry->path()), .type = type_of(entry->path()), .tag = {}, .gzip = content_of(entry->path().string() + ".gz"), .immutable = name.starts_with("/assets/")};
    file.tag = to_hex(seal::sha256(view_of(file.content))).substr(0, 32);
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
  const auto& file = found->second;
  // Another coding is another representation: it has a tag of its own, and a store on the way keeps both.
  const bool small = !file.gzip.empty() && takes_gzip(request.header("accept-encoding"));
  const auto tag = '"' + file.tag + (small ? "-gz" : "") + '"';
  response.with("ETag", tag).with("Cache-Control", file.immutable ? "public, max-age=31536000, immutable" : "no-cache");
  if (!file.gzip.empty()) response.with("Vary", "Accept-Encoding");
  if (request.header("if-none-match") == tag) {
    response.status = 304;
    return response;
  }
  response.with("Content-Type", file.type);
  if (small) response.with("Content-Encoding", "gzip");
  response.body = small ? file.gzip : file.content;
  return response;
}

}  // namespace kwota::serve
