// Check lines: both sides of each are added up by themselves, and a report of which one is not zero is not given out.
// Begin with hold_checks().
#pragma once
#include "collect/report/making/request.h"

namespace kwota::report {

/// Sums of figures over all groups, by their names.
using Totals = std::map<std::string_view, std::int64_t>;
/// Those that were read with what the report shows: they are not read again.
struct Known {
  Totals of_period, of_all_days;
};

/// What checks of the period, or those of all days, are made of.
std::vector<std::string_view> checked_figures(const Request& request, bool from_the_first);
/// Error `books_unbalanced` {report, check, amount}.
Result<void> hold_checks(const books::Reader& books, const Request& request, const Known& known, Made& made);
Error unbalanced(std::string_view number, const MadeCheck& check);

}  // namespace kwota::report
