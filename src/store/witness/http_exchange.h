// One question by HTTP/1.0 or HTTPS and its answer. Guarantees: ends within the time it is given, whatever the other side does; a
// certificate that does not fit the name is no answer.   Begin with http_exchange().
#pragma once
#include <optional>
#include <string>

#include "store/clock_watch.h"

namespace kwota::store {

struct HttpPlace {
  bool tls = true;
  std::string host, port, path;
  /// "https://host:port/path"; nothing: it is none.
  static std::optional<HttpPlace> parse(const std::string& url);
};
struct HttpReply {
  int status = 0;
  std::string body;
};
/// `body` empty: GET, else POST of text/plain. Nothing: no whole answer within `seconds`.
std::optional<HttpReply> http_exchange(const HttpPlace& place, const std::string& body, const Steady& steady, int seconds);

}  // namespace kwota::store
