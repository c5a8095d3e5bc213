// What this process has in memory, as Linux says it in /proc/self/status.
#pragma once

namespace kwota::app {

/// MiB; the most so far, or since forget_peak_memory().
double peak_memory_mib();
/// From here on: what is there now, MiB.
double forget_peak_memory();

}  // namespace kwota::app
