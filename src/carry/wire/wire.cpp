#include <fcntl.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>

#include "base/cause.h"
#include "carry/wire/lines_io.h"

namespace kwota::wire {

Error link_failed(const std::string& link, const std::string& reason) {
  return error(Fault::wire, Cause::link_failed, "The line to the meter cannot be used; nothing more was sent.",
               {{"link", link}, {"reason", reason}});
}

Error meter_silent(const std::string& link) {
  return error(Fault::wire, Cause::meter_silent, "The meter did not answer.", {{"link", link}});
}

Wire::Wire(asio::io_context& context, Buffer& buffer, int descriptor, bool socket)
    : stream_(context, descriptor), buffer_(buffer), socket_(socket) {
  stream_.native_non_blocking(true);
}

void Wire::start(std::function<void(ByteView)> received, std::function<void(int)> lost) {
  received_ = std::move(received);
  lost_ = std::move(lost);
  wait_for_bytes();
}

void Wire::wait_for_bytes() {
  stream_.async_wait(asio::posix::stream_descriptor::wait_read,
                     [self = shared_from_this()](const boost::system::error_code& failed) {
                       if (!failed) self->read();
                     });
}

void Wire::read() {
  if (!open()) return;
  const auto size = ::read(stream_.native_handle(), buffer_.data(), buffer_.size());
  if (size < 0 && (errno == EAGAIN || errno == EINTR)) return wait_for_bytes();
  if (size <= 0) return lose(size == 0 ? ECONNRESET : errno);
  received_(ByteView{buffer_}.first(static_cast<std::size_t>(size)));
  if (open()) wait_for_bytes();
}

void Wire::send(Bytes bytes) {
  append(outgoing_, bytes);
  if (!writing_) write();
}

void Wire::write() {
  while (open() && !outgoing_.empty()) {
    const int to = stream_.native_handle();
    const auto size =
        socket_ ? ::send(to, outgoing_.data(), outgoing_.size(), MSG_NOSIGNAL) : ::write(to, outgoing_.data(), outgoing_.size());
    if (size < 0 && errno == EINTR) continue;
    if (size < 0 && errno == EAGAIN) {
      writing_ = true;
      stream_.async_wait(asio::posix::stream_descriptor::wait_write,
                         [self = shared_from_this()](const boost::system::error_code& failed) {
                           self->writing_ = false;
                           if (!failed) self->write();
                         });
      return;
    }
    if (size < 0) return lose(errno);
    outgoing_.erase(outgoing_.begin(), outgoing_.begin() + size);
  }
  if (outgoing_.empty()) outgoing_ = {};  // an idle line holds nothing
}

void Wire::drain() {
  while (open() && ::read(stream_.native_handle(), buffer_.data(), buffer_.size()) > 0) {
  }
}

void Wire::lose(int reason) {
  const auto lost = std::move(lost_);
  close();
  if (lost) lost(reason);
}

void Wire::close() {
  boost::system::error_code ignored;
  stream_.close(ignored);
  lost_ = nullptr;
}

}  // namespace kwota::wire
