// Rows of the books as SQL values, from the one list that each kind keeps of its columns (books/table.h).
//   numbers, money, energy, time -> INTEGER (minor units, Wh, ms UTC)     numbers of meters and customers -> INTEGER
//   text, words, serials -> TEXT     what is written as hexadecimal text -> BLOB
//   a text that many rows say -> its number in `kept_text` (store/sqlite/kept.h)     one that they say but for its numbers -> BLOB (store/draft/shape.h)     what other columns say already -> a column that is computed
//   optional -> NULL when there is nothing, a first key version too       legs of an entry -> rows of the table `leg`
// What is hashed of them is no engine's affair: store/draft/canonical.h.
#pragma once
#include <string>

#include "store/draft/canonical.h"
#include "store/sqlite/connection.h"
#include "store/sqlite/kept.h"

namespace kwota::store {

/// removed_row_hash (store/draft/canonical.h) as SQL.
inline constexpr std::string_view removed_row_sql = "zeroblob(32)";
/// "a"=? AND "b"=?: the key of a row, to be bound by bind_key().
std::string where_key(const books::Table& table);

/// Binds the next hole. Of a text the value must live until the last step.
void bind(Cursor& cursor, const books::Value& value);
/// Binds the columns that stand in the row's own table, in the order of the list: all of them, or those that are wanted. A text that is kept
/// once gets its number.
Result<void> bind_row(Connection& connection, Kept& known, Cursor& cursor, const books::RowRef& row, const ColumnSet& wanted = ColumnSet().set());
/// Binds the key.
void bind_key(Cursor& cursor, const books::RowRef& row);

/// "name"
std::string in_quotes(std::string_view name);
/// Of the rows that stand in an index: "settled" IS NULL.
std::string condition_of(const books::Only& only);
/// A number with twelve digits as text.
std::string digits_sql(std::string_view sql);
/// SQL of a table's composed column.
std::string composed_sql(const books::Table& table);
/// SQL that makes "<table>/<key>" of a row.
std::string name_sql(const books::Table& table);

/// "number","name",… as a reader is given them: these columns (none: all), NULL for others. So is a composed column that was not asked for by
/// itself, which whoever takes the row puts together.
std::string read_list(const books::Table& table, const ColumnSet& columns);

/// SQL texts of a table, made once.
struct TableSql {
  std::string list;      ///< "number","name",… as they are read
  std::string key_list;  ///< "number",…
  std::string select;    ///< SELECT list FROM table
  std::string by_key;    ///< the same WHERE each column of the key=?; of a register that follows, told comes behind its columns
  std::string upsert;    ///< likewise
  std::string update;    ///< of a register that follows in part: SET what follows, told, WHERE its key
  ColumnSet follows;     ///< which those are
  std::string append;    ///< of a chained row: its columns, then id, position, hash, tells
};
const TableSql& sql_of(const books::Table& table);
/// SET these columns WHERE the key: indexes of others are not touched.
const std::string& update_of(const books::Table& table, const ColumnSet& columns);

}  // namespace kwota::store
