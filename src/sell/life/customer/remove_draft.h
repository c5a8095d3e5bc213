// An account that was prepared and never opened is taken out again: the house was never built, the file named it twice.
// A customer with whom nothing ever happened goes the same way.
// Guarantees: only where nothing in the books refers to it – no sale, card, charge, balance, change or application –, so that nothing loses its account;
// its number is never given again, and who removed it, when and why stays in the audit. Never: ends an account that was open; end_supply() does.
// Begin with remove_draft().
#pragma once
#include <string>

#include "books/decision.h"
#include "books/reader.h"
#include "people/context.h"

namespace kwota::life {

using people::Context;

/// It is closed without ever having been open; its meter and its service point are free for another. Right `customers_write`.
/// Errors: permission_denied, reason_missing, unknown_account, no_draft {account}, account_has_history {what}.
Result<books::Decision<books::Account>> remove_draft(const books::Reader& books, std::int64_t account, const std::string& reason, const Context& context);

/// A customer with whom nothing ever happened: he has no account but removed drafts, no application, no sale. What was written down of him but his name is
/// erased; his number is never given again. Right `customers_write`. Errors: permission_denied, reason_missing, unknown_customer, customer_has_history {what}.
Result<books::Decision<books::Customer>> remove_customer(const books::Reader& books, CustomerNumber customer, const std::string& reason, const Context& context);

}  // namespace kwota::life
