// The tariff a meter counts with: the price of rate 1 plus the price of the step that the energy of this settlement
// period has reached (State Grid: step prices are added to rate prices, meters.md 7.5). A settlement day starts the
// steps anew, every month or once a year. Flat is a step tariff without step ends.
// Guarantees: cost is additive - any way of cutting the same energy into pieces costs the same, to the last 10^-5.
#pragma once
#include "meter/core/calendar.h"
#include "meter/core/exact_money.h"

namespace kwota::meter {

/// What the meter keeps of a TariffFile: the prices it uses and the days it settles on.
struct Tariff {
  static constexpr std::size_t steps_max = user_card::TariffFile::steps_max;
  static constexpr std::size_t settlement_days_max = user_card::TariffFile::settlement_days_max;
  MeterPrice rate_price;
  std::array<Energy, steps_max> step_ends{};  ///< rising; zero: not used
  std::array<MeterPrice, steps_max + 1> step_prices{};
  std::array<user_card::TariffFile::SettlementDay, settlement_days_max> settlement_days{};
  friend bool operator==(const Tariff&, const Tariff&) = default;
};

/// Nothing when the step ends do not rise, a price is negative, or a settlement day is no day of every month.
std::optional<Tariff> tariff_of(const user_card::TariffFile& file);

/// Whether the steps rise without a gap, no price is negative, and the settlement days are days of every month.
bool in_order(const Tariff& tariff);

/// 0-based step that the next watt-hour falls into after `used` in this period.
std::size_t step_of(const Tariff& tariff, Energy used);
/// Energy left in that step; nothing in the last step.
std::optional<Energy> left_in_step(const Tariff& tariff, Energy used);
/// Price of the next watt-hour.
MeterPrice price_at(const Tariff& tariff, Energy used);
/// What `energy` costs after `used`; a quantum that crosses a boundary is split there. `energy` is not negative.
ExactMoney cost(const Tariff& tariff, Energy used, Energy energy);

/// First settlement later than `after`; end_of_time when the tariff never settles.
ClockTime next_settlement(const Tariff& tariff, ClockTime after);

}  // namespace kwota::meter
