// Printing a document: the first print is one thing, what comes after is another. Whoever asks first gets the first print; everybody after him
// gets a reprint with its number and his name on it, however many ask at once.
// Guarantees: one first print of each document; a print of which nothing came out is made again under its own number, one of which something
// may have come out never is. Never: knows a printer.   Begin with print_receipt().
#pragma once
#include <string>

#include "books/decision.h"
#include "books/reader.h"
#include "books/rows/office/slip.h"
#include "people/context.h"

namespace kwota::counter {

using people::Context;

/// How long a print may be under way; what has not told its end by then may have come out.
inline constexpr Duration print_patience = Duration::minutes(2);

struct PrintRequest {
  std::string document;
  books::PrintWay way = books::PrintWay::browser;
};

/// The next print of a receipt. Errors: unknown_sale, print_waiting, permission_denied.
Result<books::Decision<books::SlipPrint>> print_receipt(const books::Reader& books, const PrintRequest& request, const Context& context);
/// The next print of a paper of the house: the closing slip of a shift, a drop. Who may read it may print it. Error: print_waiting.
Result<books::Decision<books::SlipPrint>> print_paper(const books::Reader& books, const PrintRequest& request, const Context& context);

struct Printed {
  std::string document;
  std::int64_t number = 0;
  books::PrintOutcome outcome = books::PrintOutcome::unknown;
  books::PrinterFault fault = books::PrinterFault::none;
};
/// What became of a print. A print that has told its end keeps it. Error: unknown_print.
Result<books::Decision<books::SlipPrint>> printed(const books::Reader& books, const Printed& printed);

/// The newest print of a document; nothing: it was never printed.
std::optional<books::SlipPrint> newest_print(const books::Reader& books, const std::string& document);

}  // namespace kwota::counter
