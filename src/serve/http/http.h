// HTTP as the rest of the server sees it: a request comes in, an answer goes out, perhaps later and from another thread.
// Guarantees: at most one answer a request; a client that goes away hurts nobody; bodies, headers and times are bounded.
// Never: knows a route, a session or the books. Only http_server.cpp includes Beast. Begin with Handler.
#pragma once
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "base/spool.h"
#include "serve/http/client_address.h"

namespace kwota::serve {

struct Request {
  std::string method;   ///< "GET", "POST", …
  std::string path;     ///< decoded, without query
  std::map<std::string, std::string, std::less<>> query;
  std::map<std::string, std::string, std::less<>> headers;  ///< names in lower case
  std::string body;
  std::string remote;   ///< address of the client, also behind a proxy of ours
  bool secure = false;  ///< a proxy of ours says that the client came by TLS
  std::string target = {};  ///< path and query as they were sent
  std::function<bool()> gone = {};  ///< from any thread: whether the client went away meanwhile; empty: it cannot be known

  std::string_view header(std::string_view name) const;
  std::string_view parameter(std::string_view name) const;
  /// Value of one cookie, empty when it did not come.
  std::string cookie(std::string_view name) const;
};

/// A stream of server-sent events to one client. Thread-safe; ends by itself when the client goes away.
class EventStream {
 public:
  using Write = std::function<void(std::string)>;
  /// Sends one event; false once the client is gone.
  bool send(std::string_view event, std::string_view data);
  bool open() const;
  /// Nothing more will be sent: the connection is closed.
  void end();
  // For the server: where bytes go, how the connection is closed, and that nobody listens any more.
  void attach(Write write, std::function<void()> hang_up);
  void close();

 private:
  mutable std::mutex mutex_;
  Write write_;
  std::function<void()> hang_up_;
  bool ended_ = false;
  std::string waiting_;  ///< sent before the connection took the stream over
  bool closed_ = false;
};

struct Response {
  int status = 200;
  std::vector<std::pair<std::string, std::string>> headers;
  std::string body;
  std::shared_ptr<EventStream> events;  ///< set: the body is a stream that stays open
  std::shared_ptr<Spool> file = nullptr;  ///< set: it is the body, sent in pieces as the client takes them, and then gone

  Response& with(std::string name, std::string value) {
    headers.emplace_back(std::move(name), std::move(value));
    return *this;
  }
};

/// Call it once, from any thread.
using Respond = std::function<void(Response)>;
using Handler = std::function<void(Request, Respond)>;

struct HttpLimits {
  std::size_t body_bytes_max = 16 * 1024 * 1024;
  std::uint32_t header_bytes_max = 16 * 1024;
  int idle_seconds = 60;  ///< between two requests, for a body, for each piece that is sent
  int head_seconds = 10;  ///< from the first byte of a request, or from the connection, to the end of its head
  /// When there are so many, the oldest that has said nothing whole gives way to whoever comes: who only holds places keeps nobody out.
  std::size_t connections_max = 2048;
  // Of one address; not of a proxy of ours, behind which everybody has the same.
  std::size_t connections_per_address_max = 256;
  std::size_t body_bytes_per_address_max = 64 * 1024 * 1024;  ///< of bodies that are being received at the same time
  std::size_t events_waiting_max = 1000;                      ///< of a listener that does not read; then he is left
};

/// Why no handler hears somebody: what he sent is no request, is too much, or comes at a full moment.
enum class Unheard : std::uint8_t { address, host, length, coding, body_too_large, head_too_large, full };
constexpr int status_of(Unheard why) {
  switch (why) {
    case Unheard::address:
    case Unheard::host:
    case Unheard::length: return 400;
    case Unheard::body_too_large: return 413;
    case Unheard::head_too_large: return 431;
    case Unheard::coding: return 501;
    case Unheard::full: return 503;
  }
  return 400;
}

/// How a server listens and whom it believes.
struct HttpSettings {
  HttpLimits limits{};
  Proxies proxies{};
  /// How long a body this caller may send, asked when his headers are there; empty: `body_bytes_max` for everybody.
  std::function<std::size_t(const Request& head)> body_bytes_for{};
  /// What is said to whom no handler hears. Empty: the status alone.
  std::function<Response(Unheard why, std::string_view accept_language)> unheard{};
};

/// Listens on one address; `run` serves on the calling thread until `stop`.
class HttpServer {
 public:
  /// Port 0 takes a free one. Errors `address_in_use`, `address_not_usable`.
  static Result<std::unique_ptr<HttpServer>> listen(const std::string& address, std::uint16_t port, Handler handler, HttpSettings settings = {});
  virtual ~HttpServer() = default;
  virtual std::uint16_t port() const = 0;
  virtual void run() = 0;
  virtual void stop() = 0;
};

}  // namespace kwota::serve
