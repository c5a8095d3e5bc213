// The API as it is described: what openapi.json beside serve/api says by hand – its build makes a text of the program of it –, and what follows from rows
// that say how they are listed and kept (books/listed.h). A list is written down by its name alone: "get": {"x-list": "wells", …}; what its rows hold follows from
// its columns, and "x-row" says what they hold besides.
// Begin with description().
#pragma once
#include <string>

namespace kwota::serve {

/// Rows of a page of a list at most, as store/lists gives them.
inline constexpr int list_page_most = 200;

/// An OpenAPI 3.1 document, as it is served.
const std::string& description();
/// What was written by hand.
const std::string& written_description();

}  // namespace kwota::serve
