// One request over HTTP/1.1 to a server that we know, answered while one waits; bounded in time and size. Only what the link of the
// key office needs, and a technician's terminal: no TLS (loopback, or a tunnel that is the machine's), no redirect, no chunks.   Begin with ask_over_http().
#pragma once
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.h"

namespace kwota::office_link {

struct HttpQuestion {
  std::string method = "GET", path{};
  std::vector<std::pair<std::string, std::string>> headers{};
  std::string body{};  ///< JSON; empty: none
};
struct HttpAnswer {
  int status = 0;
  std::string head{}, body{};
  /// Value of the first header of this name, in lower case; empty: it did not come.
  std::string header(std::string_view name) const;
};
/// Whatever its status. `address`: http://host:port. Errors: `not_reached` {address, reason}.
Result<HttpAnswer> ask_over_http(const std::string& address, const HttpQuestion& question, int seconds_max);

/// A stream of server-sent events: that something came, and nothing of what it says.
class EventSubscription {
 public:
  /// Errors as ask_over_http().
  static Result<EventSubscription> listen(const std::string& address, const HttpQuestion& question, int seconds_max);
  EventSubscription(EventSubscription&& other) noexcept : socket_(std::exchange(other.socket_, -1)) {}
  EventSubscription& operator=(EventSubscription&&) = delete;
  ~EventSubscription();
  /// False: nothing came in time, or the stream has ended.
  bool something_came(int milliseconds) const;

 private:
  explicit EventSubscription(int socket) : socket_(socket) {}
  int socket_;
};

/// The answer's body. `address`: http://host:port. Errors: `not_reached` {address, reason}.
Result<std::string> post_json(const std::string& address, const std::string& path, const std::string& body, int seconds_max);

}  // namespace kwota::office_link
