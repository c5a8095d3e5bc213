// Where anybody's DL/T 645 software finds a virtual meter: a TCP port, the end of a pseudo terminal that looks like a serial port, or a
// connection that the meter's own module dials to a head-end, with a heartbeat, and again when it breaks. One thread, one loop; several connections share the meter like wires of one bus. Guarantees: with real timing an answer
// begins after 20 ms and every byte, of the question too, takes its eleven bits at the meter's speed (wire_time.h). Never: knows what the bytes mean. Begin with
// LinePort::open(), then run().
#pragma once
#include <netinet/in.h>

#include <chrono>
#include <deque>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "sim/line/faults.h"
#include "sim/line/wire_time.h"

namespace kwota::sim {

class LinePort {
 public:
  struct Setup {
    std::string listen;  ///< "tcp://127.0.0.1:8645", port 0: a free one; "pty"; "dial:tcp://127.0.0.1:9700": to there
    Duration heartbeat = Duration::minutes(5);  ///< of a line that dials
    Faults faults{};
    bool real_timing = false;
  };
  /// What stands at the line. All of them are called from run().
  struct Station {
    std::function<Bytes(ByteView)> receive;  ///< answers
    std::function<Bytes()> silence;       ///< the line was silent for longer than within a frame
    std::function<unsigned()> baud;
    std::function<void()> let_time_pass;  ///< called before each of the others, and at least once a second
    std::function<Bytes(bool first)> calls{};  ///< what it says when it has dialled, and as its heartbeat
  };

  /// Errors `bad_listen`{listen}, `listen_failed`{listen, reason}.
  static Result<std::unique_ptr<LinePort>> open(Setup setup);
  ~LinePort();
  LinePort(const LinePort&) = delete;
  LinePort& operator=(const LinePort&) = delete;

  /// How a client names it: "tcp://127.0.0.1:40123", "serial:///dev/pts/3".
  const std::string& name() const { return name_; }
  /// Until `stop` can be read.
  void run(const Station& station, int stop);

 private:
  using Time = std::chrono::steady_clock::time_point;
  struct Outgoing {
    Time due;
    int to;
    Bytes bytes;
  };
  /// A byte of a question that is still on the wire.
  struct Incoming {
    Time due;
    int from;
    std::uint8_t byte;
  };

  explicit LinePort(Setup setup) : setup_(std::move(setup)), line_(setup_.faults) {}
  Result<void> listen_tcp();
  Result<void> open_pty();
  Result<void> find_the_other_end();
  /// Sees that it is connected, and that it is heard of.
  void keep_dialled(const Station& station);
  Error failed(int reason) const;
  void accept_one();
  void receive(const Station& station, int from);
  void take_what_came(const Station& station);
  void give(const Station& station, int from, ByteView bytes, Time at);
  void queue(unsigned baud, int to, ByteView answer, Time at);
  void send_what_is_due();
  void hang_up(int connection);
  int wait_ms() const;

  Setup setup_;
  FaultyLine line_;
  std::string name_;
  std::optional<sockaddr_in> dials_;  ///< the head-end's end
  Time calls_at_{};                   ///< its next try, or its next heartbeat
  int listener_ = -1, terminal_ = -1;  ///< terminal_: our hold on the client's end, so that it may come and go
  std::vector<int> connections_;
  std::deque<Outgoing> outgoing_;
  std::deque<Incoming> incoming_;
  WireTime wire_;
  Time last_byte_{};
  bool pending_ = false;  ///< bytes came since the line was last silent
};

}  // namespace kwota::sim
