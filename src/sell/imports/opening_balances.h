// What accounts had in the program before: money at the server, or credit in the meter with the meter's own count of purchases. A file of it opens prepared
// accounts; what comes in stands in the ledger against an account of its own, so that the laws and every report add up.
// Guarantees: only for accounts to which nothing has happened here, once an account; what is taken back turns its entry round and prepares the account again.
// Begin with opening_registers() in importable.h, and take_back().
#pragma once
#include "sell/imports/importable.h"

namespace kwota::imports {

inline constexpr std::string_view opening_balances = "opening-balances";

/// The import of this account's opening balance is taken back: its entry turned round, the account prepared, its meter as it lay in stock.
/// Errors: unknown_account, opening_moved {account}: something happened since.
Result<books::Changes> take_back(const books::Reader& books, std::int64_t account, const Context& context);

}  // namespace kwota::imports
