#include "sell/tariff/terms.h"

#include <fmt/format.h>

#include <algorithm>
#include <limits>

#include "base/decimal.h"
#include "sell/tariff/charges_due.h"
#include "sell/tariff/steps.h"

namespace kwota::tariff {

Error bad_state(StateFlaw what, std::string_view name) {
  return error(Fault::request, "bad_state", fmt::format("What the books know of the supply does not fit its price plan: {} ({}).", name, word_of(what)),
               {{"what", std::string(word_of(what))}, {"name", std::string(name)}});
}

Result<Exact> number_of(const State& state, const std::string& name) {
  const auto found = state.numbers.find(name);
  if (found == state.numbers.end()) return bad_state(StateFlaw::missing, name);
  const auto number = parse_decimal(found->second, price_scale);
  if (!number.ok() || *number < 0) return bad_state(StateFlaw::not_a_number, name);
  return Exact::fraction(*number, power_of_ten(price_scale));
}

Exact Terms::money(std::int64_t units_e3, std::int64_t price_e8) const {
  const Exact minor = Exact::fraction(units_e3, power_of_ten(units_scale + price_scale - plan->minor));
  return minor * Exact{price_e8};
}

std::int64_t Terms::units_max_e3() const {
  const Wide max = Wide{quanta_max} * plan->quantum_e3;
  constexpr std::int64_t representable = std::numeric_limits<std::int64_t>::max() / 2;
  return max > representable ? representable : static_cast<std::int64_t>(max);
}

namespace {

/// Units in the counter when it belongs to the running period; a counter of another period counts as 0.
std::int64_t running(const std::optional<State::Counter>& counter, const std::optional<CounterPeriod>& period) {
  if (!counter || (period && counter->period != period->label)) return 0;
  return counter->units.e3;
}

Result<std::int64_t> grain(const PlanData& plan, const State& state) {
  if (state.multiplier.empty()) return plan.quantum_e3;
  const auto multiplier = parse_decimal(state.multiplier, price_scale);
  if (!multiplier.ok() || *multiplier <= 0) return bad_state(StateFlaw::not_a_number, "multiplier");
  const Wide product = Wide{*multiplier} * plan.quantum_e3;
  const Wide one = power_of_ten(price_scale);
  if (product % one != 0 || product / one > quanta_max) return bad_state(StateFlaw::not_whole, "multiplier");
  return static_cast<std::int64_t>(product / one);
}

}  // namespace

Result<Terms> make_terms(const PlanData& plan, const Version& version, Instant at, const State& state) {
  const LocalTime local = plan.zone.local(at);
  Terms terms;
  terms.plan = &plan;
  terms.version = &version;
  terms.season = season_of(version, local.date);
  const auto shared = version.energy.find("");
  terms.energy = &(shared != version.energy.end() ? shared : version.energy.find(terms.season))->second;
  terms.period = counter_period(version, local);
  terms.counter_e3 = running(state.counter, terms.period);
  if (terms.counter_e3 < 0 || terms.counter_e3 > terms.units_max_e3()) return bad_state(StateFlaw::out_of_range, "counter");
  TRY(grain_e3, grain(plan, state));
  terms.grain_e3 = grain_e3;
  if (version.free) {
    terms.free_e3 = std::max<std::int64_t>(0, version.free->units_e3 - running(state.free, terms.period));
    if (version.free->counts) terms.counter_e3 += terms.free_e3;
  }
  Exact part = 1;
  if (terms.period && state.opened) part = opening_part(version, *terms.period, *state.opened);
  MUST(resolve_steps(terms, state, part));
  TRY(due, charges_due(version, local.date, state));
  terms.due = std::move(due);
  return terms;
}

}  // namespace kwota::tariff
