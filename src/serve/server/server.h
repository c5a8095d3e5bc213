// The server as one thing: routes, console files, HTTP.   Begin with Server::open(), then run().
#pragma once
#include <memory>

#include "serve/api/server_parts.h"
#include "serve/http/http.h"
#include "serve/router/router.h"

namespace kwota::serve {

struct ServerSettings {
  std::string address = "127.0.0.1";
  std::uint16_t port = 8080;
  std::filesystem::path console;  ///< folder of the built console
  std::vector<std::string> proxies;  ///< addresses of proxies of ours, which end TLS and say who the client is
  bool key_office = false;           ///< its routes instead of the counters'
  std::vector<std::string> hosts;    ///< names under which this server is asked, beside localhost and addresses
};

class Server {
 public:
  /// `more` adds routes of others (the bench). Errors: address_in_use, address_not_usable, console_missing, bad_proxy.
  static Result<std::unique_ptr<Server>> open(ServerParts& parts, const ServerSettings& settings, const std::function<void(Router&)>& more = {});
  std::uint16_t port() const { return http_->port(); }
  /// Serves on the calling thread until stop() (from any thread or a signal's).
  void run() { http_->run(); }
  void stop() { http_->stop(); }

 private:
  explicit Server(Gate gate) : router_(std::move(gate)) {}
  Router router_;
  std::unique_ptr<HttpServer> http_;
};

/// Nobody is served any more, and everything is still there: what was begun is finished and answered, what only waits is dropped.
void finish(ServerParts& parts);

}  // namespace kwota::serve
