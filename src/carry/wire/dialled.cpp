// Those who dial in: concentrators speak Q/GDW 376.1 from the first byte; a meter's module says a line of text, "modem:NAME",
// once and as its heartbeat [K: every maker lets this text be set], and everything else on its connection is the meter's own
// bytes.
#include <sys/socket.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <map>
#include <mutex>
#include <optional>

#include "carry/qgdw376/messages.h"
#include "carry/wire/lines_io.h"

namespace kwota::wire {
namespace {

constexpr std::uint8_t frame_start = 0x68;
constexpr std::size_t greeting_max = 64, frame_max = 1024;
constexpr std::uint8_t numbers = 16;  ///< questions of one concentrator at a time: what SEQ can tell apart

}  // namespace

class Dialled final : public Ending, public std::enable_shared_from_this<Dialled> {
 public:
  Dialled(Lines::Io& io, int descriptor)
      : io_(io), wire_(std::make_shared<Wire>(io.context, io.buffer, descriptor, true)), received_at_(SteadyClock::now()) {}

  void start() {
    io_.live.insert(this);
    wire_->start(
        [self = weak_from_this()](ByteView bytes) {
          if (const auto one = self.lock()) one->receive(bytes);
        },
        [self = weak_from_this()](int reason) {
          if (const auto one = self.lock()) one->leave(std::strerror(reason));
        });
  }
  const std::string& name() const { return name_; }
  /// Whether it has been silent for too long.
  bool stale(SteadyClock::time_point now) const {
    return now - received_at_ > ms_of(name_.empty() ? io_.settings.login_within : io_.settings.silent_max);
  }
  void end() override { leave(std::strerror(ECANCELED)); }

  void leave(const std::string& why) {
    const auto keep = shared_from_this();
    io_.live.erase(this);
    wire_->close();
    io_.leave(keep);
    while (!asked_.empty()) answer(asked_.begin()->first, link_failed(asked_.begin()->second.link, why));
  }

  void ask(const std::string& link, const LinkName& name, const dialogue::LineFrame& frame, OnAnswer received) {
    auto exchange = dlt645::Exchange::begin(frame);
    if (!exchange.ok()) return received(exchange.error());
    const auto number = free_number(name.kind == LinkName::Kind::modem);
    if (!number) return received(link_failed(link, "busy"));
    const auto& settings = io_.settings;
    const bool answered = exchange->expects_an_answer();
    const auto bytes = exchange->sends();
    Asked asked{.link = link, .question = {std::move(*exchange), std::move(received), {}}, .timer = asio::steady_timer(io_.context)};
    asked.question.end = SteadyClock::now() + ms_of(settings.patience.answer + settings.network);
    asked_.emplace(*number, std::move(asked));
    send(name, *number, bytes);
    if (!asked_.contains(*number)) return;  // it broke under the writing
    if (!answered) return answer(*number, dlt645::no_answer_expected());
    wait(*number, asked_.at(*number).question.end);
  }

 private:
  struct Asked {
    std::string link;
    Question question;
    asio::steady_timer timer;
  };

  /// A module has one meter behind it: its questions have no numbers.
  std::optional<std::uint8_t> free_number(bool single) {
    if (single) return asked_.empty() ? std::optional<std::uint8_t>{0} : std::nullopt;
    for (std::uint8_t i = 0; i < numbers; ++i) {
      next_ = static_cast<std::uint8_t>((next_ + 1) % numbers);
      if (!asked_.contains(next_)) return next_;
    }
    return std::nullopt;
  }

  void send(const LinkName& name, std::uint8_t number, const Bytes& bytes) {
    if (name.kind == LinkName::Kind::modem) {
      wire_->drain();
      return wire_->send(bytes);
    }
    qgdw376::Forward what;
    what.port = name.outlet;
    what.frame = bytes;
    wire_->send(qgdw376::encode(qgdw376::forward(name.terminal, what, number)));
  }

  void wait(std::uint8_t number, SteadyClock::time_point until) {
    auto& asked = asked_.at(number);
    asked.timer.expires_at(std::min(until, asked.question.end));
    asked.timer.async_wait([self = weak_from_this(), number](const boost::system::error_code& stopped) {
      const auto one = self.lock();
      if (!stopped && one) one->silent(number);
    });
  }

  void silent(std::uint8_t number) {
    const auto found = asked_.find(number);
    if (found == asked_.end()) return;
    auto& question = found->second.question;
    if (auto received = question.exchange.silence()) return answer(number, std::move(*received));
    if (SteadyClock::now() >= question.end) return answer(number, meter_silent(found->second.link));
    wait(number, question.end);
  }

  void answer(std::uint8_t number, Result<dialogue::LineFrame> what) {
    const auto found = asked_.find(number);
    const auto received = std::move(found->second.question.received);
    asked_.erase(found);
    received(std::move(what));
  }

  // ---- what it says

  void receive(ByteView bytes) {
    const auto keep = shared_from_this();
    received_at_ = SteadyClock::now();
    if (speaks_ == Speaks::unknown) speaks_ = bytes[0] == frame_start ? Speaks::frames : Speaks::text;
    if (speaks_ == Speaks::frames) return hear_frames(bytes);
    if (name_.empty()) return hear_greeting(bytes);
    // Heartbeats among the meter's bytes are noise, which the exchange passes over.
    if (const auto found = asked_.find(0); found != asked_.end()) {
      if (auto received = found->second.question.exchange.receive(bytes)) return answer(0, std::move(*received));
      wait(0, SteadyClock::now() + ms_of(io_.settings.patience.gap));
    }
  }

  void hear_greeting(ByteView bytes) {
    append(greeting_, bytes);
    const auto end = std::ranges::find(greeting_, std::uint8_t{'\n'});
    if (end == greeting_.end() && greeting_.size() <= greeting_max) return;
    std::string text(greeting_.begin(), end);
    if (text.ends_with('\r')) text.pop_back();
    greeting_ = {};
    const auto name = LinkName::parse(text);
    if (!name.ok() || name->kind != LinkName::Kind::modem) return leave("no greeting");
    enter(presence_of(*name));
  }

  void hear_frames(ByteView bytes) {
    if (!frames_) frames_ = std::make_unique<qgdw376::Receiver>(frame_max);
    frames_->feed(bytes);
    while (const auto frame = frames_->next()) receive(*frame);
    if (!wire_->open()) frames_.reset();
  }

  void receive(const qgdw376::Frame& frame) {
    if (const auto event = qgdw376::link_event_of(frame)) {
      wire_->send(qgdw376::encode(qgdw376::confirm(frame)));
      if (*event == qgdw376::LinkEvent::logout) return leave("logged out");
      LinkName name;
      name.kind = LinkName::Kind::concentrator;
      name.terminal = frame.terminal;
      return enter(presence_of(name));
    }
    const auto found = asked_.find(frame.sequence.number());
    if (found == asked_.end()) return;  // late: its question has been given up
    if (qgdw376::confirmation_of(frame) == false)
      return answer(found->first, link_failed(found->second.link, "the concentrator denies it"));
    const auto back = qgdw376::forwarded_of(frame);
    if (!back) return;
    auto received = found->second.question.exchange.receive(back->frame);
    if (!received) received = found->second.question.exchange.silence();
    if (received) return answer(found->first, std::move(*received));
    answer(found->first, meter_silent(found->second.link));  // nothing, or another meter's words
  }

  void enter(const std::string& name) {
    if (name == name_) return;
    if (!name_.empty()) return leave("another name");
    name_ = name;
    io_.enter(name, shared_from_this());
  }

  enum class Speaks : std::uint8_t { unknown, frames, text };

  Lines::Io& io_;
  std::shared_ptr<Wire> wire_;
  SteadyClock::time_point received_at_;
  Speaks speaks_ = Speaks::unknown;
  std::uint8_t next_ = 0;
  std::string name_;  ///< empty: it has not logged in
  Bytes greeting_;
  std::unique_ptr<qgdw376::Receiver> frames_;
  std::map<std::uint8_t, Asked> asked_;  ///< by the number of the question
};

// ---- all of them

void Lines::Io::accept() {
  acceptor->async_accept([this](const boost::system::error_code& failed, tcp::socket socket) {
    if (closed || failed == asio::error::operation_aborted) return;
    boost::system::error_code ignored;
    if (!failed && connections.size() < settings.dialled_max) {
      socket.set_option(tcp::no_delay(true), ignored);
      socket.set_option(asio::socket_base::keep_alive(true), ignored);
      const auto one = std::make_shared<Dialled>(*this, socket.release());
      connections.insert(one);
      one->start();
    }
    accepting = !failed;  // no descriptor is left, or something like it: the sweep tries again
    if (accepting) accept();
  });
}

void Lines::Io::sweep() {
  constexpr auto every = std::chrono::seconds(5);
  sweeper.expires_after(every);
  sweeper.async_wait([this](const boost::system::error_code& stopped) {
    if (stopped || closed) return;
    const auto now = SteadyClock::now();
    std::vector<std::shared_ptr<Dialled>> silent;
    for (const auto& one : connections)
      if (one->stale(now)) silent.push_back(one);
    for (const auto& one : silent) one->leave("no heartbeat");
    if (!std::exchange(accepting, true)) accept();
    sweep();
  });
}

void Lines::Io::enter(const std::string& name, const std::shared_ptr<Dialled>& who) {
  const auto before = std::exchange(by_name[name], who);
  {
    const std::lock_guard lock(mutex);
    present.insert(name);
  }
  if (before) before->leave("it dialled in anew");
  if (came) came(name);
}

void Lines::Io::leave(const std::shared_ptr<Dialled>& who) {
  connections.erase(who);
  const auto found = by_name.find(who->name());
  if (found == by_name.end() || found->second != who) return;
  by_name.erase(found);
  const std::lock_guard lock(mutex);
  present.erase(who->name());
}

namespace {

/// Whoever is there under that name when something is asked.
class Wanted final : public Line {
 public:
  Wanted(std::shared_ptr<Lines::Io> io, std::string text, LinkName name)
      : io_(std::move(io)), text_(std::move(text)), name_(std::move(name)) {}

  void reach(std::function<void(Result<void>)> reached) override {
    if (io_->closed) return reached(absent(text_));
    asio::post(io_->context, [&io = *io_, who = presence_of(name_), text = text_, reached = std::move(reached)] {
      reached(io.by_name.contains(who) ? Result<void>{} : absent(text));
    });
  }
  void ask(const dialogue::LineFrame& frame, OnAnswer received) override {
    if (io_->closed) return received(absent(text_));
    asio::post(io_->context, [&io = *io_, name = name_, text = text_, frame, received = std::move(received)] {
      const auto found = io.by_name.find(presence_of(name));
      if (found == io.by_name.end()) return received(absent(text));
      const auto there = found->second;
      there->ask(text, name, frame, received);
    });
  }

 private:
  static Error absent(const std::string& link) { return link_failed(link, "not logged in"); }
  std::shared_ptr<Lines::Io> io_;
  std::string text_;
  LinkName name_;
};

}  // namespace

std::shared_ptr<Line> dialled_line(std::shared_ptr<Lines::Io> io, std::string text, LinkName name) {
  return std::make_shared<Wanted>(std::move(io), std::move(text), std::move(name));
}

}  // namespace kwota::wire
