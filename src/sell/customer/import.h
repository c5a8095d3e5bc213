// Registers from a file: every row is checked before any is taken. A long file is then taken in groups, so that tills go on selling
// (import_groups.h).
// Guarantees: a dry run says exactly what the import will do – new, changed, same, and every error with its row and column; the
// same file twice changes nothing the second time.
// Begin with: import_rows().
#pragma once
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "books/decision.h"
#include "books/reader.h"
#include "sell/customer/csv.h"
#include "sell/customer/encoding.h"

namespace kwota::customer {

enum class Table : std::uint8_t { places, service_points, customers, meters, accounts, area_numbers, wells, well_meters };
/// "places", "service-points", "customers", "meters", "accounts", "area-numbers", "wells", "well-meters". Error `unknown_kind`.
Result<Table> parse_table(std::string_view name);
/// The header that a file of this table has: what the template shows.
std::vector<std::string> header_of(Table table);

/// A file that was read, not yet held against the books.
struct ImportFile {
  Table table = Table::places;
  Encoding encoding = Encoding::utf8;
  std::vector<std::string> header;
  std::vector<CsvRow> rows;  ///< below the header
};

/// The file may be UTF-8, GB18030 or Windows-1251 (`encoding_unknown`). Errors of the file as a whole: bad_csv {line}, column_missing {column},
/// column_unknown {column}.
Result<ImportFile> read_import(Table table, std::string_view csv);

struct CellError {
  std::size_t row = 0;       ///< line in the file
  std::string column;
  std::string code;
  std::string what;
  Details details;
};

struct ImportReport {
  std::int64_t created = 0, changed = 0, same = 0;
  std::int64_t written = 0;        ///< new and changed rows that are in the books: of a file that broke off, those before its errors
  std::vector<CellError> errors;   ///< with any, the decision changes nothing
  Encoding encoding = Encoding::utf8;  ///< that the file was read in
};

/// Of `rows` of the file. A row whose cells are all empty is no row; what a list of the table exports comes back as it is. Accounts become
/// drafts: they are opened at the counter with their first sale. What is wrong with rows stands in the report.
books::Decision<ImportReport> import_rows(const books::Reader& books, const ImportFile& file, std::span<const CsvRow> rows, Instant now);
/// A whole file in one decision: to look what it would do, or where nobody sells. Errors as read_import().
Result<books::Decision<ImportReport>> import_rows(const books::Reader& books, Table table, std::string_view csv, Instant now);

}  // namespace kwota::customer
