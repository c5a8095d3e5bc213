// Accounts that a wrong clock charged into the future, brought back to the day that it is. What was charged stays charged: the registers were real, the
// dates were not. Its days stand as one day, that on which they are brought back, marked estimated; charging goes on from the same registers with the next day.
// Guarantees: every unit is charged once, the ledger moves no money, and each of its entries is named by a day. Never: while nobody has recorded that the
// clock was wrong (people/clock.h).   Begin with charged_ahead().
#pragma once
#include "books/decision.h"
#include "books/reader.h"
#include "books/rows/money/balance.h"
#include "people/context.h"

namespace kwota::remote_account {

using people::Context;

/// Whether days are charged that have not begun, by a clock of which two persons say that it was wrong.
bool charged_ahead(const books::Reader& books, const books::RemoteAccount& row, const Context& context);
/// Errors of supply_of(), and of a charge state that cannot be read.
Result<void> bring_back(const books::Reader& books, books::RemoteAccount& row, const Context& context, books::Changes& changes);

}  // namespace kwota::remote_account
