// An ask as JSON, as vectors, the command line and the API write it; here the amounts are still text, so that `bad_amount` can be told
// in its place among the refusals (after `no_version`).
#pragma once
#include <boost/json.hpp>

#include "sell/tariff/quote.h"

namespace kwota::tariff {

/// {"pay": "100.00"}, {"units": "50"}, {"load": "100.00"}, {"usage": {...}}, {"intervals": [...]} or {"bill": {...}}: the answer as
/// JSON. Errors: those of quote() and its sisters, `plan_kind_unknown` for other asks.
Result<boost::json::object> answer_ask(const PricePlan& plan, Instant at, const boost::json::value& state, const boost::json::value& ask);

}  // namespace kwota::tariff
