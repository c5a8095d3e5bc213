// How a program that runs until it is told to end hears of it. Made before the first thread: threads inherit what is blocked.
#pragma once
#include <csignal>

#include "serve/server/server.h"

namespace kwota::app {

/// SIGINT and SIGTERM come here and nowhere else.
class EndSignals {
 public:
  EndSignals();
  /// A descriptor that is readable when one came; the caller's to close. -1: there are no descriptors left.
  int descriptor() const;
  /// Serves until one comes. What was begun is finished, as if the network's own thread ended.
  void run(serve::Server& server) const;

 private:
  sigset_t signals_{};
};

}  // namespace kwota::app
