// What a file would do, kept for whoever looks at it: every row judged at one moment, counted by kind, and the rows to show.
// Guarantees: all rows are judged, not a sample; counts are of all of them; what is kept to be shown is bounded.   Begin with look().
#pragma once
#include <map>
#include <string>
#include <vector>

#include "sell/imports/import.h"

namespace kwota::import_desk {

using imports::CellError;
using imports::Context;
using imports::ImportFile;
using imports::Verdict;

/// Rows whose cells, warnings and errors are kept to be shown; all are counted. [K]
inline constexpr std::size_t shown_rows_max = 20'000;

struct ShownRow {
  std::size_t line = 0;
  Verdict verdict = Verdict::same;
  std::vector<imports::ChangedCell> cells;
  std::vector<CellError> notes;  ///< of a wrong row its error, of the others warnings
};

struct Preview {
  std::size_t fresh = 0, changed = 0, same = 0, warnings = 0, errors = 0;
  std::map<std::string, std::size_t> errors_by_code;
  std::vector<Verdict> verdicts;  ///< of each row, in the order of the file
  std::vector<ShownRow> shown;    ///< rows that are neither new nor the same without a word, in the order of the file
};

/// At one moment of the books.
Preview look(const books::Reader& books, const ImportFile& file, const Context& context);

}  // namespace kwota::import_desk
