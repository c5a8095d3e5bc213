// Outlets and their statements as JSON, the same for the office and for an outlet's own client.   Begin with statement_view().
#pragma once
#include "sell/outlets/clients.h"
#include "sell/outlets/sell.h"
#include "serve/desk/shown.h"

namespace kwota::serve {

boost::json::object outlet_view(const books::Reader& books, const Shown& shown, const books::Outlet& outlet, const people::Context& context);
boost::json::object statement_view(const Shown& shown, const outlets::Statement& statement);
boost::json::object move_view(const Shown& shown, const books::OutletMove& row);
boost::json::object commission_view(const books::Reader& books, const books::OutletCommission& row);
boost::json::object client_view(const books::Reader& books, const books::OutletClient& row, Instant now);
/// `from` and `to` of a call; without them the month of today up to today.
Result<outlets::Statement> statement_asked(const books::Reader& books, const std::string& code, std::string_view from, std::string_view to, const people::Context& context);

}  // namespace kwota::serve
