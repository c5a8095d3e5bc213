// A slip as rows, before anybody decides how it is printed: receipts of every kind of sale; those of drawers: drawer_slips.h.
// Guarantees: the same sale under the same layout (template.h) gives the same rows, and nothing is drawn beside it; as delivered money is shown in the order in which it
// was taken – debt, charges, energy by step, taxes, total, each tender with its number, change. Never: computes money; every figure comes from the sale's document.
// Begin with: receipt_of(), then to_text().
#pragma once
#include <functional>
#include <string>
#include <vector>

#include "books/rows.h"
#include "sell/receipt/format.h"
#include "sell/receipt/template.h"

namespace kwota::receipt {

struct Row {
  enum class Kind : std::uint8_t {
    title,   ///< one cell, in the middle
    rule,    ///< a line across
    pair,    ///< left and right
    item,    ///< name, quantity, price, amount
    total,   ///< left and right, strong
    text,    ///< one cell, wrapped
    heading,      ///< as a title, strong
    strong_text,  ///< as a text, strong
  };
  Kind kind = Kind::text;
  std::vector<std::string> cells;
};

struct Slip {
  std::vector<Row> rows;
  std::string qr;   ///< text of the QR code, empty: none
};

struct Print {
  Style style;
  std::string signature;      ///< "7K3F-92QD-X1", empty: not signed yet
  std::string qr;
  std::int64_t reprint = 0;   ///< 0: the first print
  std::string reprinted_by;
  Instant reprinted;
  bool for_reading = false;   ///< no print at all: it says so
  std::string head, foot;     ///< the utility's own texts above and below (code table slip_text); empty: none
  /// How slips of a kind are laid out at the moment of the sale; none: as delivered.
  std::function<SlipLines(SlipKind)> lines{};
};

/// An empty slip; of sample books its first row says that nothing was sold. Every slip begins with it.
Slip begin_slip(const Style& style);
/// Error `document_damaged`.
Result<Slip> receipt_of(const books::Sale& sale, const Print& print);
/// A text grid of 32 or 48 columns (58 and 80 mm paper). Characters of East Asian width count two; nothing is cut.
std::string to_text(const Slip& slip, int columns);
/// What the QR code says, for paper that has none, below a rule; empty: the slip has no code.
std::string code_text(const Slip& slip, int columns);
/// Columns that a text takes.
int columns_of(std::string_view utf8);
/// Lines of at most so many columns; breaks at blanks where there are any, and cuts nothing.
std::vector<std::string> wrapped(std::string_view text, int columns);

}  // namespace kwota::receipt
