// The table of doors: every operation of this program as its routes are registered – method, address, the right that it asks, what
// of a station its address names, and what each role may do there. Made from the routes and the matrix of roles, so that it cannot
// be behind them. Served at GET /doors; tests/api/doors.py walks it.
// Begin with doors_of().
#pragma once
#include <boost/json.hpp>

#include "serve/router/router.h"

namespace kwota::serve {

/// One door a row, in the order of the routes: {method, address, permission, scope, secret, roles: {cashier: yes|own|second|no, …}}.
boost::json::array doors_of(const std::vector<Route>& routes);

/// GET /doors. `router` outlives its routes; those that are added later are in the table, too.
void add_door_route(Router& router);

}  // namespace kwota::serve
