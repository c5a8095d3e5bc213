// A line that is served by a thread of its own, from open() until it is dropped: what the bench hangs a meter on.
// Guarantees: nobody calls the station any more once the line is gone. Never: holds a lock while it calls the station – whoever
// drops the line must hold none that the station waits for. Begin with ServedLine::open().
#pragma once
#include <thread>

#include "sim/line/line_port.h"

namespace kwota::sim {

class ServedLine {
 public:
  /// The station is called on the line's thread. Errors of LinePort::open().
  static Result<std::unique_ptr<ServedLine>> open(LinePort::Setup setup, LinePort::Station station);
  ~ServedLine();
  ServedLine(const ServedLine&) = delete;
  ServedLine& operator=(const ServedLine&) = delete;

  /// How a client names it: "tcp://127.0.0.1:40123".
  const std::string& name() const { return port_->name(); }

 private:
  ServedLine(std::unique_ptr<LinePort> port, LinePort::Station station, int stop);

  std::unique_ptr<LinePort> port_;
  int stop_;  ///< an event that ends the thread
  std::thread thread_;
};

}  // namespace kwota::sim
