// Separated values as people's programs write them: RFC 4180, with LF or CRLF, a byte order mark, and comma, semicolon or tab.
// Guarantees: write(read(text)) says the same; every cell keeps its line, so that an error can be found in the file.
// Never: guesses what a cell means.   Begin with: read_csv().
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace kwota::customer {

struct CsvRow {
  std::size_t line = 0;   ///< 1-based line of the file on which the row begins
  std::vector<std::string> cells;
};

inline constexpr std::size_t csv_bytes_max = 64u << 20, csv_rows_max = 1'000'000;

/// That of , ; tab which the first line has most of.
char separator_of(std::string_view text);
/// More rows than a file may have: error `file_too_long` {most}.
Error file_too_long();
/// Empty lines are left out. Errors `bad_csv` {line}: a quote in the middle of a cell or one that is never closed, a zero byte, too much of it;
/// file_too_long.
Result<std::vector<CsvRow>> read_csv(std::string_view text);
/// With commas and CRLF. A text that a spreadsheet would take for a formula gets an apostrophe in front.
std::string write_csv_row(const std::vector<std::string>& cells);

}  // namespace kwota::customer
