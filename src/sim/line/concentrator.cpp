#include "sim/line/concentrator.h"

namespace kwota::sim {

Bytes Concentrator::event(qgdw376::LinkEvent event) { return encode(qgdw376::link_event(terminal_, event, number_++)); }

Bytes Concentrator::calls(bool first) { return event(first ? qgdw376::LinkEvent::login : qgdw376::LinkEvent::heartbeat); }

Bytes Concentrator::receive(ByteView bytes) {
  receiver_.feed(bytes);
  Bytes answers;
  while (const auto frame = receiver_.next()) append(answers, answer(*frame));
  return answers;
}

Bytes Concentrator::answer(const qgdw376::Frame& frame) {
  if (frame.terminal != terminal_ || frame.control.from_terminal()) return {};
  if (qgdw376::confirmation_of(frame) == true) {
    ++confirmed_;
    return {};
  }
  const auto asked = qgdw376::forward_of(frame);
  if (!asked || full_) return encode(qgdw376::confirm(frame, false));
  return encode(qgdw376::forwarded(frame, {asked->port, bus_(asked->port, asked->frame)}));
}

}  // namespace kwota::sim
