// The tables of the books as numbered migrations. A migration that was released never changes; a new one is added below it.
// `PRAGMA user_version` holds the number of the newest that a file has seen.
// Register rows: WITHOUT ROWID, their key is the table. Chained rows: `id` = number of the anchor * 2^20 + place among its
// leaves, so that ids grow in the order of the books and `id >> 20` joins a row with its anchor.
#pragma once
#include <span>
#include <string_view>

#include "store/sqlite.h"

namespace kwota::store {

/// SQL of the migrations, oldest first.
std::span<const std::string_view> migrations();

/// Brings an open file to the newest version, in one transaction. Error `books_of_newer_program` when the file has seen
/// migrations that this program does not know.
Result<void> migrate(Connection& connection);
/// The same up to a version, for an empty file: what the books of that version look like.
Result<void> migrate_to(Connection& connection, std::int64_t version);

}  // namespace kwota::store
