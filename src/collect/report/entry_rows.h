// Of what the sheets of a day are made, row by row: each receipt and each entry that followed from it, under what the sheets count them. Whoever opens a sum of a sheet
// sees these. They are added up by the same code as the sheets (collect/report/day_sheets.h), so they say the same.
// Begin with presale_rows.
#pragma once
#include "collect/report/facts/source.h"

namespace kwota::report {

/// Rows with the columns of the day sheet, and whose they are.
extern const facts::Source presale_rows;
/// Rows with the columns of the money sheet.
extern const facts::Source money_rows;
/// Rows with the columns of the tax sheet.
extern const facts::Source tax_rows;

}  // namespace kwota::report
