// A file of any kind as a table: CSV in its encoding and with its separator, or the first sheet of a workbook. And its columns by the names of a register.
// Guarantees: what was guessed – form, encoding, separator – is said, so that somebody can see it; every row keeps its line.
// Never: guesses what a cell means.   Begin with read_table(), then mapped().
#pragma once
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sell/customer/csv.h"
#include "sell/customer/encoding.h"
#include "sell/imports/importable.h"

namespace kwota::imports {

using customer::CsvRow;

struct TableFile {
  bool workbook = false;
  customer::Encoding encoding = customer::Encoding::utf8;
  char separator = ',';  ///< of CSV
  std::vector<std::string> header;  ///< a column that holds something and has no name is called by its place: "#3"
  std::vector<CsvRow> rows;  ///< below the header
};
/// `said`: the encoding of a text, where somebody knows it; else it is guessed. Errors: encoding_unknown, encoding_differs {encoding}, bad_csv {line},
/// bad_workbook {why}, file_too_long {most}.
Result<TableFile> read_table(std::string_view bytes, std::optional<customer::Encoding> said = {});

/// Which column of the register each column of the file is, by its place; empty: it is left out.
using Mapping = std::vector<std::string>;
/// Another name by which people know a column: in their language.
using KnownAs = std::function<bool(std::string_view column, std::string_view said)>;
/// By the columns' own names, else by how they are known; columns that are the books' own, and those that nobody knows, are left out.
Mapping guessed(const Importable& of, const std::vector<std::string>& header, const KnownAs& known_as = {});
/// Columns of a file that no column of the register is and no list of it shows.
std::vector<std::string> unknown_columns(const Importable& of, const std::vector<std::string>& header, const KnownAs& known_as = {});

/// Two columns of a file are one of the register.
Error column_twice(const std::string& column);
/// The file with the register's own column names, without what is left out. Errors: column_missing {column}, column_twice {column}, column_unknown {column}.
Result<TableFile> mapped(const Importable& of, TableFile file, const Mapping& mapping);

}  // namespace kwota::imports
