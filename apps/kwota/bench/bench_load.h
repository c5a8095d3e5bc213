// A load of HTTP/1.1 requests to a server on this machine: connections that stay open, each a conversation of its own: it asks,
// waits for the answer, asks what follows from it. One thread, no tool that would have to be installed.
// Never: judges an answer; the conversation does. Begin with run_load().
#pragma once
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"

namespace kwota::app {

struct HttpAnswer {
  int status = 0;
  std::string_view body;  ///< until the conversation returns
};

/// The next request of a connection, whole; `answer` is what its last one was answered (null: it has not asked yet). Nothing: it
/// has asked all it wants.
using Conversation = std::function<std::optional<std::string>(std::size_t connection, const HttpAnswer* answer)>;

/// A request with a JSON body; `headers` are whole lines that end in CRLF.
std::string http_post(std::string_view path, std::string_view headers, std::string_view body);

/// Until each connection has asked all it wants. Error `load_failed` (details: reason): no connection, cut off, no answer for
/// half a minute, or an answer that is not HTTP with a Content-Length.
Result<void> run_load(std::uint16_t port, std::size_t connections, const Conversation& next);

}  // namespace kwota::app
