// Lists that no table of the books holds, and that are made when somebody asks: does it add up, which copies are there. Whoever takes lists away – pages, files,
// kwota export – finds them here, beside those of the tables (store/lists/views.h).
// Begin with made_list(), made_file().
#pragma once
#include <filesystem>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "books/parts/right.h"
#include "serve/queries/table_file.h"
#include "store/draft/moment.h"
#include "store/lists/query.h"

namespace kwota::serve {

/// All rows at once: such a list is as long as there are meters or files.
struct MadeTable {
  std::vector<TableColumn> columns;
  std::vector<std::vector<store::Value>> rows;
};

/// Of what it is made.
struct MadeOf {
  store::Moment& moment;
  const std::filesystem::path& data;  ///< the folder of the books
  const store::ListRequest& asked;    ///< filters, search, sort, station, decimals of the currency
  std::string_view language;
};

struct MadeList {
  std::string_view name;  ///< "/<name>" is its address
  books::Right right;
  std::vector<TableColumn> (*columns)(std::string_view language);
  /// Errors: unknown_column, bad_filter, those of reading.
  Result<MadeTable> (*make)(const MadeOf& of);
};
std::span<const MadeList> made_lists();
/// Nothing: it is a table's, or there is none of this name.
const MadeList* made_list(std::string_view name);

/// These columns by their names, in that order; none: all. Error unknown_column.
Result<MadeTable> only_columns(MadeTable table, const std::vector<std::string>& names);
/// Errors as of TableWriter.
Result<TableFile> made_file(FileForm form, const MadeTable& made_rows, const TableFacts& facts);

}  // namespace kwota::serve
