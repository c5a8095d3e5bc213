// What the lines share on their thread; included by this room's own files only. Everything here is touched by that thread alone,
// but for what says otherwise. Begin with Lines::Io.
#pragma once
#include <array>
#include <atomic>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <mutex>
#include <set>
#include <thread>
#include <unordered_map>

#include "carry/dlt645/exchange.h"
#include "carry/wire/lines.h"
#include "carry/wire/link_name.h"

namespace kwota::wire {

namespace asio = boost::asio;
using asio::ip::tcp;
using SteadyClock = std::chrono::steady_clock;
using std::chrono::milliseconds;

inline milliseconds ms_of(Duration span) { return milliseconds(span.ms()); }

Error link_failed(const std::string& link, const std::string& reason);
Error meter_silent(const std::string& link);

/// A descriptor that is read when something has come, and written without waiting. One buffer serves all of them.
class Wire : public std::enable_shared_from_this<Wire> {
 public:
  using Buffer = std::array<std::uint8_t, 4096>;
  /// Takes the descriptor over. `socket`: it is written without raising a signal.
  Wire(asio::io_context& context, Buffer& buffer, int descriptor, bool socket);
  /// Until close(): `received` for bytes, `lost` once when the other end is gone.
  void start(std::function<void(ByteView)> received, std::function<void(int reason)> lost);
  void send(Bytes bytes);
  /// Throws away what has come and was not read yet.
  void drain();
  void close();
  bool open() const { return stream_.is_open(); }

 private:
  void wait_for_bytes();
  void read();
  void write();
  void lose(int reason);
  asio::posix::stream_descriptor stream_;
  Buffer& buffer_;
  bool socket_, writing_ = false;
  Bytes outgoing_;  ///< what the system did not take at once
  std::function<void(ByteView)> received_;
  std::function<void(int)> lost_;
};

/// A question under way, wherever its bytes travel.
struct Question {
  dlt645::Exchange exchange;
  OnAnswer received;
  SteadyClock::time_point end;
};

/// Somebody who can be told that the lines end.
class Ending {
 public:
  virtual ~Ending() = default;
  virtual void end() = 0;
};

class Dialled;

struct Lines::Io {
  explicit Io(Settings given) : settings(given), guard(asio::make_work_guard(context)), sweeper(context) {}

  Settings settings;
  asio::io_context context;
  asio::executor_work_guard<asio::io_context::executor_type> guard;
  Wire::Buffer buffer{};
  std::set<Ending*> live;  ///< lines with a question or a connection
  std::atomic<bool> closed = false;

  // ---- who dialled in
  std::unique_ptr<tcp::acceptor> acceptor;
  bool accepting = true;
  asio::steady_timer sweeper;  ///< one for all of them
  std::set<std::shared_ptr<Dialled>> connections;
  std::unordered_map<std::string, std::shared_ptr<Dialled>> by_name;
  std::function<void(const std::string&)> came;
  mutable std::mutex mutex;       ///< of present
  std::set<std::string> present;  ///< for other threads

  std::thread thread;

  void accept();
  void sweep();
  void enter(const std::string& name, const std::shared_ptr<Dialled>& who);
  void leave(const std::shared_ptr<Dialled>& who);
  void end();
};

/// Lines of both kinds, as open() gives them out.
std::shared_ptr<Line> own_line(std::shared_ptr<Lines::Io> io, std::string text, LinkName name);
std::shared_ptr<Line> dialled_line(std::shared_ptr<Lines::Io> io, std::string text, LinkName name);

}  // namespace kwota::wire
