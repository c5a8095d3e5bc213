#include "sim/line/line_port.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <termios.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <charconv>
#include <cstring>
#include <optional>

namespace kwota::sim {
namespace {

using std::chrono::milliseconds;
using SteadyClock = std::chrono::steady_clock;

constexpr milliseconds gap_max{500}, answer_after{20},
    look_after{1000};  // DL/T 645-2007 5.1: Td 20..500 ms, gap within a frame 500 ms
constexpr milliseconds dial_again_after{1000};
constexpr std::string_view dial = "dial:";

std::optional<sockaddr_in> tcp_address(std::string_view text) {
  constexpr std::string_view prefix = "tcp://";
  const auto colon = text.rfind(':');
  if (!text.starts_with(prefix) || colon == std::string_view::npos || colon <= prefix.size()) return std::nullopt;
  sockaddr_in address{};
  address.sin_family = AF_INET;
  const std::string host{text.substr(prefix.size(), colon - prefix.size())};
  std::uint16_t port = 0;
  const auto digits = text.substr(colon + 1);
  const auto [end, problem] = std::from_chars(digits.data(), digits.data() + digits.size(), port);
  const bool whole = problem == std::errc{} && end == digits.data() + digits.size();
  if (!whole || ::inet_pton(AF_INET, host.c_str(), &address.sin_addr) != 1) return std::nullopt;
  address.sin_port = htons(port);
  return address;
}

}  // namespace

Result<std::unique_ptr<LinePort>> LinePort::open(Setup setup) {
  std::unique_ptr<LinePort> port{new LinePort(std::move(setup))};
  if (port->setup_.listen == "pty")
    MUST(port->open_pty());
  else if (port->setup_.listen.starts_with(dial))
    MUST(port->find_the_other_end());
  else
    MUST(port->listen_tcp());
  return port;
}

Result<void> LinePort::find_the_other_end() {
  name_ = setup_.listen.substr(dial.size());
  dials_ = tcp_address(name_);
  if (dials_) return {};
  return error(Fault::request, "bad_listen", "A virtual meter dials to tcp://ADDRESS:PORT (an IPv4 address).",
               {{"listen", setup_.listen.substr(0, 128)}});
}

LinePort::~LinePort() {
  for (const int connection : connections_) ::close(connection);
  if (listener_ >= 0) ::close(listener_);
  if (terminal_ >= 0) ::close(terminal_);
}

Error LinePort::failed(int reason) const {
  return error(Fault::ours, "listen_failed", "The virtual meter cannot listen at " + setup_.listen + " (" + std::strerror(reason) + "): nothing was started. Choose another port.",
               {{"listen", setup_.listen}, {"reason", std::strerror(reason)}});
}

Result<void> LinePort::listen_tcp() {
  auto address = tcp_address(setup_.listen);
  if (!address)
    return error(Fault::request, "bad_listen", "A virtual meter listens at tcp://ADDRESS:PORT (an IPv4 address) or pty.",
                 {{"listen", setup_.listen.substr(0, 128)}});
  listener_ = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
  const int on = 1;
  ::setsockopt(listener_, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
  auto* generic = reinterpret_cast<sockaddr*>(&*address);
  socklen_t size = sizeof *address;
  if (listener_ < 0 || ::bind(listener_, generic, size) != 0 || ::listen(listener_, 64) != 0 ||
      ::getsockname(listener_, generic, &size) != 0)
    return failed(errno);
  std::array<char, INET_ADDRSTRLEN> host{};
  ::inet_ntop(AF_INET, &address->sin_addr, host.data(), host.size());
  name_ = "tcp://" + std::string{host.data()} + ":" + std::to_string(ntohs(address->sin_port));
  return {};
}

Result<void> LinePort::open_pty() {
  const int ours = ::posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC | O_NONBLOCK);
  if (ours < 0) return failed(errno);
  connections_.push_back(ours);
  std::array<char, 128> device{};
  if (::grantpt(ours) != 0 || ::unlockpt(ours) != 0 || ::ptsname_r(ours, device.data(), device.size()) != 0) return failed(errno);
  terminal_ = ::open(device.data(), O_RDWR | O_NOCTTY | O_CLOEXEC);
  termios settings{};
  if (terminal_ < 0 || ::tcgetattr(terminal_, &settings) != 0) return failed(errno);
  ::cfmakeraw(&settings);
  if (::tcsetattr(terminal_, TCSANOW, &settings) != 0) return failed(errno);
  name_ = "serial://" + std::string{device.data()};
  return {};
}

void LinePort::accept_one() {
  const int connection = ::accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC | SOCK_NONBLOCK);
  if (connection < 0) return;
  const int on = 1;
  ::setsockopt(connection, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  connections_.push_back(connection);
}

void LinePort::keep_dialled(const Station& station) {
  const auto now = SteadyClock::now();
  if (!dials_ || now < calls_at_) return;
  const bool first = connections_.empty();
  calls_at_ = now + dial_again_after;
  if (first) {
    const int made = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    const timeval patience{2, 0};
    ::setsockopt(made, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof patience);
    if (::connect(made, reinterpret_cast<const sockaddr*>(&*dials_), sizeof *dials_) != 0) {
      ::close(made);
      return;
    }
    const int on = 1;
    ::setsockopt(made, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    ::fcntl(made, F_SETFL, O_NONBLOCK);
    connections_.push_back(made);
  }
  calls_at_ = SteadyClock::now() + milliseconds(setup_.heartbeat.ms());
  outgoing_.push_back({SteadyClock::now(), connections_.front(), station.calls(first)});
}

void LinePort::hang_up(int connection) {
  std::erase(connections_, connection);
  std::erase_if(outgoing_, [&](const Outgoing& waiting) { return waiting.to == connection; });
  std::erase_if(incoming_, [&](const Incoming& byte) { return byte.from == connection; });
  ::close(connection);
  if (dials_) calls_at_ = SteadyClock::now() + dial_again_after;
}

/// Pieces leave one after the other, each when the bytes before it would have gone over a wire.
void LinePort::queue(unsigned baud, int to, ByteView answer, Time at) {
  Time due = at + milliseconds(setup_.faults.delay.ms());
  if (setup_.real_timing) due += answer_after;
  for (auto& piece : line_.from_meter(answer)) {
    if (!setup_.real_timing) {
      outgoing_.push_back({due, to, std::move(piece)});
      continue;
    }
    for (const std::uint8_t byte : piece) {
      due = Time{wire_.send(due.time_since_epoch(), baud)};
      outgoing_.push_back({due, to, Bytes{byte}});
    }
  }
}

void LinePort::give(const Station& station, int from, ByteView bytes, Time at) {
  last_byte_ = at;
  pending_ = true;
  station.let_time_pass();
  const auto baud = station.baud();  // the answer to a change of speed still goes out at the old one
  queue(baud, from, station.receive(bytes), at);
}

/// Of a question on the wire, what has come through by now.
void LinePort::take_what_came(const Station& station) {
  while (!incoming_.empty() && incoming_.front().due <= SteadyClock::now()) {
    const Incoming next = incoming_.front();
    incoming_.pop_front();
    const std::uint8_t one[] = {next.byte};
    give(station, next.from, one, next.due);
  }
}

void LinePort::receive(const Station& station, int from) {
  std::array<std::uint8_t, 512> bytes{};
  const auto received = ::read(from, bytes.data(), bytes.size());
  if (received < 0 && (errno == EAGAIN || errno == EINTR)) return;
  if (received <= 0) {
    if (terminal_ < 0) hang_up(from);
    return;
  }
  const auto request = ByteView{bytes}.first(static_cast<std::size_t>(received));
  const Time now = SteadyClock::now();
  if (setup_.faults.echo) outgoing_.push_back({now, from, to_bytes(request)});
  const Bytes heard = line_.to_meter(request);
  if (!setup_.real_timing) return give(station, from, heard, now);
  const auto baud = station.baud();
  for (const std::uint8_t byte : heard) incoming_.push_back({Time{wire_.send(now.time_since_epoch(), baud)}, from, byte});
}

void LinePort::send_what_is_due() {
  while (!outgoing_.empty() && outgoing_.front().due <= SteadyClock::now()) {
    const auto next = std::move(outgoing_.front());
    outgoing_.pop_front();
    // A client that does not read loses bytes, as it would on a wire.
    [[maybe_unused]] const auto written = terminal_ >= 0 ? ::write(next.to, next.bytes.data(), next.bytes.size())
                                                         : ::send(next.to, next.bytes.data(), next.bytes.size(), MSG_NOSIGNAL);
  }
}

int LinePort::wait_ms() const {
  auto wait = look_after;
  const auto left = [](Time due) { return std::max(std::chrono::ceil<milliseconds>(due - SteadyClock::now()), milliseconds{0}); };
  if (!outgoing_.empty()) wait = std::min(wait, left(outgoing_.front().due));
  if (!incoming_.empty()) wait = std::min(wait, left(incoming_.front().due));
  if (pending_) wait = std::min(wait, left(last_byte_ + gap_max));
  if (dials_) wait = std::min(wait, left(calls_at_));
  return static_cast<int>(wait.count());
}

void LinePort::run(const Station& station, int stop) {
  for (;;) {
    keep_dialled(station);
    std::vector<pollfd> watched{{stop, POLLIN, 0}, {listener_, POLLIN, 0}};
    for (const int connection : connections_) watched.push_back({connection, POLLIN, 0});
    if (::poll(watched.data(), watched.size(), wait_ms()) < 0 && errno != EINTR) return;
    if (watched[0].revents != 0) return;
    station.let_time_pass();
    if ((watched[1].revents & POLLIN) != 0) accept_one();
    for (std::size_t i = 2; i < watched.size(); ++i)
      if (watched[i].revents != 0) receive(station, watched[i].fd);
    take_what_came(station);
    if (pending_ && incoming_.empty() && SteadyClock::now() - last_byte_ >= gap_max) {
      pending_ = false;
      const auto late = station.silence();
      if (!connections_.empty()) queue(station.baud(), connections_.back(), late, SteadyClock::now());
    }
    send_what_is_due();
  }
}

}  // namespace kwota::sim
