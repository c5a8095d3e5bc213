// What of a row is another station's: what it is, and each thing that it names (books/whose.h) – as the lists have it (store/lists/belongings.cpp), for a file whose rows nobody looks up in a list.
// Of books of any kind the two say the same (work/import_desk/whose_test.cpp).
// What was never anybody's – a meter from the maker, a customer without a place – is every station's.
// Begin with foreign_in().
#pragma once
#include <optional>
#include <string>
#include <string_view>

#include "books/reader.h"

namespace kwota::imports {

/// The first thing of this row that is another station's, by its name; nothing: none is. The books are those before the row.
std::optional<std::string> foreign_in(const books::Reader& books, const books::RowRef& row, std::string_view station);

}  // namespace kwota::imports
