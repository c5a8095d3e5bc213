// What a payment that buys nothing by a plan – money onto a balance at the server, onto a purse – recovers of the debts by name. Sales by a plan have it in their quote.
// Guarantees: the tariff's own arithmetic; what is recovered stands in the document line by line, with what is still owed.   Begin with recovered_of().
#pragma once
#include <vector>

#include "sell/counter/desk.h"
#include "sell/counter/order/supply.h"

namespace kwota::counter {

using Shares = std::vector<tariff::DebtShare>;

/// By the cap of the supply's plan.
Result<Shares> recovered_of(const Supply& supply, Money tendered, const Context& context);
Money sum_of(const Shares& shares);
/// As lines of a document: {id, minor, left, debt}.
boost::json::array lines_of(const books::Reader& books, const std::vector<debts::Owed>& owed, const Shares& shares, int minor_digits);
/// The entry of money onto the customer's balance, less what his debts take of it; the lines into the document.
Result<void> post_recovered(const books::Reader& books, Booking& booking, const Supply& supply, const Shares& shares, Money tendered);

/// The debts and claims that this booking paid, as far as whoever owed them would owe them again. Error `debt_went_along` {debt}: one of them went
/// along to another customer since, who never owed it.
Result<std::vector<ledger::Charge>> debts_owed_again(const books::Reader& books, const books::Sale& sale);

}  // namespace kwota::counter
