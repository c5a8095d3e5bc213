// The tables of the books, made from what each kind of row declares (books/table.h), and the few that no row stands for.
// `PRAGMA user_version` holds the version of a file. Nothing is released yet: another version is refused, not brought along.
// Register rows: WITHOUT ROWID, their key is the table. Chained rows: `id` = number of the anchor * 2^20 + place among its
// leaves, so that ids grow in the order of the books and `id >> 20` joins a row with its anchor. `tells`, `told`: store/draft/telling.h.
#pragma once
#include <map>
#include <optional>
#include <string>

#include "store/draft/finding.h"
#include "store/sqlite/connection.h"

namespace kwota::store {

inline constexpr std::int64_t schema_version = 32;

/// SQL of all tables and indexes, of an empty file. `indexes_of_lists`: those that lists are walked by (store/lists/views.h: indexes_of_orders).
std::string schema(std::string_view indexes_of_lists);

/// Makes the tables in an empty file, in one transaction. Errors: `books_of_newer_program`, `books_of_older_program` when the file was
/// written under another version.
Result<void> migrate(Connection& connection, std::string_view indexes_of_lists);
/// The same for books in memory, of which a run of field logs makes thousands: they are copied from some that were made once.
Result<void> migrate_in_memory(Connection& connection, std::string_view indexes_of_lists);

/// Under which version a file was written; 0: it holds no books.
Result<std::int64_t> version_of(Connection& connection);
/// Whether a table of these books, however old they are, has this column.
Result<bool> has_column(Connection& connection, std::string_view table, std::string_view column);
using Schema = std::map<std::string, std::string, std::less<>>;  ///< name of a table, index, trigger or view -> its kind and text
/// As the program makes it; the same for all books.
Result<Schema> schema_of_the_program(std::string_view indexes_of_lists);
/// The first table, index, trigger or view that is not exactly as the program makes it: triggers and views would act by themselves, without its
/// unique indexes the same key could be there twice.
Result<std::optional<Finding>> strange_schema(Connection& connection, const Schema& wanted);

}  // namespace kwota::store
