// JSON of a price plan -> PlanData: form only (keys, types, numbers). Whether it makes sense: plan_check.h.
#pragma once
#include <boost/json.hpp>

#include "sell/tariff/plan/plan_data.h"
#include "sell/tariff/plan/plan_reader.h"

namespace kwota::tariff {

/// What was understood; to be dropped when `problem` has something to report.
PlanData read_plan(const boost::json::value& json, Problem& problem);

}  // namespace kwota::tariff
