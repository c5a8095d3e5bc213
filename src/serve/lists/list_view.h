// Pages of the lists as the console is shown them, and single rows of the registers in the same form.
// A row that people change carries its `version` (serve/api/seen.h).
#pragma once
#include <boost/json.hpp>
#include <string>
#include <vector>

#include "serve/api/seen.h"
#include "serve/api/server_parts.h"
#include "store/lists/query.h"

namespace kwota::serve {

/// {rows, next, further, sort, sorts, filters, total, total_is_exact, totals}. `viewer`: whose own requests for approval are marked.
/// `stop`: nobody waits for it any more (Books::query_until).
Result<boost::json::object> page_of(ServerParts& server, const store::ListRequest& wanted, const std::string& viewer = {}, std::function<bool()> stop = [] { return false; });
/// The row with these values, as `who` may see it. Error not_found {what}.
Result<boost::json::object> row_of(ServerParts& server, const books::Operator& who, const std::string& view, const std::vector<store::Filter>& key);

/// The rights that a list asks at its address, any one; none: it is nobody's.
books::Rights right_of_list(std::string_view view);

/// A list that the console shows, whatever it is made of.
struct ShownList {
  std::string name, address;
  books::Rights rights;
};
/// All of them: tables of the books, those of the key office, and what is made when somebody asks. Pages, `kwota export` and docs/registers.md have the same.
std::vector<ShownList> shown_lists();

}  // namespace kwota::serve
