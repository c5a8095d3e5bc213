// A list as an XLSX workbook: typed cells, a frozen header with filters in columns as wide as their content, and a sheet that says what the list is.
// Guarantees: text stays text, nothing that a person typed is ever taken for a formula; rows go to the disk as they come, so that memory
// does not grow with the list; what a page of the format cannot hold goes on on the next one.
// Begin with SheetWriter::begin(), row(), then finish().
#pragma once
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "base/result.h"
#include "base/spool.h"
#include "base/time.h"

namespace kwota::serve {

struct SheetColumn {
  std::string title;
  int decimals = -1;  ///< of a number; -1: text
};

/// A figure in a column of texts.
struct SheetFigure {
  std::int64_t value = 0;
  int decimals = 0;
};

/// A number is an exact whole number of 10^-decimals; a table program keeps 15 digits of it. Days and moments are those of a calendar, without a zone.
using SheetCell = std::variant<std::monostate, std::int64_t, std::string, SheetFigure, LocalDate, LocalTime>;

struct Sheet {
  std::string name;
  std::vector<SheetColumn> columns;
  std::vector<std::pair<std::string, std::string>> about;  ///< last sheet: what, when, by whom, which filters
  std::string language = "en";  ///< how days are written
};

/// Rows of a page without its header: the format's own limit.
inline constexpr std::uint32_t sheet_rows_max = 1'048'575;

class SheetWriter {
 public:
  /// Error `file_not_made`.
  static Result<std::unique_ptr<SheetWriter>> begin(Sheet sheet, std::uint32_t rows_a_page = sheet_rows_max);
  virtual ~SheetWriter() = default;
  virtual void row(const std::vector<SheetCell>& cells) = 0;
  /// The workbook, to be read from its first byte; once, after the last row. Error `file_not_made`.
  virtual Result<std::shared_ptr<Spool>> finish() = 0;
};

}  // namespace kwota::serve
