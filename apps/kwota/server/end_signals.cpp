#include "kwota/server/end_signals.h"

#include <sys/signalfd.h>

#include <thread>

namespace kwota::app {

EndSignals::EndSignals() {
  sigemptyset(&signals_);
  for (const int one : {SIGINT, SIGTERM}) sigaddset(&signals_, one);
  pthread_sigmask(SIG_BLOCK, &signals_, nullptr);
}

int EndSignals::descriptor() const { return ::signalfd(-1, &signals_, SFD_CLOEXEC); }

void EndSignals::run(serve::Server& server) const {
  std::thread waiting([&server, signals = signals_] {
    int which = 0;
    sigwait(&signals, &which);
    server.stop();
  });
  server.run();
  waiting.join();
}

}  // namespace kwota::app
