// Papers of the house that are of no booking: who holds what, and a page by which somebody sees whether printer and letters are right.
// Guarantees: drawn by their layouts, as receipts are. Never: reads the books.   Begin with people_slip(), printer_test_slip().
#pragma once
#include <vector>

#include "books/rows.h"
#include "sell/receipt/layout.h"
#include "sell/receipt/slip.h"

namespace kwota::receipt {

/// Everybody with his roles, the station where he works, and whether he is locked out.
Slip people_slip(const books::Utility& utility, const std::vector<books::Operator>& people, const Style& style, Instant at, const Layout& layout = {});

/// Every script, figures in columns, the width of the paper and a code.
Slip printer_test_slip(const books::Utility& utility, const books::TillPrinter& printer, const Style& style, Instant at, const Layout& layout = {});

}  // namespace kwota::receipt
