#include "work/office_link/post.h"

#include <fmt/format.h>
#include <netdb.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include <algorithm>
#include <charconv>
#include <memory>

#include "base/ascii.h"
#include "base/cause.h"

namespace kwota::office_link {
namespace {

constexpr std::size_t answer_bytes_max = 1024 * 1024;

Error not_reached(const std::string& address, const std::string& reason) {
  return error(Fault::wire, Cause::not_reached, fmt::format("Nobody answers at {} ({}).", address, reason),
               {{"address", address}, {"reason", reason}});
}

/// A socket that is closed when it goes.
class Socket {
 public:
  explicit Socket(int number) : number_(number) {}
  ~Socket() {
    if (number_ >= 0) ::close(number_);
  }
  Socket(Socket&& other) noexcept : number_(std::exchange(other.number_, -1)) {}
  Socket& operator=(Socket&&) = delete;
  int number() const { return number_; }
  int release() { return std::exchange(number_, -1); }

 private:
  int number_;
};

Result<Socket> connect_to(const std::string& address, int seconds_max) {
  constexpr std::string_view scheme = "http://";
  const auto colon = address.rfind(':');
  if (!address.starts_with(scheme) || colon == std::string::npos || colon < scheme.size())
    return not_reached(address, "it is no http://host:port");
  const auto host = address.substr(scheme.size(), colon - scheme.size()), port = address.substr(colon + 1);
  addrinfo wanted{}, *found = nullptr;
  wanted.ai_socktype = SOCK_STREAM;
  if (const int failed = getaddrinfo(host.c_str(), port.c_str(), &wanted, &found); failed != 0)
    return not_reached(address, gai_strerror(failed));
  const std::unique_ptr<addrinfo, decltype(&freeaddrinfo)> all(found, freeaddrinfo);
  for (const auto* one = found; one != nullptr; one = one->ai_next) {
    Socket socket(::socket(one->ai_family, one->ai_socktype | SOCK_CLOEXEC, one->ai_protocol));
    const timeval patience{.tv_sec = seconds_max, .tv_usec = 0};
    if (socket.number() < 0) continue;
    setsockopt(socket.number(), SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    setsockopt(socket.number(), SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof patience);
    if (::connect(socket.number(), one->ai_addr, one->ai_addrlen) == 0) return socket;
  }
  return not_reached(address, "no connection");
}

Result<void> send_all(const Socket& socket, const std::string& address, std::string_view text) {
  while (!text.empty()) {
    const auto sent = ::send(socket.number(), text.data(), text.size(), MSG_NOSIGNAL);
    if (sent <= 0) return not_reached(address, "the connection broke off");
    text.remove_prefix(static_cast<std::size_t>(sent));
  }
  return {};
}

std::string value_in(const std::string& head, std::string_view name) {
  const auto at = in_small_letters(head).find(fmt::format("\r\n{}:", name));
  if (at == std::string::npos) return {};
  const auto first = head.find_first_not_of(' ', at + name.size() + 3);
  return first == std::string::npos ? std::string{} : head.substr(first, head.find("\r\n", first) - first);
}

/// 0 when the header is not there or no number.
std::size_t length_in(const std::string& head) {
  const auto text = value_in(head, "content-length");
  std::size_t length = 0;
  std::from_chars(text.data(), text.data() + text.size(), length);
  return length;
}

std::string written(const std::string& address, const HttpQuestion& question) {
  auto text = fmt::format("{} {} HTTP/1.1\r\nHost: {}\r\nAccept: application/json\r\nConnection: close\r\n", question.method, question.path, address.substr(7));
  for (const auto& [name, value] : question.headers) text += fmt::format("{}: {}\r\n", name, value);
  if (!question.body.empty()) text += fmt::format("Content-Type: application/json\r\nContent-Length: {}\r\n", question.body.size());
  return text + "\r\n" + question.body;
}

}  // namespace

std::string HttpAnswer::header(std::string_view name) const { return value_in(head, name); }

Result<HttpAnswer> ask_over_http(const std::string& address, const HttpQuestion& question, int seconds_max) {
  TRY(socket, connect_to(address, seconds_max));
  MUST(send_all(socket, address, written(address, question)));
  std::string got;
  char piece[16 * 1024];
  for (;;) {
    const auto n = ::recv(socket.number(), piece, sizeof piece, 0);
    if (n < 0) return not_reached(address, "no answer in time");
    if (n == 0) break;
    got.append(piece, static_cast<std::size_t>(n));
    const auto end = got.find("\r\n\r\n");
    if (got.size() > answer_bytes_max) return not_reached(address, "its answer is too long");
    if (end == std::string::npos) continue;
    if (const auto length = length_in(got.substr(0, end)); got.size() >= end + 4 + length && length > 0) break;
  }
  constexpr std::string_view version = "HTTP/1.1 ";
  const auto end = got.find("\r\n\r\n");
  HttpAnswer answer;
  if (end == std::string::npos || !got.starts_with(version) ||
      std::from_chars(got.data() + version.size(), got.data() + end, answer.status).ec != std::errc{})
    return not_reached(address, "its answer is none");
  answer.head = got.substr(0, end);
  answer.body = got.substr(end + 4);
  return answer;
}

Result<EventSubscription> EventSubscription::listen(const std::string& address, const HttpQuestion& question, int seconds_max) {
  TRY(socket, connect_to(address, seconds_max));
  MUST(send_all(socket, address, written(address, question)));
  return EventSubscription{socket.release()};
}

EventSubscription::~EventSubscription() {
  if (socket_ >= 0) ::close(socket_);
}

bool EventSubscription::something_came(int milliseconds) const {
  pollfd waits{.fd = socket_, .events = POLLIN, .revents = 0};
  if (::poll(&waits, 1, milliseconds) <= 0) return false;
  char piece[16 * 1024];
  return ::recv(socket_, piece, sizeof piece, 0) > 0;
}

Result<std::string> post_json(const std::string& address, const std::string& path, const std::string& body, int seconds_max) {
  const HttpQuestion question{.method = "POST", .path = path, .body = body};
  TRY(answer, ask_over_http(address, question, seconds_max));
  if (answer.status != 200) return not_reached(address, fmt::format("it says {}", answer.status));
  return std::move(answer.body);
}

}  // namespace kwota::office_link
