// How a request for a list is answered: by which order it is walked, which of its conditions the order's index holds, and which are looked at row
// by row. The texts that are run are made here and nowhere else, so that a test can ask how each of them is run.
// Begin with walk_of().
#pragma once
#include "store/lists/list_where.h"

namespace kwota::store {

struct Walk {
  const View* view = nullptr;
  Order order;
  bool descending = false;
  Condition walked;  ///< where the walk begins and ends
  Condition rest;    ///< looked at row by row; empty: every row that is walked matches
  Condition changes;  ///< true of a row that whoever asks may change, as far as stations go; empty: all are

  bool exact() const { return rest.sql.empty(); }
};

/// Whether all rows are to be seen anyway: then any column sorts them.
enum class Reach : std::uint8_t { page, all };

/// "-time" -> "time"
std::string_view bare_sort(std::string_view sort);

/// Errors: `unknown_list`, `unknown_column`, `sort_not_offered`, `bad_filter`.
Result<Walk> walk_of(const ListRequest& request, Reach reach = Reach::page);

/// One after the other: terms of the order, key, and whether the row matches. Bound: rest, walked, the terms of `after`, the most rows.
std::string sql_of_walk(const Walk& walk, bool after);
/// The columns of one row, and whether it may be changed; bound: `changes`, its key.
std::string sql_of_row(const Walk& walk);
/// How many rows are walked, to a limit. Bound: walked, the limit.
std::string sql_of_count(const Walk& walk);
/// How many rows were looked at, how many match, and the sums of those, to a limit. Bound: rest, walked, the limit.
std::string sql_of_sums(const Walk& walk);
/// All rows in order, their columns as ManyRows reads them. Bound: walked, rest.
std::string sql_of_all(const Walk& walk);

}  // namespace kwota::store
