#include "store/witness/http_exchange.h"

#include <fmt/format.h>
#include <openssl/ssl.h>
#include <poll.h>
#include <signal.h>

#include <algorithm>
#include <memory>

#include "base/ascii.h"

namespace kwota::store {
namespace {

constexpr std::size_t answer_max = 64 * 1024;
constexpr int look_again_ms = 50;  ///< only where the connection cannot be waited for by select()

struct Free {
  void operator()(BIO* bio) const { BIO_free_all(bio); }
  void operator()(SSL_CTX* context) const { SSL_CTX_free(context); }
};
/// Who writes into a connection that was closed is told by a signal that ends programs: not this one.
class NoSignal {
 public:
  NoSignal() {
    sigemptyset(&one_);
    sigaddset(&one_, SIGPIPE);
    pthread_sigmask(SIG_BLOCK, &one_, &before_);
  }
  NoSignal(const NoSignal&) = delete;
  NoSignal& operator=(const NoSignal&) = delete;
  ~NoSignal() {
    const timespec at_once{};
    if (sigismember(&before_, SIGPIPE) == 0) sigtimedwait(&one_, nullptr, &at_once);
    pthread_sigmask(SIG_SETMASK, &before_, nullptr);
  }

 private:
  sigset_t one_{}, before_{};
};
using Pipe = std::unique_ptr<BIO, Free>;
using Context = std::unique_ptr<SSL_CTX, Free>;

Pipe encrypted(SSL_CTX* context, const std::string& host) {
  Pipe pipe(BIO_new_ssl_connect(context));
  SSL* ssl = nullptr;
  if (!pipe || BIO_get_ssl(pipe.get(), &ssl) <= 0 || ssl == nullptr) return nullptr;
  SSL_set_mode(ssl, SSL_MODE_AUTO_RETRY);
  if (SSL_set_tlsext_host_name(ssl, host.c_str()) != 1 || SSL_set1_host(ssl, host.c_str()) != 1) return nullptr;
  return pipe;
}

/// What is left of the time.
class Patience {
 public:
  Patience(const Steady& steady, Duration most) : steady_(steady), until_(steady() + most) {}
  int ms_left() const { return static_cast<int>(std::max<std::int64_t>(0, (until_ - steady_()).ms())); }

 private:
  const Steady& steady_;
  Duration until_;
};

/// Whether it may be tried again: the connection is open, and it is ready before the time is over.
bool again(BIO* pipe, const Patience& patience) {
  if (BIO_should_retry(pipe) == 0) return false;
  pollfd one{static_cast<int>(BIO_get_fd(pipe, nullptr)), static_cast<short>(BIO_should_write(pipe) != 0 ? POLLOUT : POLLIN), 0};
  return one.fd >= 0 && ::poll(&one, 1, patience.ms_left()) > 0;
}

bool write_all(BIO* pipe, const std::string& text, const Patience& patience) {
  for (std::size_t sent = 0; sent < text.size();) {
    const int more = BIO_write(pipe, text.data() + sent, static_cast<int>(text.size() - sent));
    if (more > 0)
      sent += static_cast<std::size_t>(more);
    else if (!again(pipe, patience))
      return false;
  }
  return true;
}

std::optional<std::size_t> length_of(std::string_view head) {
  const auto small = in_small_letters(head);
  constexpr std::string_view name = "\r\ncontent-length:";
  const auto at = small.find(name);
  if (at == std::string::npos) return std::nullopt;
  return static_cast<std::size_t>(std::strtoul(small.c_str() + at + name.size(), nullptr, 10));
}

/// Whole when as much came as was announced, or the other side is done.
std::optional<std::string> read_all(BIO* pipe, const Patience& patience) {
  std::string out;
  char part[4096];
  for (;;) {
    const int more = BIO_read(pipe, part, sizeof part);
    if (more > 0) {
      out.append(part, static_cast<std::size_t>(more));
      if (out.size() > answer_max) return std::nullopt;
      const auto body = out.find("\r\n\r\n");
      if (body == std::string::npos) continue;
      if (const auto length = length_of(std::string_view(out).substr(0, body)); length && out.size() >= body + 4 + *length) return out;
      continue;
    }
    if (again(pipe, patience)) continue;
    return BIO_should_retry(pipe) != 0 ? std::nullopt : std::optional(out);
  }
}

std::optional<HttpReply> parsed_answer(const std::string& text) {
  const auto body = text.find("\r\n\r\n");
  int status = 0, major = 0, minor = 0;
  if (body == std::string::npos || std::sscanf(text.c_str(), "HTTP/%d.%d %d", &major, &minor, &status) != 3) return std::nullopt;
  if (const auto length = length_of(std::string_view(text).substr(0, body)); length && text.size() < body + 4 + *length) return std::nullopt;
  return HttpReply{status, text.substr(body + 4)};
}

}  // namespace

std::optional<HttpPlace> HttpPlace::parse(const std::string& url) {
  HttpPlace out;
  out.tls = url.starts_with("https://");
  const auto rest = url.substr(out.tls ? 8 : 7);
  const auto slash = rest.find('/');
  const auto authority = rest.substr(0, slash);
  out.path = slash == std::string::npos ? "/" : rest.substr(slash);
  const auto colon = authority.rfind(':');
  out.host = authority.substr(0, colon);
  out.port = colon == std::string::npos ? (out.tls ? "443" : "80") : authority.substr(colon + 1);
  if (out.host.empty() || !is_digits(out.port)) return std::nullopt;
  for (const char one : url)
    if (const auto c = static_cast<unsigned char>(one); c <= ' ' || c >= 0x7F || c == '@') return std::nullopt;
  return out;
}

std::optional<HttpReply> http_exchange(const HttpPlace& place, const std::string& body, const Steady& steady, int seconds) {
  const NoSignal quiet;
  const Patience patience(steady, Duration::seconds(seconds));
  Context context;
  Pipe pipe;
  if (place.tls) {
    context.reset(SSL_CTX_new(TLS_client_method()));
    if (!context || SSL_CTX_set_default_verify_paths(context.get()) != 1) return std::nullopt;
    SSL_CTX_set_verify(context.get(), SSL_VERIFY_PEER, nullptr);
    SSL_CTX_set_min_proto_version(context.get(), TLS1_2_VERSION);
    pipe = encrypted(context.get(), place.host);
  } else {
    pipe.reset(BIO_new(BIO_s_connect()));
  }
  if (!pipe) return std::nullopt;
  BIO_set_conn_hostname(pipe.get(), place.host.c_str());
  BIO_set_conn_port(pipe.get(), place.port.c_str());
  BIO_set_nbio(pipe.get(), 1);
  if (BIO_do_connect_retry(pipe.get(), seconds, look_again_ms) != 1) return std::nullopt;
  auto question = fmt::format("{} {} HTTP/1.0\r\nHost: {}:{}\r\nConnection: close\r\n", body.empty() ? "GET" : "POST", place.path, place.host, place.port);
  if (!body.empty()) question += fmt::format("Content-Type: text/plain\r\nContent-Length: {}\r\n", body.size());
  if (!write_all(pipe.get(), question + "\r\n" + body, patience)) return std::nullopt;
  const auto answer = read_all(pipe.get(), patience);
  return answer ? parsed_answer(*answer) : std::nullopt;
}

}  // namespace kwota::store
