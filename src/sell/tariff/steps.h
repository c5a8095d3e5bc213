// Steps of one household: where they end, and how a purchase is split at the ends. A unit exactly at an end belongs to the
// lower step. Ends are built in this order: `to` + household; width x pro rata; width rounded half up to a quantum; summed.
#pragma once
#include <vector>

#include "sell/tariff/terms.h"

namespace kwota::tariff {

/// Units of one step (numbered from 1).
struct StepUnits {
  int step = 1;
  std::int64_t units_e3 = 0;
};

/// Fills `ends_e3` and `set_upto_e3`. Errors: `bad_state`, `overflow`.
Result<void> resolve_steps(Terms& terms, const State& state, const Exact& part);
/// [from, from + units) cut at the ends; steps without units are left out.
std::vector<StepUnits> split(const std::vector<std::int64_t>& ends_e3, std::int64_t from_e3, std::int64_t units_e3);
/// The step that the next unit after `position` falls into, from 1.
int step_after(const std::vector<std::int64_t>& ends_e3, std::int64_t position_e3);
/// The set that a total of the period chooses.
std::size_t set_for(const Terms& terms, std::int64_t total_e3);

}  // namespace kwota::tariff
