// Sheets of days: each sum is added to what stands there.
#pragma once
#include "collect/report/day_sheets.h"
#include "store/sqlite/connection.h"

namespace kwota::store {

Result<void> add_sheets(Connection& connection, const report::DaySheets& sheets);

}  // namespace kwota::store
