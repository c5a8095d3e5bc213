#include "kwota/bench/bench_load.h"

#include <arpa/inet.h>
#include <fmt/format.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <charconv>
#include <cstring>
#include <vector>

namespace kwota::app {
namespace {

/// The longest silence of all connections together.
constexpr int silence_ms_max = 30'000;

Error load_failed(std::string reason) {
  return error(Fault::wire, "load_failed", "The load on the server broke off (" + reason + "); nothing was measured.",
               {{"reason", std::move(reason)}});
}

template <class Number>
bool number_at(std::string_view text, Number& number) {
  return std::from_chars(text.data(), text.data() + text.size(), number).ec == std::errc{};
}

/// One connection with the bytes on their way.
class Line {
 public:
  Line() = default;
  Line(const Line&) = delete;
  Line& operator=(const Line&) = delete;
  ~Line() {
    if (socket_ >= 0) ::close(socket_);
  }

  Result<void> connect(std::uint16_t port) {
    sockaddr_in there{};
    there.sin_family = AF_INET;
    there.sin_port = htons(port);
    there.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socket_ = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (socket_ < 0 || ::connect(socket_, reinterpret_cast<const sockaddr*>(&there), sizeof there) != 0)
      return load_failed(std::strerror(errno));
    const int at_once = 1;
    ::setsockopt(socket_, IPPROTO_TCP, TCP_NODELAY, &at_once, sizeof at_once);
    return Done{};
  }

  int socket() const { return socket_; }

  /// Requests are far smaller than what a socket takes at once.
  Result<void> send(std::string_view request) {
    if (::send(socket_, request.data(), request.size(), MSG_NOSIGNAL) != static_cast<ssize_t>(request.size()))
      return load_failed(std::strerror(errno));
    return Done{};
  }

  /// What has come; an answer when one is complete. It is good until forget().
  Result<std::optional<HttpAnswer>> receive() {
    char more[16 * 1024];
    const auto count = ::recv(socket_, more, sizeof more, 0);
    if (count <= 0) return load_failed(count == 0 ? "the server closed the connection" : std::strerror(errno));
    received_.append(more, static_cast<std::size_t>(count));
    return answer();
  }
  void forget() { received_.clear(); }

 private:
  /// "HTTP/1.1 200 …", headers with Content-Length, an empty line, the body (RFC 9112, 2.1 and 6.2).
  Result<std::optional<HttpAnswer>> answer() const {
    const std::string_view text = received_;
    const auto end = text.find("\r\n\r\n");
    if (end == std::string_view::npos) return std::optional<HttpAnswer>{};
    const auto head = text.substr(0, end + 2);
    constexpr std::string_view length = "\r\nContent-Length: ";
    const auto at = head.find(length);
    HttpAnswer answer;
    std::size_t size = 0;
    if (!head.starts_with("HTTP/1.1 ") || !number_at(head.substr(9), answer.status) || at == std::string_view::npos ||
        !number_at(head.substr(at + length.size()), size))
      return load_failed("an answer that is not understood");
    if (text.size() - (end + 4) < size) return std::optional<HttpAnswer>{};
    answer.body = text.substr(end + 4, size);
    return std::optional(answer);
  }

  int socket_ = -1;
  std::string received_;
};

/// All connections, and how many of them still wait for an answer.
class Load {
 public:
  Load(std::size_t connections, const Conversation& next) : next_(next), lines_(connections), polled_(connections) {}

  Result<void> begin(std::uint16_t port) {
    for (auto& line : lines_) MUST(line.connect(port));
    for (std::size_t i = 0; i < lines_.size(); ++i) {
      polled_[i] = {.fd = lines_[i].socket(), .events = POLLIN, .revents = 0};
      ++open_;
      MUST(go_on(i, nullptr));
    }
    return Done{};
  }

  Result<void> run() {
    while (open_ > 0) {
      const int ready = ::poll(polled_.data(), polled_.size(), silence_ms_max);
      if (ready < 0 && errno == EINTR) continue;
      if (ready <= 0) return load_failed(ready == 0 ? "no answer for half a minute" : std::strerror(errno));
      for (std::size_t i = 0; i < polled_.size(); ++i)
        if (polled_[i].revents != 0) MUST(receive(i));
    }
    return Done{};
  }

 private:
  Result<void> receive(std::size_t i) {
    TRY(answer, lines_[i].receive());
    return answer ? go_on(i, &*answer) : Result<void>(Done{});
  }

  Result<void> go_on(std::size_t i, const HttpAnswer* answer) {
    const auto request = next_(i, answer);
    lines_[i].forget();
    if (request) return lines_[i].send(*request);
    polled_[i].fd = -1;  // poll() passes it over
    --open_;
    return Done{};
  }

  const Conversation& next_;
  std::vector<Line> lines_;
  std::vector<pollfd> polled_;
  std::size_t open_ = 0;
};

}  // namespace

std::string http_post(std::string_view path, std::string_view headers, std::string_view body) {
  return fmt::format("POST {} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\nContent-Length: {}\r\n{}\r\n{}",
                     path, body.size(), headers, body);
}

Result<void> run_load(std::uint16_t port, std::size_t connections, const Conversation& next) {
  Load load(connections, next);
  MUST(load.begin(port));
  return load.run();
}

}  // namespace kwota::app
