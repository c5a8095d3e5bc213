// Whose drawer a sale that never happened is paid back out of: the till's that took the money, whoever finds it and wherever.
// Guarantees: says what the ledger says; null where nothing came out of a drawer.   Begin with paid_back_at().
#pragma once
#include <boost/json.hpp>
#include <string>

#include "books/reader.h"
#include "serve/desk/shown.h"

namespace kwota::serve {

/// {station, till, amount} of cash, or null.
boost::json::value paid_back_at(const books::Reader& books, const Shown& shown, const std::string& sale);

}  // namespace kwota::serve
