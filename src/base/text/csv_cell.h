// A cell of a table of separated values, for every file that leaves the house.
// Guarantees: text stays text – nothing that a person typed is ever taken for a formula.   Begin with csv_cell().
#pragma once
#include <string>
#include <string_view>

namespace kwota {

/// RFC 4180, quoted so that it holds among commas, semicolons and tabs. `typed`: a text, which gets an apostrophe in front where a table program would
/// run it; a number keeps its sign.
std::string csv_cell(std::string_view text, bool typed = true);
/// The same at the end of a line.
void add_csv_cell(std::string& to, std::string_view text, bool typed = true);
/// What somebody typed, of a cell that may have got that apostrophe.
std::string typed_text(std::string cell);

}  // namespace kwota
