// Accounts whose balance is at the office: the counter takes payments for them (sell/remote_account) and sells them no credit.
#pragma once
#include "books/reader.h"

namespace kwota::counter {

/// Errors: balance_at_office {account}: credit in its meter would be used beside the balance.
Result<void> balance_in_meter(const books::Reader& books, std::int64_t account);
/// Error `balance_in_use` {account}: what is left there pays for the energy until it has ended.
Result<void> balance_is_free(const books::Reader& books, std::int64_t account);

}  // namespace kwota::counter
