// The tables of a moment in the past: temporary ones of one connection, under the names of the books' own, which are not touched. In this order:
// what changed since is noted, its rows are taken, changed back by whoever knows how (store/verify/as_of.h), and joined with the rest.
// Begin with note_changed().
#pragma once
#include <string>
#include <vector>

#include "store/sqlite/connection.h"

namespace kwota::store {

/// Rows of registers that were changed with the row of this id and after it, made, removed, or – `told` – told of by chained rows: "<table>/<key>".
Result<void> note_changed(Connection& connection, std::int64_t from, const std::vector<std::string>& told);
/// Tables of registers with such rows.
Result<std::vector<const books::Table*>> tables_changed(Connection& connection);
/// Rows that changed, under the name of their table: whoever changes "account" from here on changes these alone.
Result<void> take_changed_rows(Connection& connection, const books::Table& table);
/// Of tables of chained rows, what came with the row of this id and after it, and of balances, what it moved.
Result<void> hide_later_rows(Connection& connection, std::int64_t from);
/// Those that changed, as they were, with those that did not.
Result<void> join_with_unchanged(Connection& connection, const books::Table& table);

}  // namespace kwota::store
