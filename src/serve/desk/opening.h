// What a request to open an account, to price its first sale or to prepare it says.
#pragma once
#include "books/rows/money/purse.h"
#include "sell/counter/account/account_life.h"
#include "serve/api/asked.h"
#include "serve/router/router.h"

namespace kwota::serve {

/// Errors: bad_customer_number, bad_meter_number.
Result<counter::OpenRequest> opening_of(const Call& call);
/// Whom the account is for: by his number, or as he is written down with it. Errors: bad_customer_number, bad_value {column}.
Result<books::Customer> customer_to_open_for(const Asked& customer);
/// Where a farmer waters and what water costs him.
books::PurseTerms purse_terms_of(const Asked& terms);

}  // namespace kwota::serve
