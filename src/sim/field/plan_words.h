// Price plans in the words of a field log: "monthly 0.50 to 180, 0.55 to 400, 0.80, fixed 2.00, tax 13 inside, at least 5.00",
// or by the hour: "0.50, from 17:30 to 21:00 1.00, holiday 2026-12-25" (a day without those hours).
#pragma once
#include <boost/json.hpp>

#include "base/core/commodity.h"
#include "sim/field/world/words.h"

namespace kwota::field {

/// One version of a plan as the books keep it. `from`: local date. Error `log_mistake`.
Result<boost::json::object> plan_version(std::string_view prices, const std::string& from);
/// The plan without its versions.
boost::json::object plan_head(const std::string& id, Commodity commodity, const std::string& currency, const std::string& zone);

}  // namespace kwota::field
