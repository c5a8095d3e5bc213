// What the rows of a list hold in JSON, as its columns say it: for the description of the API, and for whoever makes types of it.
// Begin with row_schema().
#pragma once
#include <boost/json.hpp>
#include <span>
#include <string>
#include <string_view>

#include "store/lists/views.h"

namespace kwota::serve {

/// {type, properties, required}: every column is there, and null where a row says nothing. `besides`: members that the answer has besides its columns, or in place of
/// them, with their schemas ("x-row" of openapi.json).
boost::json::object row_schema(const store::View& view, const boost::json::object& besides);

/// The list that stands at this address: "/well-meters" is "well-meters", "/keys/devices" is "key-devices". Null: no table of the books holds it.
const store::View* view_at(std::string_view address);

/// The words of an array that a row declares (books/listed.h): places that stayed empty are none.
boost::json::array array_of(std::span<const std::string_view> words);

/// By the name of each list what its rows hold, as it stands in src/serve/api/rows.json, of which the console's types are made.
std::string rows_document();

}  // namespace kwota::serve
