// Balances at the server by the API: the routes, and what the console is shown – what is left, how long it lasts, terms, the
// newest days and orders. Begin with balance_json().
#pragma once
#include "sell/remote_account/terms.h"
#include "serve/api/routes.h"
#include "serve/desk/shown.h"

namespace kwota::serve {

void add_balance_routes(Router& router, ServerParts& server);  ///< balances at the server and payments

/// Terms as a form has them. Errors: bad_terms {field}, bad_friendly_time {text}.
Result<remote_account::BalanceTerms> terms_asked(const boost::json::value& body, int digits);

/// Error `no_remote_account`.
Result<boost::json::object> balance_json(const books::Reader& books, const Shown& shown, std::int64_t account, const LocalDate& today);
/// The few figures that the counter shows beside a customer; null: the balance is in the meter.
boost::json::value balance_in_short(const books::Reader& books, const Shown& shown, std::int64_t account, const LocalDate& today);
/// What a payment would make of it: nothing is booked.
boost::json::object after_payment(const books::Reader& books, const Shown& shown, std::int64_t account, Money put_on, const LocalDate& today);

}  // namespace kwota::serve
