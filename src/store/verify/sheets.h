// The sheets of days in the books (books/rows/sheet.h): verify adds all rows up again.
// Begin with hold_sheets().
#pragma once
#include <optional>

#include "collect/report/day_sheets.h"
#include "store/verify/verify.h"

namespace kwota::store {

/// Of these days, as they stood with this anchor: added up from the rows that it and those before it bind.
Result<report::DaySheets> sheets_as_of(Connection& connection, std::int64_t anchor, const std::string& from, const std::string& to);
/// A sheet that is not the sum of its rows.
Result<std::optional<Finding>> hold_sheets(Connection& connection);
/// Of the rows that are left, where some were removed.
Result<void> add_up_anew(Connection& connection);

}  // namespace kwota::store
