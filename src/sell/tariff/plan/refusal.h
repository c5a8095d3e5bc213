// The refusals of a quote (the order in which they are looked for: no_version, bad_amount, below_minimum, above_maximum,
// not_multiple, short, over_limit). Each says what happened, that nothing was sold, and what to do.
#pragma once
#include "base/result.h"
#include "sell/tariff/plan/plan_data.h"

namespace kwota::tariff {

Error bad_amount(std::string_view text);
Error below_minimum(const PlanData& plan, Money limit);
Error above_maximum(const PlanData& plan, Money limit);
Error not_multiple(std::int64_t quantum_e3);
Error short_of(const PlanData& plan, std::int64_t need);
Error over_limit(const PlanData& plan, std::int64_t limit_e3);
Error overflow();
/// kWh for a mix of periods cannot be sold exactly; only money credit can.
Error time_of_use_needs_usage(const PlanData& plan);

}  // namespace kwota::tariff
