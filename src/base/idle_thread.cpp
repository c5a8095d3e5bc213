#include "base/idle_thread.h"

#include <sched.h>

namespace kwota {

void run_when_idle() {
  const sched_param none{};
  static_cast<void>(sched_setscheduler(0, SCHED_IDLE, &none));  // 0: this thread
}

bool runs_when_idle() { return sched_getscheduler(0) == SCHED_IDLE; }

}  // namespace kwota
