// A plan version brought down to one supply and one moment: the season's prices, the step ends of this household, where the
// counter stands, which charges are due. Everything after this is arithmetic. Begin with make_terms().
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "sell/tariff/plan/counter_period.h"
#include "sell/tariff/plan/document_line.h"
#include "sell/tariff/plan/exact.h"
#include "sell/tariff/plan/plan_data.h"
#include "sell/tariff/quote.h"

namespace kwota::tariff {

struct Terms {
  const PlanData* plan = nullptr;
  const Version* version = nullptr;
  const EnergyTerms* energy = nullptr;
  std::string season;
  std::optional<CounterPeriod> period;
  std::vector<std::vector<std::int64_t>> ends_e3;             ///< for each set the ends of its closed steps
  std::vector<std::optional<std::int64_t>> set_upto_e3;       ///< total up to which a set holds
  std::int64_t counter_e3 = 0;                                ///< where the sale begins, free units that count included
  std::int64_t free_e3 = 0;                                   ///< free units that this sale brings
  std::int64_t grain_e3 = 1;                                  ///< what is sold is a multiple of it: quantum x multiplier
  std::vector<Due> due;                                       ///< for each charge of the version

  /// 10^-3 units x 10^-8 major units -> minor units.
  Exact money(std::int64_t units_e3, std::int64_t price_e8) const;
  /// Most that fits the counter (10^17 quanta).
  std::int64_t units_max_e3() const;
};

/// Errors: `bad_state` (a fact that the plan needs is missing or has a wrong form).
Result<Terms> make_terms(const PlanData& plan, const Version& version, Instant at, const State& state);

/// A number of the account ("load_kw"); error `bad_state`.
Result<Exact> number_of(const State& state, const std::string& name);

/// What is wrong with a fact of the supply.
enum class StateFlaw : std::uint8_t { missing, malformed, not_a_date, not_a_number, not_whole, out_of_range, unknown_period, unknown_rule };
constexpr auto words_of(StateFlaw) {
  return std::array<std::string_view, 8>{"missing", "malformed", "not_a_date", "not_a_number", "not_whole", "out_of_range", "unknown_period", "unknown_rule"};
}
/// `name`: of the fact, as the state has it.
Error bad_state(StateFlaw what, std::string_view name);

}  // namespace kwota::tariff
