#include <fmt/format.h>
#include <netdb.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <cstring>

#include "base/ascii.h"
#include "store/witness/witness_kinds.h"

namespace kwota::store {
namespace {

constexpr std::string_view syslog_prefix = "syslog:", network_prefix = "//", own_socket = "/dev/log", usual_port = "514";
/// authpriv.notice (RFC 5424, 6.2.1): 10 * 8 + 5.
constexpr int priority = 85;

class Datagram {
 public:
  Datagram() = default;
  Datagram(const Datagram&) = delete;
  Datagram& operator=(const Datagram&) = delete;
  ~Datagram() {
    if (socket_ >= 0) ::close(socket_);
  }
  bool to_path(const std::string& path, const std::string& text) {
    sockaddr_un there{};
    there.sun_family = AF_UNIX;
    if (path.size() >= sizeof there.sun_path) return false;
    std::memcpy(there.sun_path, path.c_str(), path.size() + 1);
    socket_ = ::socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    return send(reinterpret_cast<const sockaddr*>(&there), sizeof there, text);
  }
  bool to_host(const std::string& host, const std::string& port, const std::string& text) {
    addrinfo wanted{};
    wanted.ai_socktype = SOCK_DGRAM;
    addrinfo* found = nullptr;
    if (::getaddrinfo(host.c_str(), port.c_str(), &wanted, &found) != 0) return false;
    socket_ = ::socket(found->ai_family, found->ai_socktype | SOCK_CLOEXEC, found->ai_protocol);
    const bool sent = send(found->ai_addr, found->ai_addrlen, text);
    ::freeaddrinfo(found);
    return sent;
  }

 private:
  bool send(const sockaddr* there, socklen_t size, const std::string& text) {
    return socket_ >= 0 && ::sendto(socket_, text.data(), text.size(), MSG_NOSIGNAL | MSG_DONTWAIT, there, size) == static_cast<ssize_t>(text.size());
  }
  int socket_ = -1;
};

/// It is told and cannot be asked: whoever doubts the books looks for the newest line there.
class SyslogWitness final : public Witness {
 public:
  SyslogWitness(std::string place, std::string path, std::string host, std::string port)
      : place_(std::move(place)), path_(std::move(path)), host_(std::move(host)), port_(std::move(port)) {}

  std::string name() const override { return place_; }
  bool outside_of(const std::filesystem::path&) const override { return true; }
  bool can_be_asked() const override { return false; }
  Result<std::optional<Mark>> newest() const override { return std::optional<Mark>(); }

  Result<void> tell(const Mark& mark, Instant time) const override {
    auto text = "books " + witness_line(mark, time);
    text.pop_back();
    Datagram out;
    const bool recorded = host_.empty() ? out.to_path(path_, fmt::format("<{}>kwota: {}", priority, text))
                                    : out.to_host(host_, port_, fmt::format("<{}>1 {} - kwota - - - {}", priority, format_utc(time), text));
    return recorded ? Result<void>(Done{}) : Result<void>(witness_unwritable(name()));
  }

 private:
  std::string place_, path_, host_, port_;
};

}  // namespace

Result<std::shared_ptr<const Witness>> syslog_witness(const std::string& place) {
  const auto rest = std::string_view(place).substr(syslog_prefix.size());
  std::string path, host, port(usual_port);
  if (rest.starts_with(network_prefix)) {
    const auto name = rest.substr(network_prefix.size());
    const auto colon = name.rfind(':');
    host = name.substr(0, colon);
    if (colon != std::string_view::npos) port = name.substr(colon + 1);
    if (host.empty() || !is_digits(port)) return bad_witness(place);
  } else {
    path = rest.empty() ? own_socket : rest;
    if (!path.starts_with('/')) return bad_witness(place);
  }
  return std::shared_ptr<const Witness>(std::make_shared<SyslogWitness>(place, path, host, port));
}

}  // namespace kwota::store
