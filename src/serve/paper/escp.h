// A pre-printed form as a dot-matrix printer takes it: ESC/P. Each text has its place on the paper – a line of 1/6 inch, a column of 1/10 inch – and is put
// there by the printer's own positions, so that Chinese letters, which are wider than a column, move nothing that stands behind them.
// Guarantees: a text that the printer's letters cannot write is refused, never left out. Follows: Epson's ESC/P reference (ESC @, ESC 2, ESC P, ESC C, ESC $,
// ESC t, FS &), which most makers' printers obey.   Never: knows an invoice.   Begin with escp().
#pragma once
#include <string>
#include <vector>

#include "base/bytes.h"
#include "base/result.h"
#include "serve/paper/letters.h"

namespace kwota::serve {

struct Placed {
  int line = 1, column = 1;  ///< from the upper left corner
  std::string text;
};

/// A sheet of so many lines, which is fed out at its end. Error `form_letters` {text}.
Result<Bytes> escp(const std::vector<Placed>& texts, int lines, Glyphs glyphs);

}  // namespace kwota::serve
