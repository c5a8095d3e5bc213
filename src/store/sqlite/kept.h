// What many rows say is kept once: texts at length (books::ColumnInfo::kept_once) and the names of the ledger's accounts. A row holds the number; its
// hash is over the text itself, so that whoever changes the text changes every row that says it.
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

/// Of a text in `kept_text`, which gets it when it is not there yet.
Result<std::int64_t> number_of_text(Connection& connection, KnownNumbers& known, std::string_view text);
/// By which a text is found: the first eight bytes of its SHA-256.
std::int64_t mark_of(std::string_view text);
/// Of an account of the ledger in `ledger_account`, likewise.
Result<std::int64_t> number_of_account(Connection& connection, KnownNumbers& known, std::string_view name);
/// Takes away what no row says any more.
Result<void> forget_unsaid(Connection& connection);
/// SQL: numbers in `kept_text` that no row says.
const std::string& unsaid_texts();

}  // namespace kwota::store
