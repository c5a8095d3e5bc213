// A report whose rows are the lines of an account: opening, what came and went, closing; of the period, of its year so far and of the year before.
// Begin with as_account().
#pragma once
#include "collect/report/making/checks.h"

namespace kwota::report {

/// Says in `known` the sums that its check lines need. Error `books_unbalanced`: the lines do not make its closing.
Result<Made> as_account(const books::Reader& books, const Request& request, Known& known);

}  // namespace kwota::report
