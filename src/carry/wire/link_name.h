// How a line to a meter is named, and what the name says. Four kinds: two that we open, two that open themselves to us.
//   tcp://host:port                      a meter's module, or a converter before an RS-485 line, that listens
//   serial:///dev/ttyUSB0?baud=2400      eight data bits, even parity
//   concentrator:1307-00042/2            port 2 of a concentrator that has logged in (Q/GDW 376.1)
//   modem:13800000001                    a meter's own module that has dialled in, under the name that it registers with
// Begin with LinkName::parse().
#pragma once
#include <optional>
#include <string>
#include <string_view>

#include "carry/qgdw376/frame.h"

namespace kwota::wire {

struct LinkName {
  enum class Kind : std::uint8_t { tcp, serial, concentrator, modem };
  Kind kind = Kind::tcp;
  std::string host, port;        ///< tcp
  std::string device;            ///< serial: an absolute path
  unsigned baud = 2400;          ///< 1200 to 19200
  qgdw376::Terminal terminal{};  ///< concentrator
  std::uint8_t outlet = 0;       ///< its port, 1 to 63
  std::string modem;             ///< what it calls itself: letters, digits, . _ -, at most 32
  /// Whether we wait for it to dial in.
  bool dials_in() const { return kind == Kind::concentrator || kind == Kind::modem; }
  /// Error `bad_link`{link}.
  static Result<LinkName> parse(const std::string& text);
};

/// Digits alone, and not above `at_most`: a port, bits of a network.
std::optional<unsigned> whole_number(std::string_view text, unsigned at_most);
/// What a module may call itself.
bool is_modem_name(std::string_view text);
/// "concentrator:1307-00042", "modem:13800000001": who is there, whichever of its ports is meant.
std::string presence_of(const LinkName& name);

}  // namespace kwota::wire
