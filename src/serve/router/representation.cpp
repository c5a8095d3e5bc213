#include "serve/router/representation.h"

#include <zlib.h>

#include <new>

#include "base/bytes.h"
#include "seal/cipher/sha256.h"

namespace kwota::serve {
namespace {

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

Representation Representation::of(std::string content, std::string type, std::string gzip, bool immutable) {
  Representation out{.content = std::move(content), .type = std::move(type), .gzip = std::move(gzip), .immutable = immutable};
  out.tag = to_hex(seal::sha256(view_of(out.content))).substr(0, 32);
  return out;
}

Response Representation::answer(const Request& request) const {
  Response response;
  // Another coding is another representation: it has a tag of its own, and a store on the way keeps both.
  const bool small = !gzip.empty() && takes_gzip(request.header("accept-encoding"));
  const auto own = '"' + tag + (small ? "-gz" : "") + '"';
  response.with("ETag", own).with("Cache-Control", immutable ? "public, max-age=31536000, immutable" : "no-cache");
  if (!gzip.empty()) response.with("Vary", "Accept-Encoding");
  if (request.header("if-none-match") == own) {
    response.status = 304;
    return response;
  }
  response.with("Content-Type", type);
  if (small) response.with("Content-Encoding", "gzip");
  response.body = small ? gzip : content;
  return response;
}

std::string gzip_of(const std::string& content) {
  constexpr int widest_window = 15, with_gzip_head = 16, memory = 8;
  z_stream stream{};
  if (deflateInit2(&stream, Z_BEST_COMPRESSION, Z_DEFLATED, widest_window + with_gzip_head, memory, Z_DEFAULT_STRATEGY) != Z_OK) throw std::bad_alloc();
  std::string out(deflateBound(&stream, content.size()), '\0');
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(content.data()));  // which zlib only reads
  stream.avail_in = static_cast<uInt>(content.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  deflate(&stream, Z_FINISH);  // there is room for all of it
  out.resize(stream.total_out);
  deflateEnd(&stream);
  return out;
}

}  // namespace kwota::serve
