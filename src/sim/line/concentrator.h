// A concentrator as a head-end finds it (Q/GDW 376.1): it logs in, sends heartbeats, and hands frames to the meters on its ports
// and their answers back, under the number of the question. Bytes in, bytes out; whoever carries them is LinePort or a test.
// Guarantees: each question is answered once – with the meter's frame, with none when nobody spoke on the port, or with a denial
// while the concentrator is full. Never: looks into a meter's frame. Begin with Concentrator, then calls() and receive().
#pragma once
#include <functional>

#include "carry/qgdw376/messages.h"

namespace kwota::sim {

class Concentrator {
 public:
  /// Everybody on that port hears the frame; what they say to it.
  using Bus = std::function<Bytes(std::uint8_t port, ByteView frame)>;
  Concentrator(qgdw376::Terminal terminal, Bus bus) : terminal_(terminal), bus_(std::move(bus)) {}

  /// What it says of itself: when it has dialled in, and as its heartbeat.
  Bytes calls(bool first);
  /// Bytes from the head-end; its answers.
  Bytes receive(ByteView bytes);
  /// Its queue is full, or its table of meters: it denies what it shall hand on.
  void full(bool is) { full_ = is; }
  /// What it called with was confirmed so often.
  unsigned confirmed() const { return confirmed_; }
  const qgdw376::Terminal& terminal() const { return terminal_; }

 private:
  Bytes answer(const qgdw376::Frame& frame);
  Bytes event(qgdw376::LinkEvent event);
  qgdw376::Terminal terminal_;
  Bus bus_;
  qgdw376::Receiver receiver_{1024};
  bool full_ = false;
  unsigned confirmed_ = 0;
  std::uint8_t number_ = 0;
};

}  // namespace kwota::sim
