#include "carry/wire/meter_line.h"

#include <fcntl.h>
#include <netdb.h>
#include <poll.h>
#include <sys/socket.h>
#include <termios.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>
#include <cstring>

namespace kwota::wire {
namespace {

using SteadyClock = std::chrono::steady_clock;

std::int64_t ms_until(SteadyClock::time_point end) {
  const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(end - SteadyClock::now()).count();
  return std::max<std::int64_t>(left, 0);
}

struct Speed {
  unsigned baud;
  speed_t code;
};
constexpr Speed speeds[] = {{1200, B1200}, {2400, B2400}, {4800, B4800}, {9600, B9600}, {19200, B19200}};

/// 8 data bits, even parity, 1 stop bit, nothing interpreted.
bool make_raw(int descriptor, speed_t speed) {
  termios settings{};
  if (::tcgetattr(descriptor, &settings) != 0) return false;
  ::cfmakeraw(&settings);
  settings.c_cflag |= PARENB | CLOCAL | CREAD;
  settings.c_cflag &= ~static_cast<tcflag_t>(PARODD | CSTOPB);
  return ::cfsetspeed(&settings, speed) == 0 && ::tcsetattr(descriptor, TCSANOW, &settings) == 0;
}

int open_serial(const LinkName& name) {
  const int descriptor = ::open(name.device.c_str(), O_RDWR | O_NOCTTY | O_CLOEXEC | O_NONBLOCK);
  const auto speed = std::ranges::find(speeds, name.baud, &Speed::baud);
  if (descriptor < 0 || make_raw(descriptor, speed->code)) return descriptor;
  const int reason = errno;
  ::close(descriptor);
  errno = reason;
  return -1;
}

/// Waits no longer than for an answer: an address that nobody has would hold a line for minutes.
bool connect_within(int descriptor, const addrinfo& to, Duration patience) {
  if (::connect(descriptor, to.ai_addr, to.ai_addrlen) == 0) return true;
  if (errno != EINPROGRESS) return false;
  pollfd connecting{descriptor, POLLOUT, 0};
  int ready = 0;
  do ready = ::poll(&connecting, 1, static_cast<int>(patience.ms()));
  while (ready < 0 && errno == EINTR);
  if (ready == 0) errno = ETIMEDOUT;
  if (ready <= 0) return false;
  int reason = 0;
  socklen_t size = sizeof reason;
  if (::getsockopt(descriptor, SOL_SOCKET, SO_ERROR, &reason, &size) == 0) errno = reason;
  return reason == 0;
}

int open_tcp(const LinkName& name, Duration patience) {
  addrinfo wanted{};
  wanted.ai_socktype = SOCK_STREAM;
  addrinfo* found = nullptr;
  if (::getaddrinfo(name.host.c_str(), name.port.c_str(), &wanted, &found) != 0) {
    errno = EHOSTUNREACH;
    return -1;
  }
  int descriptor = -1;
  for (const auto* at = found; at != nullptr && descriptor < 0; at = at->ai_next) {
    descriptor = ::socket(at->ai_family, at->ai_socktype | SOCK_CLOEXEC | SOCK_NONBLOCK, at->ai_protocol);
    if (descriptor < 0 || connect_within(descriptor, *at, patience)) continue;
    const int reason = errno;
    ::close(descriptor);
    errno = reason;
    descriptor = -1;
  }
  ::freeaddrinfo(found);
  return descriptor;
}

}  // namespace

Result<LinkName> LinkName::parse(const std::string& text) {
  const auto bad =
      error(Fault::request, "bad_link", "This is no link to a meter: give tcp://host:port or serial:///dev/NAME?baud=2400.",
            {{"link", text.substr(0, 128)}});
  constexpr std::string_view tcp = "tcp://", serial = "serial://", query = "?baud=";
  LinkName name;
  if (text.starts_with(tcp)) {
    const auto colon = text.rfind(':');
    name.host = colon > tcp.size() ? text.substr(tcp.size(), colon - tcp.size()) : "";
    name.port = text.substr(colon + 1);
    const bool digits =
        !name.port.empty() && name.port.size() <= 5 && name.port.find_first_not_of("0123456789") == std::string::npos;
    return name.host.empty() || !digits ? Result<LinkName>{bad} : name;
  }
  if (!text.starts_with(serial)) return bad;
  name.kind = Kind::serial;
  const auto at = text.find(query);
  name.device = text.substr(serial.size(), at == std::string::npos ? at : at - serial.size());
  if (at != std::string::npos) {
    const auto speed = std::ranges::find_if(
        speeds, [&](const Speed& known) { return std::to_string(known.baud) == text.substr(at + query.size()); });
    if (speed == std::end(speeds)) return bad;
    name.baud = speed->baud;
  }
  return name.device.starts_with('/') ? Result<LinkName>{name} : bad;
}

Result<std::unique_ptr<MeterLine>> MeterLine::open(const std::string& link, Patience patience) {
  TRY(name, LinkName::parse(link));
  std::unique_ptr<MeterLine> line{new MeterLine(link, std::move(name), patience)};
  MUST(line->connect());
  return line;
}

MeterLine::~MeterLine() { close(); }

void MeterLine::close() {
  if (descriptor_ >= 0) ::close(descriptor_);
  descriptor_ = -1;
}

Error MeterLine::failed(int reason) const {
  return error(Fault::wire, "link_failed", "The line to the meter cannot be used; nothing more was sent.",
               {{"link", text_}, {"reason", std::strerror(reason)}});
}

Result<void> MeterLine::connect() {
  descriptor_ = name_.kind == LinkName::Kind::tcp ? open_tcp(name_, patience_.answer) : open_serial(name_);
  if (descriptor_ < 0) return failed(errno);
  return {};
}

Result<void> MeterLine::send(ByteView bytes) {
  while (!bytes.empty()) {
    const auto written = name_.kind == LinkName::Kind::tcp ? ::send(descriptor_, bytes.data(), bytes.size(), MSG_NOSIGNAL)
                                                           : ::write(descriptor_, bytes.data(), bytes.size());
    if (written > 0) {
      bytes = bytes.subspan(static_cast<std::size_t>(written));
      continue;
    }
    pollfd room{descriptor_, POLLOUT, 0};
    if (errno == EINTR || (errno == EAGAIN && ::poll(&room, 1, static_cast<int>(patience_.answer.ms())) > 0)) continue;
    const int reason = errno;
    close();
    return failed(reason);
  }
  return {};
}

void MeterLine::drop_what_came_late() {
  pollfd waiting{descriptor_, POLLIN, 0};
  std::array<std::uint8_t, 512> bytes{};
  while (::poll(&waiting, 1, 0) > 0 && (waiting.revents & POLLIN) != 0 && ::read(descriptor_, bytes.data(), bytes.size()) > 0) {
  }
}

Result<iso7816::Response> MeterLine::wait_for(dlt645::Exchange& exchange) {
  const auto silent = error(Fault::wire, "meter_silent", "The meter did not answer.", {{"link", text_}});
  const auto end = SteadyClock::now() + std::chrono::milliseconds(patience_.answer.ms());
  std::array<std::uint8_t, 512> bytes{};
  for (bool begun = false;;) {
    pollfd waiting{descriptor_, POLLIN, 0};
    const auto left = begun ? std::min(ms_until(end), patience_.gap.ms()) : ms_until(end);
    const int ready = ::poll(&waiting, 1, static_cast<int>(left));
    if (ready < 0 && errno == EINTR) continue;
    if (ready == 0) {
      // A frame may lie behind noise that looked like a longer one.
      if (auto answer = exchange.silence()) return std::move(*answer);
      if (ms_until(end) == 0) return silent;
      begun = false;
      continue;
    }
    const auto heard = ::read(descriptor_, bytes.data(), bytes.size());
    if (heard < 0 && (errno == EAGAIN || errno == EINTR)) continue;
    if (heard <= 0) {
      close();
      return failed(heard == 0 ? ECONNRESET : errno);
    }
    begun = true;
    if (auto answer = exchange.hear(ByteView{bytes}.first(static_cast<std::size_t>(heard)))) return std::move(*answer);
  }
}

Result<iso7816::Response> MeterLine::exchange(const iso7816::Command& command) {
  TRY(asked, dlt645::Exchange::begin(command));
  if (descriptor_ < 0) MUST(connect());
  drop_what_came_late();
  MUST(send(asked.sends()));
  if (!asked.expects_an_answer()) return dlt645::no_answer_expected();
  return wait_for(asked);
}

}  // namespace kwota::wire
