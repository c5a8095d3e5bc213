// Before and after of a changed register row, for the `details` of its audit entry:
// {"state":["active","blocked"]} for what changed, {"name":"Li Wei",…} for a new row. Passwords are named, never shown.
#pragma once
#include <string>

#include "store/draft/canonical.h"

namespace kwota::store {

inline constexpr std::string_view secret_column = "password";

/// A new row: every column that says something.
std::string difference(const books::RowRef& row);
/// A changed row: each column that changed with its old and its new value. `old`: its columns in their order.
struct Difference {
  std::string details = "{}";
  ColumnSet changed;     ///< but for those that follow from chained rows
  bool followed = false; ///< one of these says something else now
};
Difference difference(const books::ValueSource& old, const books::RowRef& row);
/// A row that is removed: each column with its old value and nothing.
std::string difference(const books::Table& table, const books::ValueSource& old);

}  // namespace kwota::store
