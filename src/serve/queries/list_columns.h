// Columns of a list as columns of a file: all, or those that somebody chose. Begin with chosen_columns().
#pragma once
#include "serve/queries/table_file.h"

namespace kwota::serve {

/// What of a row goes into the file, and where it stands in the row.
class ChosenColumns {
 public:
  std::vector<TableColumn> columns;
  std::vector<std::size_t> places;

  /// Of a row, until the next one.
  const std::vector<store::Value>& of(const std::vector<store::Value>& row);

 private:
  std::vector<store::Value> values_;
};

/// By names, in their order; none: all but the technical ones. Error `unknown_column` {column}.
Result<ChosenColumns> chosen_columns(const store::View& view, const std::vector<std::string>& names, std::string_view language);

}  // namespace kwota::serve
