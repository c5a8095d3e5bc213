// What the books in a folder are for, asked before anything else of the folder is opened – vault, keys, bench.
#pragma once
#include <filesystem>
#include <optional>

#include "base/result.h"
#include "books/parts/nature.h"

namespace kwota::store {

/// Nothing: there are no books yet, or they were left before their first row. Changes nothing. Errors: those of Connection::open.
Result<std::optional<books::Nature>> nature_of_folder(const std::filesystem::path& folder);

/// What a start makes of a folder: samples when the bench or the sample utility is asked for (`samples`), and for ever what it is.
/// Error `books_are_real`: samples were asked for on real books.
Result<books::Nature> nature_for_start(const std::filesystem::path& folder, bool samples);

}  // namespace kwota::store
