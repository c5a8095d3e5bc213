#include "kwota/bench/bench_memory.h"

#include <cstdlib>
#include <fstream>
#include <string>

namespace kwota::app {

double peak_memory_mib() {
  constexpr double kib_in_mib = 1024;
  std::ifstream status("/proc/self/status");
  for (std::string line; std::getline(status, line);)
    if (line.starts_with("VmHWM:")) return std::strtod(line.c_str() + 6, nullptr) / kib_in_mib;
  return 0;
}

double forget_peak_memory() {
  std::ofstream("/proc/self/clear_refs") << "5";  // proc(5): begins the peak anew
  return peak_memory_mib();
}

}  // namespace kwota::app
