// A booking that nobody made, one for each kind of slip: with everything that such a slip can say, so that a layout is seen before it counts.
// Guarantees: it is no row of any books; a slip of it is drawn with Style::sample, and says that nothing was sold.   Begin with sample_slip().
#pragma once
#include "sell/receipt/slip.h"

namespace kwota::receipt {

/// Names that are the house's own; people and places are words of the language.
struct SampleNames {
  std::string utility;
  std::string from_scheme, to_scheme;
};
books::Sale sample_booking(SlipKind kind, const SampleNames& names, const Style& style, Instant at);
/// Of any kind, drawn by `print.lines`; of drawers the print's own texts alone are taken. Error `document_damaged`.
Result<Slip> sample_slip(SlipKind kind, const SampleNames& names, const Print& print, Instant at);

}  // namespace kwota::receipt
