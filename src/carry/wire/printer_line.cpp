#include "carry/wire/printer_line.h"

#include <fcntl.h>
#include <netdb.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <termios.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "base/cause.h"
#include "carry/wire/link_name.h"

namespace kwota::wire {
namespace {

Error failed(const std::string& place, int reason) {
  return error(Fault::wire, Cause::link_failed, "The line is not there: check the cable, the power, the address.", {{"link", place}, {"reason", std::strerror(reason)}});
}

bool ready(int descriptor, short what, Duration patience) {
  pollfd one{descriptor, what, 0};
  return ::poll(&one, 1, static_cast<int>(patience.ms())) == 1 && (one.revents & what) != 0;
}

/// Eight bits, no parity, nothing interpreted; what is no terminal (a USB printer) needs none of it.
void make_printer_raw(int descriptor, unsigned baud) {
  termios settings{};
  if (::tcgetattr(descriptor, &settings) != 0) return;
  ::cfmakeraw(&settings);
  settings.c_cflag |= CLOCAL | CREAD;
  const speed_t speed = baud >= 19'200 ? B19200 : baud >= 9'600 ? B9600 : baud >= 4'800 ? B4800 : B2400;
  static_cast<void>(::cfsetspeed(&settings, speed));
  static_cast<void>(::tcsetattr(descriptor, TCSANOW, &settings));
}

Result<int> open_device(const std::string& place, const LinkName& name) {
  const int descriptor = ::open(name.device.c_str(), O_RDWR | O_NOCTTY | O_CLOEXEC | O_NONBLOCK);
  if (descriptor < 0) return failed(place, errno);
  struct stat what{};
  if (::fstat(descriptor, &what) == 0 && S_ISCHR(what.st_mode)) {
    make_printer_raw(descriptor, name.baud);
    return descriptor;
  }
  ::close(descriptor);
  return failed(place, ENODEV);
}

int connected(const addrinfo& to, Duration patience) {
  const int descriptor = ::socket(to.ai_family, to.ai_socktype | SOCK_CLOEXEC | SOCK_NONBLOCK, to.ai_protocol);
  if (descriptor < 0) return -1;
  int problem = 0;
  socklen_t size = sizeof problem;
  const bool there = ::connect(descriptor, to.ai_addr, to.ai_addrlen) == 0 ||
                     (errno == EINPROGRESS && ready(descriptor, POLLOUT, patience) && ::getsockopt(descriptor, SOL_SOCKET, SO_ERROR, &problem, &size) == 0 && problem == 0);
  if (there) return descriptor;
  const int reason = problem != 0 ? problem : ETIMEDOUT;
  ::close(descriptor);
  errno = reason;
  return -1;
}

Result<int> open_host(const std::string& place, const LinkName& name, Duration patience) {
  addrinfo wanted{}, *found = nullptr;
  wanted.ai_socktype = SOCK_STREAM;
  auto host = name.host;
  if (host.size() > 2 && host.front() == '[') host = host.substr(1, host.size() - 2);
  if (::getaddrinfo(host.c_str(), name.port.c_str(), &wanted, &found) != 0) return failed(place, EHOSTUNREACH);
  const std::unique_ptr<addrinfo, void (*)(addrinfo*)> all(found, ::freeaddrinfo);
  int descriptor = -1;
  for (const auto* one = found; one != nullptr && descriptor < 0; one = one->ai_next) descriptor = connected(*one, patience);
  return descriptor < 0 ? Result<int>(failed(place, errno)) : Result<int>(descriptor);
}

}  // namespace

Result<void> check_printer(const LineTargets& allowed, const std::string& place) {
  TRY(name, LinkName::parse(place));
  if (!name.dials_in() && allowed.check(place)) return Done{};
  return error(Fault::refused, "printer_not_allowed",
               "This server may not open a printer there; nothing was changed. Whoever runs it names the places where printers are (--printer-target).", {{"place", place}});
}

Result<std::unique_ptr<PrinterLine>> PrinterLine::open(const LineTargets& allowed, const std::string& place, Duration patience) {
  MUST(check_printer(allowed, place));
  TRY(name, LinkName::parse(place));
  TRY(descriptor, name.kind == LinkName::Kind::serial ? open_device(place, name) : open_host(place, name, patience));
  return std::unique_ptr<PrinterLine>(new PrinterLine(descriptor));
}

PrinterLine::~PrinterLine() { ::close(descriptor_); }

std::size_t PrinterLine::write(ByteView bytes, Duration patience) {
  std::size_t written = 0;
  while (written < bytes.size() && ready(descriptor_, POLLOUT, patience)) {
    struct stat what{};
    const bool socket = ::fstat(descriptor_, &what) == 0 && S_ISSOCK(what.st_mode);
    const auto* from = bytes.data() + written;
    const auto left = bytes.size() - written;
    const auto took = socket ? ::send(descriptor_, from, left, MSG_NOSIGNAL) : ::write(descriptor_, from, left);
    if (took < 0 && errno != EAGAIN && errno != EINTR) break;
    if (took > 0) written += static_cast<std::size_t>(took);
  }
  return written;
}

std::optional<std::uint8_t> PrinterLine::read(Duration patience) {
  std::uint8_t byte = 0;
  if (!ready(descriptor_, POLLIN, patience) || ::read(descriptor_, &byte, 1) != 1) return std::nullopt;
  return byte;
}

void PrinterLine::drain() {
  while (read(Duration::ms(0))) {
  }
}

}  // namespace kwota::wire
