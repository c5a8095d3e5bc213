// A report whose rows are groups: by what was asked, sorted as it declares, with totals.   Begin with by_groups().
#pragma once
#include "collect/report/making/checks.h"

namespace kwota::report {

/// Says in `known` what of the check lines stood in the rows that were read anyway.
Made by_groups(const books::Reader& books, const Request& request, Known& known);

}  // namespace kwota::report
