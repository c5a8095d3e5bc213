// Rows of a report page by page, with the totals and check lines of all of them: a page of the screen and of the API. Files have all rows.
// Where the source finds its rows in the order of the report, those of the page alone are made.   Begin with page_in_order().
#pragma once
#include "collect/report/making/checks.h"

namespace kwota::report {

/// Nothing: the report stands in another order, or too much of other days lies between the rows. Says in `known` what of the check lines stood in the rows that were read anyway.
std::optional<MadePage> page_in_order(const books::Reader& books, const Request& request, const PageAsked& asked, Known& known);

}  // namespace kwota::report
