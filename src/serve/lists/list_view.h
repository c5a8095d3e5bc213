// Pages of the lists as the console is shown them, and single rows of the registers in the same form.
// A register row carries a `version`: who changes it says which version he saw.
#pragma once
#include <boost/json.hpp>
#include <string>
#include <vector>

#include "serve/api/server_parts.h"
#include "store/draft/canonical.h"
#include "store/lists/query.h"

namespace kwota::serve {

/// {rows, next, further, sort, sorts, filters, total, total_is_exact, totals}. `viewer`: whose own requests for approval are marked.
/// `stop`: nobody waits for it any more (Books::query_until).
Result<boost::json::object> page_of(ServerParts& server, const store::ListRequest& wanted, const std::string& viewer = {}, std::function<bool()> stop = [] { return false; });
/// The row with these values, as `who` may see it. Error not_found {what}.
Result<boost::json::object> row_of(ServerParts& server, const books::Operator& who, const std::string& view, const std::vector<store::Filter>& key);

/// The rights that a list asks, any one; none: it is nobody's.
books::Rights right_of_list(std::string_view view);

// What changes by itself while people sell is no other version of the row.
inline books::Meter edited_part(books::Meter row) {
  return {row.number, row.model, row.maker, row.capacity, row.ct, row.pt, row.service_point, row.state, Unit::money, row.commodity, {}, 0, {}, 0, {}, 0};
}
inline books::Till edited_part(books::Till row) { return {row.station, row.code, row.name, 0, 0, row.reader}; }
/// Blocked and let sell again by a door of its own: a form that knows nothing of it takes nothing of it back.
inline books::Outlet edited_part(books::Outlet row) {
  row.state = {};
  row.next_receipt = 0;
  row.last_sale.reset();
  return row;
}
inline books::InvoiceSeries edited_part(books::InvoiceSeries row) {
  row.next_number = 0;
  return row;
}
inline books::Operator edited_part(books::Operator row) {
  row.password.clear();
  row.failed = 0;
  row.locked_until.reset();
  return row;
}
template <class Row>
const Row& edited_part(const Row& row) {
  return row;
}

/// The same content, the same version: 16 hexadecimal digits.
template <class Row>
std::string version_of(const Row& row) {
  return to_hex(store::content_hash(edited_part(row))).substr(0, 16);
}
/// Whoever began from another version is shown the row as it is now, beside this.
Error version_conflict(const std::string& what);

}  // namespace kwota::serve
