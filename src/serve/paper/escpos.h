// A slip as a slip printer takes it: ESC/POS, on paper of 58 or 80 mm, as text of one of its letter sets with a QR code of its own, or as a picture.
// Guarantees: nothing is left out or replaced by a question mark – a text that the printer's letters cannot write is printed as a picture.
// Follows: Epson's ESC/POS command reference (ESC @, ESC t, FS &, GS ( k, GS v 0, GS V, ESC p), which most makers' printers obey.
// Never: knows a sale, or opens a printer.   Begin with escpos().
#pragma once
#include <string>

#include "serve/paper/letters.h"
#include "serve/paper/paper.h"

namespace kwota::serve {

struct EscPos {
  Glyphs glyphs = Glyphs::dots;
  bool cut = false;
  bool kick = false;  ///< the drawer that hangs on the printer opens
};

/// `text`: the slip's text grid, 48 or 32 columns; `paper`: the same slip to be drawn where letters do not do. Error `paper_failed`.
Result<Bytes> escpos(const std::string& text, const Paper& paper, const EscPos& how);

}  // namespace kwota::serve
