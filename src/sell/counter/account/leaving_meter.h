// A meter leaves an account: another one comes in its place, or the supply ends.
// Guarantees: the row of it keeps the account's part of the meter's book – numbers, statements before it, last register –, so that whatever the meter says
// afterwards still finds the account that it served; an account that has ended has neither a card in use nor a change to come.
// Never: moves money.   Begin with leaving().
#pragma once
#include "books/decision.h"
#include "sell/counter/order/supply.h"

namespace kwota::counter {

/// What every leaving has in common; how its balance is known, and what became of it, is the use-case's to say.
books::MeterSwap leaving(const books::Reader& books, const Supply& old, Instant now);

/// Serves nobody any more. `changes` may hold a newer row of it, which is followed.
/// `document`: receipt number. The stock knows it too.
void take_off(const books::Reader& books, books::Meter meter, std::int64_t account, const std::string& document, const Context& context, books::Changes& changes);

/// Account and cards are closed; what was agreed for a later day does not come any more.
void end_account(const books::Reader& books, books::Account account, const Context& context, books::Changes& changes);

}  // namespace kwota::counter
