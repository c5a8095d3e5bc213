// What a request to open an account, to price its first sale or to prepare it says.
#pragma once
#include "sell/counter/account/account_life.h"
#include "serve/router/router.h"

namespace kwota::serve {

/// Errors: bad_customer_number, bad_meter_number.
Result<counter::OpenRequest> opening_of(const Call& call);

}  // namespace kwota::serve
