// The laws of money, recomputed from the rows of the books.   Begin with money_laws().
#pragma once
#include "store/verify/verify.h"

namespace kwota::store {

/// The first law that does not hold (collect/laws): `what` is broken, the table "entry" or "statement". Walks entries and
/// statements once, in the order in which they were written. Errors: of the books.
Result<std::optional<Finding>> money_laws(Connection& connection);
/// The same of invoices and their numbers, of which the table is "invoice".
Result<std::optional<Finding>> invoice_laws(Connection& connection);
/// The same of what was moved onto and off purse cards, of which the table is "purse_move".
Result<std::optional<Finding>> purse_laws(Connection& connection);

}  // namespace kwota::store
