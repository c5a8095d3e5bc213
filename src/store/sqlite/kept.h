// What many rows say is kept once: texts at length (books::ColumnInfo::kept_once), what is the same in texts but for their numbers (store/draft/shape.h), and
// the names of the ledger's accounts. A row holds the number; its hash is over the text itself, so that whoever changes the text changes every row that says it.
#pragma once
#include <string>
#include <string_view>
#include <unordered_map>

#include "store/sqlite/connection.h"

namespace kwota::store {

/// Numbers that a writer was told; they are good as long as nothing was rolled back.
struct HashOfText : std::hash<std::string_view> {
  using is_transparent = void;
};
using KnownNumbers = std::unordered_map<std::string, std::int64_t, HashOfText, std::equal_to<>>;
struct Kept {
  KnownNumbers texts, shapes, ledger_accounts;
};

/// Of a text in `kept_text`, which gets it when it is not there yet.
Result<std::int64_t> number_of_text(Connection& connection, KnownNumbers& known, std::string_view text);
/// By which a text is found: the first eight bytes of its SHA-256.
std::int64_t mark_of(std::string_view text);
/// Of an account of the ledger in `ledger_account`, likewise.
Result<std::int64_t> number_of_account(Connection& connection, KnownNumbers& known, std::string_view name);
/// Binds what stands in the row of a text of one shape (store/draft/shape.h): the number of the shape and the text's own numbers, as BLOB; a short text as it is.
/// It must live until the last step. A shape that is not known yet gets its number in `shape`.
Result<void> bind_in_shape(Connection& connection, KnownNumbers& known, Cursor& cursor, std::string_view text);
/// SQL: such a column as text; NULL when it is none of its shape.
std::string in_full_sql(std::string_view column);
/// SQL: the number of its shape; NULL: it is kept as it is.
std::string shape_sql(std::string_view column);
/// Teaches a database the functions that these two use.
void teach_shapes(sqlite3* database);

/// Takes away what no row says any more.
Result<void> forget_unsaid(Connection& connection);

}  // namespace kwota::store
