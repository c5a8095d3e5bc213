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

/// The legs by which this booking paid debts and claims.
std::vector<ledger::Charge> debts_paid_by(const books::Reader& books, const books::Sale& sale);
/// Nothing that it paid went along to another customer since: that one would owe again what he never did. Error `debt_went_along` {debt}.
Result<void> debts_are_still_his(const books::Reader& books, const books::Sale& sale);

}  // namespace kwota::counter
