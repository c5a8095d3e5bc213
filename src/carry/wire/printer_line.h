// The way to a slip printer: a device of this machine, or a host and port. Bytes only; each step waits no longer than it is told.
// Guarantees: opens only what whoever runs the server has named (LineTargets), and of devices only such that are devices: no file is ever written.
// Never: repeats a byte.   Begin with PrinterLine::open().
#pragma once
#include <memory>
#include <string>

#include "base/bytes.h"
#include "base/result.h"
#include "base/time.h"
#include "carry/wire/line_targets.h"

namespace kwota::wire {

/// Error `bad_link`{link}, `printer_not_allowed`{place}.
Result<void> check_printer(const LineTargets& allowed, const std::string& place);

class PrinterLine {
 public:
  /// Errors: those of check_printer, `link_failed`{link, reason}.
  static Result<std::unique_ptr<PrinterLine>> open(const LineTargets& allowed, const std::string& place, Duration patience);
  PrinterLine(const PrinterLine&) = delete;
  PrinterLine& operator=(const PrinterLine&) = delete;
  ~PrinterLine();

  /// How many bytes it took before it stopped taking any for `patience`, or was gone.
  std::size_t write(ByteView bytes, Duration patience);
  /// One byte that it said; nothing: it said none in time.
  std::optional<std::uint8_t> read(Duration patience);
  /// Throws away what it said before it was asked.
  void drain();

 private:
  explicit PrinterLine(int descriptor) : descriptor_(descriptor) {}
  int descriptor_;
};

}  // namespace kwota::wire
