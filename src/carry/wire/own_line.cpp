#include <fcntl.h>
#include <termios.h>
#include <unistd.h>

#include <algorithm>
#include <boost/asio/connect.hpp>
#include <cerrno>
#include <cstring>
#include <optional>

#include "carry/wire/lines_io.h"

namespace kwota::wire {
namespace {

speed_t code_of(unsigned baud) {
  switch (baud) {
    case 1200: return B1200;
    case 4800: return B4800;
    case 9600: return B9600;
    case 19200: return B19200;
    default: return B2400;
  }
}

/// 8 data bits, even parity, 1 stop bit, nothing interpreted.
bool make_raw(int descriptor, speed_t speed) {
  termios settings{};
  if (::tcgetattr(descriptor, &settings) != 0) return false;
  ::cfmakeraw(&settings);
  settings.c_cflag |= PARENB | CLOCAL | CREAD;
  settings.c_cflag &= ~static_cast<tcflag_t>(PARODD | CSTOPB);
  if (::cfsetspeed(&settings, speed) != 0) return false;
  if (::tcsetattr(descriptor, TCSANOW, &settings) == 0) return true;
  // A pseudo terminal has no parity, and the library calls that an error when nothing else was left to change.
  const int reason = errno;
  termios there{};
  if (::tcgetattr(descriptor, &there) == 0 && ::cfgetospeed(&there) == speed && (there.c_lflag & ICANON) == 0) return true;
  errno = reason;
  return false;
}

int open_serial(const LinkName& name) {
  const int descriptor = ::open(name.device.c_str(), O_RDWR | O_NOCTTY | O_CLOEXEC | O_NONBLOCK);
  if (descriptor < 0 || make_raw(descriptor, code_of(name.baud))) return descriptor;
  const int reason = errno;
  ::close(descriptor);
  errno = reason;
  return -1;
}

/// A port or a connection that we open, on the thread of the lines.
class Own final : public Ending, public std::enable_shared_from_this<Own> {
 public:
  Own(Lines::Io& io, std::string text, LinkName name)
      : io_(io), text_(std::move(text)), name_(std::move(name)), timer_(io.context), resolver_(io.context), socket_(io.context) {}

  using Reached = std::function<void(Result<void>)>;
  void reach(Reached reached) {
    if (wire_ && wire_->open()) return reached({});
    io_.live.insert(this);
    if (name_.kind == LinkName::Kind::serial) {
      const int descriptor = open_serial(name_);
      return take(descriptor, errno, false, reached);
    }
    reached_ = std::move(reached);
    // Waits no longer than for an answer: an address that nobody has would hold the line for minutes.
    timer_.expires_after(ms_of(io_.settings.patience.answer));
    timer_.async_wait([self = shared_from_this()](const boost::system::error_code& stopped) {
      if (!stopped) self->give_up(ETIMEDOUT);
    });
    resolver_.async_resolve(
        name_.host, name_.port, [self = shared_from_this()](const boost::system::error_code& failed, const auto& found) {
          if (failed) return self->give_up(EHOSTUNREACH);
          asio::async_connect(self->socket_, found, [self](const boost::system::error_code& refused, const tcp::endpoint&) {
            self->connected(refused);
          });
        });
  }

  void ask(const dialogue::LineFrame& frame, OnAnswer received) {
    auto exchange = dlt645::Exchange::begin(frame);
    if (!exchange.ok()) return received(exchange.error());
    question_.emplace(Question{std::move(*exchange), std::move(received), {}});
    reach([self = shared_from_this()](Result<void> there) {
      if (!there.ok()) return self->answer(there.error());
      self->send();
    });
  }

  void end() override {
    answer(link_failed(text_, std::strerror(ECANCELED)));
    close();
  }
  void close() {
    io_.live.erase(this);
    timer_.cancel();
    resolver_.cancel();
    boost::system::error_code ignored;
    socket_.close(ignored);
    if (wire_) wire_->close();
    wire_.reset();
    if (const auto reached = std::exchange(reached_, nullptr)) reached(link_failed(text_, std::strerror(ECANCELED)));
  }

 private:
  void give_up(int reason) {
    resolver_.cancel();
    boost::system::error_code ignored;
    socket_.close(ignored);
    take(-1, reason, true, std::exchange(reached_, nullptr));
  }

  void connected(const boost::system::error_code& failed) {
    if (!reached_) return;  // given up meanwhile
    if (failed) return give_up(failed == boost::asio::error::operation_aborted ? ETIMEDOUT : failed.value());
    timer_.cancel();
    const int descriptor = socket_.release();
    take(descriptor, 0, true, std::exchange(reached_, nullptr));
  }

  void take(int descriptor, int reason, bool socket, const Reached& reached) {
    timer_.cancel();
    if (!reached) return;
    if (descriptor < 0) return reached(link_failed(text_, std::strerror(reason)));
    wire_ = std::make_shared<Wire>(io_.context, io_.buffer, descriptor, socket);
    wire_->start(
        [self = weak_from_this()](ByteView bytes) {
          if (const auto own = self.lock()) own->receive(bytes);
        },
        [self = weak_from_this()](int why) {
          if (const auto own = self.lock()) own->lost(why);
        });
    reached({});
  }

  void send() {
    if (!question_) return;
    wire_->drain();
    const bool answered = question_->exchange.expects_an_answer();
    wire_->send(dlt645::encode(question_->exchange.request(), io_.settings.wake_up));
    if (!answered) return answer(dlt645::no_answer_expected());
    if (!question_) return;  // it broke under the writing
    question_->end = SteadyClock::now() + ms_of(io_.settings.patience.answer);
    wait_until(question_->end);
  }

  void wait_until(SteadyClock::time_point when) {
    timer_.expires_at(std::min(when, question_->end));
    timer_.async_wait([self = shared_from_this()](const boost::system::error_code& stopped) {
      if (!stopped) self->silent();
    });
  }

  void receive(ByteView bytes) {
    if (!question_) return;  // late, or noise
    if (auto received = question_->exchange.receive(bytes)) return answer(std::move(*received));
    wait_until(SteadyClock::now() + ms_of(io_.settings.patience.gap));
  }

  void silent() {
    if (!question_) return;
    // A frame may lie behind noise that looked like a longer one.
    if (auto received = question_->exchange.silence()) return answer(std::move(*received));
    if (SteadyClock::now() >= question_->end) return answer(meter_silent(text_));
    wait_until(question_->end);
  }

  void lost(int reason) {
    wire_.reset();
    answer(link_failed(text_, std::strerror(reason)));
  }

  void answer(Result<dialogue::LineFrame> what) {
    if (!question_) return;
    timer_.cancel();
    const auto received = std::move(question_->received);
    question_.reset();
    received(std::move(what));
  }

  Lines::Io& io_;
  std::string text_;
  LinkName name_;
  asio::steady_timer timer_;
  tcp::resolver resolver_;
  tcp::socket socket_;
  std::shared_ptr<Wire> wire_;
  std::optional<Question> question_;
  Reached reached_;
};

/// What open() gave out: closes the line when nobody keeps it any more.
class Handle final : public Line {
 public:
  Handle(std::shared_ptr<Lines::Io> io, std::string text, LinkName name)
      : io_(std::move(io)), text_(text), own_(std::make_shared<Own>(*io_, std::move(text), std::move(name))) {}
  ~Handle() override {
    asio::post(io_->context, [own = std::move(own_)] { own->close(); });
  }
  Handle(const Handle&) = delete;
  Handle& operator=(const Handle&) = delete;

  void reach(std::function<void(Result<void>)> reached) override {
    if (io_->closed) return reached(link_failed(text_, std::strerror(ECANCELED)));
    asio::post(io_->context, [own = own_, reached = std::move(reached)] { own->reach(reached); });
  }
  void ask(const dialogue::LineFrame& frame, OnAnswer received) override {
    if (io_->closed) return received(link_failed(text_, std::strerror(ECANCELED)));
    asio::post(io_->context, [own = own_, frame, received = std::move(received)] { own->ask(frame, received); });
  }

 private:
  std::shared_ptr<Lines::Io> io_;
  std::string text_;
  std::shared_ptr<Own> own_;
};

}  // namespace

std::shared_ptr<Line> own_line(std::shared_ptr<Lines::Io> io, std::string text, LinkName name) {
  return std::make_shared<Handle>(std::move(io), std::move(text), std::move(name));
}

}  // namespace kwota::wire
