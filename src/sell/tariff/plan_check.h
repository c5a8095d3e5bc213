// Whether a plan makes sense: a plan that could surprise a buyer is refused when it is loaded, with the reason and the place.
#pragma once
#include "sell/tariff/plan/plan_data.h"
#include "sell/tariff/plan/plan_reader.h"

namespace kwota::tariff {

/// Reports the first thing that is wrong. Only for plans whose form is right.
void check_plan(const PlanData& plan, Problem& problem);
/// The refusal of a sale before the plan's first version.
Error no_version(const PlanData& plan);

}  // namespace kwota::tariff
