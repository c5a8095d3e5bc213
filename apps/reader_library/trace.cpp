#include "reader_library/trace.h"

#include <array>
#include <atomic>
#include <cstdio>

namespace kwota::reader {
namespace {
std::atomic<kw_trace_fn> listener{nullptr};
}

void set_trace(kw_trace_fn fn) { listener = fn; }

void trace(char slot, const iso7816::Command& command, const std::optional<iso7816::StatusWord>& status) {
  const kw_trace_fn fn = listener;
  if (fn == nullptr) return;
  std::array<char, 64> line{};
  const int written = std::snprintf(line.data(), line.size(), "%c %02X %02X %02X %02X Lc %u -> ", slot, command.cla, command.ins, command.p1, command.p2,
                                    static_cast<unsigned>(command.data.size()));
  const auto at = static_cast<std::size_t>(written);
  if (status) {
    std::snprintf(line.data() + at, line.size() - at, "%04X", status->value);
  } else {
    std::snprintf(line.data() + at, line.size() - at, "no answer");
  }
  fn(line.data());
}

}  // namespace kwota::reader
