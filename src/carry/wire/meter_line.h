// A line to meters: a serial port (8 data bits, even parity) or a TCP connection, as `tcp://host:port` or
// `serial:///dev/ttyUSB0?baud=2400`. Carries one question and its answer at a time (carry/dlt645/exchange.h).
// Guarantees: what came late for an earlier question is thrown away before the next one is asked, and passed over while it is
// waited for; a line that broke is opened anew with the next question. Never: repeats a question. Begin with MeterLine::open().
#pragma once
#include <memory>
#include <string>

#include "base/time.h"
#include "carry/dlt645/exchange.h"

namespace kwota::wire {

struct LinkName {
  enum class Kind : std::uint8_t { tcp, serial };
  Kind kind = Kind::tcp;
  std::string host, port;  ///< tcp
  std::string device;      ///< serial: an absolute path
  unsigned baud = 2400;    ///< 1200 to 19200
  /// Error `bad_link`{link}.
  static Result<LinkName> parse(const std::string& text);
};

class MeterLine {
 public:
  /// How long a meter may be silent: 500 ms before an answer begins and between its bytes (DL/T 645-2007 5.1), and the way there.
  struct Patience {
    Duration answer = Duration::seconds(3), gap = Duration::ms(500);
  };
  /// Errors `bad_link`, `link_failed`{link, reason}.
  static Result<std::unique_ptr<MeterLine>> open(const std::string& link, Patience patience);
  ~MeterLine();
  MeterLine(const MeterLine&) = delete;
  MeterLine& operator=(const MeterLine&) = delete;

  /// Errors `meter_silent`{link}, `link_failed`.
  Result<iso7816::Response> exchange(const iso7816::Command& command);

 private:
  MeterLine(std::string text, LinkName name, Patience patience)
      : text_(std::move(text)), name_(std::move(name)), patience_(patience) {}
  Result<void> connect();
  Result<void> send(ByteView bytes);
  Result<iso7816::Response> wait_for(dlt645::Exchange& exchange);
  void drop_what_came_late();
  void close();
  Error failed(int reason) const;

  std::string text_;
  LinkName name_;
  Patience patience_;
  int descriptor_ = -1;
};

}  // namespace kwota::wire
