// What a head-end and a concentrator say to each other here: the terminal logs in, sends heartbeats and logs out (AFN 02); a
// frame for a meter is handed to it and comes back with the meter's answer (AFN 10 F1, data transfer); both are confirmed or
// denied (AFN 00). Facts: Q/GDW 376.1-2009 5.4, 5.5, 5.18; meters.md 12. Guarantees: an answer has the number of its question in
// SEQ, so a late one is told apart. Never: looks into a meter's frame. Begin with link_event_of() and forward().
#pragma once
#include "carry/qgdw376/frame.h"

namespace kwota::qgdw376 {

/// What a data unit is about: a measuring point (0: the terminal itself) and a function Fn.
struct Unit {
  std::uint16_t point = 0, fn = 1;
  friend bool operator==(Unit, Unit) = default;
};
inline constexpr std::size_t unit_bytes = 4;
Bytes encode(Unit unit);
/// Of the first data unit; nothing: there is none, or it is about several at once.
std::optional<Unit> unit_of(ByteView data);

enum class LinkEvent : std::uint8_t { login = 1, logout = 2, heartbeat = 3 };
/// "login", "logout", "heartbeat".
std::string_view name_of(LinkEvent event);
/// From the terminal; a confirmation is wanted. `number`: 0 to 15, one more each time.
Frame link_event(Terminal terminal, LinkEvent event, std::uint8_t number);
std::optional<LinkEvent> link_event_of(const Frame& frame);

/// The answer "all confirmed" (AFN 00 F1) or "all denied" (F2) to a frame, from the other side.
Frame confirm(const Frame& asked, bool agreed = true);
/// Whether the frame confirms (F1, F3) or denies; nothing: it is another one.
std::optional<bool> confirmation_of(const Frame& frame);

/// A frame for a meter on the terminal's port.
struct Forward {
  std::uint8_t port = 31;      ///< 1 to 63; 31 is the power-line carrier, 1 and 2 RS-485 as a rule
  std::uint8_t line = 0x6B;    ///< 2400 baud, one stop bit, even parity, eight bits
  std::uint8_t answer_s = 3;   ///< how long to wait for the meter, 1 to 127 seconds
  std::uint8_t gap_10ms = 50;  ///< and between its bytes
  Bytes frame;
};
Frame forward(Terminal terminal, const Forward& what, std::uint8_t number);
std::optional<Forward> forward_of(const Frame& frame);

/// What came back from the port; an empty frame: the meter was silent.
struct Forwarded {
  std::uint8_t port = 0;
  Bytes frame;
};
Frame forwarded(const Frame& asked, const Forwarded& answer);
std::optional<Forwarded> forwarded_of(const Frame& frame);

}  // namespace kwota::qgdw376
