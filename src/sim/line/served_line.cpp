#include "sim/line/served_line.h"

#include <sys/eventfd.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

namespace kwota::sim {

Result<std::unique_ptr<ServedLine>> ServedLine::open(LinePort::Setup setup, LinePort::Station station) {
  const auto listen = setup.listen;
  TRY(port, LinePort::open(std::move(setup)));
  const int stop = ::eventfd(0, EFD_CLOEXEC);
  if (stop < 0)
    return error(Fault::ours, "listen_failed", "The virtual meter's line cannot be opened there.",
                 {{"listen", listen}, {"reason", std::strerror(errno)}});
  return std::unique_ptr<ServedLine>{new ServedLine(std::move(port), std::move(station), stop)};
}

ServedLine::ServedLine(std::unique_ptr<LinePort> port, LinePort::Station station, int stop)
    : port_(std::move(port)),
      stop_(stop),
      thread_([this, station = std::move(station)] { port_->run(station, stop_); }) {}

ServedLine::~ServedLine() {
  ::eventfd_write(stop_, 1);
  thread_.join();
  ::close(stop_);
}

}  // namespace kwota::sim
