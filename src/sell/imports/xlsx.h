// The first sheet of an XLSX workbook as rows of texts, the way a CSV file is: what a person sees in a cell, dates as 2026-11-20, numbers without groups.
// Guarantees: memory grows with the texts of the sheet alone; a bomb, a document type or more rows than a file may have are refused.
// Never: computes a formula – the value that the program stored with it is taken.   Begin with read_xlsx().
#pragma once
#include <string_view>
#include <vector>

#include "base/result.h"
#include "sell/customer/csv.h"

namespace kwota::imports {

inline constexpr std::size_t xlsx_columns_max = 256, xlsx_text_max = 512u << 20;

/// Begins as every zip archive does.
bool looks_like_xlsx(std::string_view bytes);
/// `line` of a row is its number in the sheet; empty rows are left out. Errors: bad_workbook {why}, file_too_long {most}.
Result<std::vector<customer::CsvRow>> read_xlsx(std::string_view bytes);

}  // namespace kwota::imports
