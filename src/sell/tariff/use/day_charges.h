// Money whose balance lies at the server: what a meter without an account of its own has counted is charged by the plan, day by day.
// Guarantees: what is charged within one segment – one price version, one season, one counter period – is the tariff of everything
// used in it, to the last minor unit, however often the meter was read; all energy between two readings is charged, once.
// Never: guesses. A gap is charged when the meter is read again: its use is divided evenly over its days, each day at the prices
// of that day, and marked as estimated.
// Begin with: begin_account(), charge_days().
#pragma once
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/register_turn.h"
#include "sell/tariff/quote.h"

namespace kwota::tariff {

/// The meter's registers as a local day began (00:00 in the plan's zone): what was imported in all, by the plan's periods.
struct Reading {
  LocalDate day;
  PeriodUnits registers;
  RegisterForm form{};  ///< where they begin anew
};

/// What money was charged for: "energy", "fee/<charge>", "fixed/<charge>", "tax/<charge>" by the charge's id. Energy, fees and fixed charges without a tax inside their price.
using ChargedFor = std::map<std::string, Money>;

/// How far an account has been charged.
struct ChargeState {
  Reading charged_to;          ///< registers are those charged: less than a quantum of the plan may wait behind the meter's own
  std::string version;         ///< of the running segment; empty before the first day
  std::string season;
  std::optional<LocalDate> period;
  State before;        ///< what the books knew when the segment began
  State after;         ///< and what they know now: counter, charges taken
  PeriodUnits used;    ///< in the segment
  Money charged;               ///< for it
  ChargedFor charged_for{};    ///< the same, by what it is for
};

struct DayCharge {
  LocalDate day;
  PeriodUnits used;
  Money amount;                ///< negative where a rebate grows faster than the price
  bool estimated = false;      ///< its share of a gap: nobody read the meter when it began or ended
  bool turned = false;         ///< what it charged goes over the place where a register begins anew; of a gap its last day
  std::string version;         ///< of the plan
};

struct Charged {
  ChargeState charge_state;
  std::vector<DayCharge> days;
  Money amount;
  ChargedFor charged_for{};    ///< adds up to `amount`
};

/// An account as it is opened: nothing before this reading is charged. Errors: `free_units_need_a_sale`: a plan that gives free
/// units gives them with a sale, and here there is none.
Result<ChargeState> begin_account(const PricePlan& plan, const State& state, const Reading& opening);

/// Charges every day from the last reading to this one, over a register that began anew at its last digit. A reading of the day
/// charged to changes nothing.
/// Errors: `reading_too_old` {day, charged_to}; `register_ran_back` {period}: it turned over by no means: the meter was
/// exchanged, or is not this one;
/// `registers_changed` {period}: the plan prices a period that the last reading does not have; `reading_gap_too_long` {days}: more
/// than 400; those of price_usage().
Result<Charged> charge_days(const PricePlan& plan, const ChargeState& charge_state, const Reading& reading);

/// What one on the meter's register counts as: State::multiplier; 1 where there is none.
std::int64_t times_of(const State& state);
/// The rest is charged as a segment of its own, from the next day on: the account has another plan, other people in the house, or other transformers, by which all that
/// is not charged yet is counted.
void begin_segment(ChargeState& charge_state, const State& facts);

/// Which of the meter's rates 1, 2, … counts which period of the plan; empty: the plan knows no time of day, and the register of
/// all energy is charged. Errors: `no_version`; `plan_does_not_fit` {why}: no meter counts by it, or with more than four rates.
Result<std::vector<std::string>> rate_periods(const PricePlan& plan, Instant at, const State& state);

/// As the books keep it, and back. Error `bad_state` {what}.
std::string to_text(const ChargeState& charge_state);
Result<ChargeState> charge_state_from_text(std::string_view text, const PricePlan& plan);

}  // namespace kwota::tariff
