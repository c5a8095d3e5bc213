// Credit sold to each meter and customer, added up by the database: for looking over a whole utility without reading every sale.
// Guarantees: one row for a meter, an account, a state and a unit that its sales are in; the sums are exact.   Begin with credit_sums().
#pragma once
#include <string>
#include <vector>

#include "base/core/unit.h"
#include "books/parts/sale_status.h"
#include "store/sqlite/connection.h"

namespace kwota::store {

struct CreditSum {
  std::string meter;  ///< its number
  std::int64_t account = 0;
  books::SaleStatus state = books::SaleStatus::booked;
  Credit credit;
};

/// Ordered by meter. `meter` empty: all. Errors: of the books.
Result<std::vector<CreditSum>> credit_sums(Moment& connection, std::string_view meter);

}  // namespace kwota::store
