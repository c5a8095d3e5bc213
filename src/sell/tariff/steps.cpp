#include "sell/tariff/steps.h"

#include <algorithm>

#include "base/decimal.h"
#include "sell/tariff/plan/refusal.h"

namespace kwota::tariff {
namespace {

/// How often the household's addition applies: 0, 1, or once for every head above.
Result<std::int64_t> widenings(const Version& version, const State& state) {
  if (!version.household) return std::int64_t{0};
  const auto household_persons = state.numbers.find("heads");
  if (household_persons == state.numbers.end()) return std::int64_t{0};
  const auto number = parse_decimal(household_persons->second, 0);
  if (!number.ok() || *number < 0 || *number > 10'000) return bad_state(StateFlaw::not_whole, "heads");
  const std::int64_t above = *number - version.household->above;
  if (above <= 0) return std::int64_t{0};
  return version.household->each ? above : std::int64_t{1};
}

Result<std::int64_t> scaled(const Terms& terms, std::int64_t width_e3, const Exact& part) {
  const std::int64_t quantum = terms.plan->quantum_e3;
  const auto quanta = (part * Exact::fraction(width_e3, quantum)).round(Round::half_up, quanta_max);
  if (!quanta || Wide{*quanta} * quantum > terms.units_max_e3()) return overflow();
  return *quanta * quantum;
}

/// Where the i-th step ends for a household that the addition applies to so often.
Result<std::int64_t> written_end(const Terms& terms, const PriceSet& set, std::size_t i, std::int64_t times) {
  const auto& household = terms.version->household;
  const bool widened = household && i < household->add_e3.size();
  const Wide end = Wide{*set.steps[i].to_e3} + (widened ? Wide{household->add_e3[i]} * times : Wide{0});
  if (end > terms.units_max_e3()) return overflow();
  return static_cast<std::int64_t>(end);
}

/// Each step is scaled by its width, so that what rounding takes from one is not given to the next.
Result<std::vector<std::int64_t>> ends_of(const Terms& terms, const PriceSet& set, std::int64_t times, const Exact& part) {
  std::vector<std::int64_t> ends;
  std::int64_t written = 0, end = 0;  // the end as the plan and the household give it, and as it is after scaling
  for (std::size_t i = 0; i < set.steps.size() && set.steps[i].to_e3; ++i) {
    TRY(here, written_end(terms, set, i, times));
    TRY(width, scaled(terms, std::max<std::int64_t>(0, here - written), part));
    written = std::max(written, here);
    end += width;
    ends.push_back(end);
  }
  return ends;
}

}  // namespace

Result<void> resolve_steps(Terms& terms, const State& state, const Exact& part) {
  TRY(times, widenings(*terms.version, state));
  for (const PriceSet& set : terms.energy->sets) {
    TRY(ends, ends_of(terms, set, times, part));
    terms.ends_e3.push_back(std::move(ends));
    if (!set.upto_e3) {
      terms.set_upto_e3.push_back(std::nullopt);
      continue;
    }
    TRY(upto, scaled(terms, *set.upto_e3, part));
    terms.set_upto_e3.push_back(upto);
  }
  return {};
}

std::vector<StepUnits> split(const std::vector<std::int64_t>& ends_e3, std::int64_t from_e3, std::int64_t units_e3) {
  std::vector<StepUnits> parts;
  std::int64_t position = from_e3, left = units_e3;
  for (std::size_t i = 0; i <= ends_e3.size() && left > 0; ++i) {
    const std::int64_t room = i < ends_e3.size() ? ends_e3[i] - position : left;
    if (room <= 0) continue;
    const std::int64_t taken = std::min(room, left);
    parts.push_back({static_cast<int>(i) + 1, taken});
    position += taken;
    left -= taken;
  }
  return parts;
}

int step_after(const std::vector<std::int64_t>& ends_e3, std::int64_t position_e3) {
  int step = 1;
  for (const std::int64_t end : ends_e3) step += end <= position_e3 ? 1 : 0;
  return step;
}

std::size_t set_for(const Terms& terms, std::int64_t total_e3) {
  std::size_t set = 0;
  while (terms.set_upto_e3[set] && total_e3 > *terms.set_upto_e3[set]) ++set;
  return set;
}

}  // namespace kwota::tariff
