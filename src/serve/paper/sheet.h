// A list as an XLSX workbook: typed cells, a frozen header with filters, and a sheet that says what the list is.
// Text stays text: nothing that a person typed is ever taken for a formula.
#pragma once
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "base/result.h"

namespace kwota::serve {

struct SheetColumn {
  std::string title;
  int decimals = -1;  ///< of a number; -1: text
};

/// A number is an exact whole number of 10^-decimals; a table program keeps 15 digits of it.
using SheetCell = std::variant<std::monostate, std::int64_t, std::string>;

struct Sheet {
  std::string name;
  std::vector<SheetColumn> columns;
  std::vector<std::vector<SheetCell>> rows;
  std::vector<std::pair<std::string, std::string>> about;  ///< second sheet: what, when, by whom, which filters
};

/// Error `paper_failed`.
Result<std::string> xlsx(const Sheet& sheet);

}  // namespace kwota::serve
