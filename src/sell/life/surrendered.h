// What a meter gave up by the closing order that it took last, and how much of that may become credit again – in another meter, or in the same one
// for another customer.
// Guarantees: only what the meter itself said, and of that only what is still owed to the customer: nothing is given twice.
// Never: moves money.   Begin with surrendered_by().
#pragma once
#include "sell/counter/order/supply.h"

namespace kwota::life {

using counter::Context;
using counter::Supply;

/// Credit with what it is worth to its customer.
struct Held {
  Credit credit;
  Money worth;
};

/// Of an account that is being closed, by its meter's last word. Errors: closing_not_confirmed {account}.
Result<Held> surrendered_by(const books::Reader& books, const Supply& supply);

/// Of credit so much as `due` is worth.
Held share_of(const Held& held, Money due);
/// As much of it as the customer is still owed: what was paid out meanwhile, or pays a debt, is no credit any more.
Held still_owed(const books::Reader& books, std::int64_t account, const Held& held);

}  // namespace kwota::life
