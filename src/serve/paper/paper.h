// Paper: receipts and slips as PDF, in any of our scripts. Rows come in, a PDF goes out; it knows no sale.
// The roll's width is given, its length follows from the content, as a slip printer would tear it off.
#pragma once
#include <string>
#include <vector>

#include "base/bytes.h"
#include "base/result.h"

namespace kwota::serve {

struct PaperRow {
  enum class Style { title, centre, pair, strong_pair, table, note, rule, space };
  Style style = Style::pair;
  std::vector<std::string> cells;  ///< pair: left, right; table: three or four cells, the first to the left, the others to the right
};

struct Paper {
  int width_mm = 80;
  std::string language;        ///< decides the glyphs where Chinese characters differ by country
  std::string title;           ///< of the PDF document, not printed
  std::vector<PaperRow> rows;
  std::string qr;              ///< printed at the end when not empty, at most 2 kB
};

/// Error `paper_failed`: fonts or memory missing.
Result<std::string> pdf(const Paper& paper);

/// The same as dots, black or white, eight in a byte, the left one highest: what a slip printer burns.
struct Dots {
  std::size_t width = 0, height = 0;  ///< width: eights
  Bytes bits;
};
/// Error `paper_failed`.
Result<Dots> dots(const Paper& paper, std::size_t width);

}  // namespace kwota::serve
