// Registers from a file: every row is judged before any is taken. A long file is then taken in groups, so that tills go on selling (groups.h).
// Guarantees: a look says exactly what the import will do – new, changed (each cell, old and new), same, warnings, and every error with its row and
// column; a row is judged with the rows above it in their place; the same file twice changes nothing the second time.
// Begin with: read_import(), judge().
#pragma once
#include <functional>
#include <span>

#include "sell/imports/table_file.h"

namespace kwota::imports {

struct CellError {
  std::size_t row = 0;       ///< line in the file
  std::string column;
  std::string code;
  std::string what;
  Details details;
};

enum class Verdict : std::uint8_t { fresh, changed, same, wrong };
constexpr auto words_of(Verdict) { return std::array<std::string_view, 4>{"new", "changed", "same", "errors"}; }

/// What one row of the file is.
struct Judged {
  const CsvRow* row = nullptr;
  Verdict verdict = Verdict::same;
  books::Changes changes;
  std::vector<ChangedCell> cells;    ///< of a changed row
  std::vector<CellError> warnings;   ///< it is taken, and somebody should look
  std::optional<CellError> error;
};

struct ImportReport {
  std::int64_t created = 0, changed = 0, same = 0;
  std::int64_t written = 0;        ///< new and changed rows that are in the books: of a file that broke off, those before its errors
  std::vector<CellError> errors;   ///< with any, the decision changes nothing
  customer::Encoding encoding = customer::Encoding::utf8;  ///< that the file was read in
};

/// A file that was read and mapped, not yet held against the books.
struct ImportFile {
  const Importable* of = nullptr;
  TableFile table;
};

/// The file may be UTF-8, GB18030, Windows-1251 – as `said`, or as it looks – or a workbook; its columns are named as the register names them. Errors of the file as a whole:
/// those of read_table() and mapped(), column_unknown {column}.
Result<ImportFile> read_import(const Importable& of, std::string_view bytes, std::optional<customer::Encoding> said = {});

/// What the amounts of the file add up to. Errors: those of an amount that is none.
Result<Money> sum_of(const ImportFile& file, int minor_digits);
/// The file adds up to what the list of the program before says; of a register without amounts nothing is asked.
/// Errors: control_total_missing, bad_amount {text}, control_total_differs {sum, said}.
Result<void> adds_up(const books::Reader& books, const ImportFile& file, std::string_view control_total);

/// Rows one after the other; `take` is told each, and goes on while it returns true.
void judge(const books::Reader& books, const ImportFile& file, std::span<const CsvRow> rows, const Context& context, const std::function<bool(Judged&&)>& take);

/// Of `rows` of the file, all or nothing. What is wrong with rows stands in the report.
books::Decision<ImportReport> import_rows(const books::Reader& books, const ImportFile& file, std::span<const CsvRow> rows, const Context& context);
/// A whole file in one decision: to look what it would do, or where nobody sells. Errors as read_import(), unknown_kind.
Result<books::Decision<ImportReport>> import_rows(const books::Reader& books, std::string_view importable, std::string_view bytes, const Context& context);
/// By the utility itself: it may all.
Result<books::Decision<ImportReport>> import_rows(const books::Reader& books, std::string_view importable, std::string_view bytes, Instant now);
/// Whoever sets a utility up.
Context setting_up(Instant now);

}  // namespace kwota::imports
