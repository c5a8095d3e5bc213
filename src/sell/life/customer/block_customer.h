// A customer to whom nothing is sold: blocked with a reason, and sold to again when somebody lifts the block – of whom the permissions may ask a second person.
// The form in which he is corrected holds his state, too: whoever changes it there is asked what blocking and lifting ask.
// Guarantees: no block is lifted without the second person whom the right asks for.   Begin with block_customer(), correct_customer().
#pragma once
#include <string>

#include "books/decision.h"
#include "books/reader.h"
#include "people/context.h"

namespace kwota::life {

using people::Context;

struct BlockCustomerRequest {
  CustomerNumber customer;
  bool block = false;         ///< false: the block is lifted
  std::string reason;         ///< never empty
  std::int64_t approval = 0;  ///< of lifting
};
/// Errors: permission_denied (block, unblock), unknown_customer, customer_merged, reason_missing, customer_not_blocked {customer}, and those of second_person().
Result<books::Decision<books::Customer>> block_customer(const books::Reader& books, const BlockCustomerRequest& request, const Context& context);

/// As customer::put_customer(); a new one without a station is of the station of whoever enters him. Another state than he has is what block_customer()
/// decides, with the row's own reason. Also its errors; unknown_state {state}: not by a form.
Result<books::Decision<books::Customer>> correct_customer(const books::Reader& books, const books::Customer& row, std::int64_t approval, const Context& context);

}  // namespace kwota::life
