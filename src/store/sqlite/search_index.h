// The table of words (store/draft/search_words.h) by which customers and service points are found.
// Begin with note_words().
#pragma once
#include <string>

#include "store/draft/search_words.h"
#include "store/sqlite/connection.h"

namespace kwota::store {

/// Replaces the words of a row.
Result<void> note_words(Connection& connection, const std::string& object, const Words& before, const Words& after);
/// Of all rows that are there: for books that had no words yet.
Result<void> note_all_words(Connection& connection);
/// The first row whose words are not as it says; empty: all are.
Result<std::string> wrong_words(Connection& connection);

}  // namespace kwota::store
