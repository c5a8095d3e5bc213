// The tariff a meter counts with: the price of the rate that counts at this time of day plus the price of the step that the
// energy of this settlement period has reached (State Grid: step prices are added to rate prices, meters.md 7.5). A settlement
// day starts the steps anew, every month or once a year. Flat is a step tariff without step ends, with one rate.
// Guarantees: cost is additive - any way of cutting the same energy into pieces costs the same, to the last 10^-5.
#pragma once
#include "meter/core/exact_money.h"
#include "meter/parts/calendar.h"

namespace kwota::meter {

/// What the meter keeps of a TariffFile: the prices it uses and the days it settles on.
struct Tariff {
  static constexpr std::size_t steps_max = user_card::TariffFile::steps_max;
  static constexpr std::size_t settlement_days_max = user_card::TariffFile::settlement_days_max;
  /// The standard allows 63, cards have room for 32; four are in use, and twice four where summer has prices of its own. [K]
  static constexpr std::size_t rates_max = 8;
  std::array<MeterPrice, rates_max> rate_prices{};
  std::array<Energy, steps_max> step_ends{};  ///< rising; zero: not used
  std::array<MeterPrice, steps_max + 1> step_prices{};
  std::array<user_card::TariffFile::SettlementDay, settlement_days_max> settlement_days{};
  friend bool operator==(const Tariff&, const Tariff&) = default;
};

/// What an account that is not in money is charged by: one for one, at every time and in every step. Accounting is that of money; a litre counts as
/// a watt-hour does.
inline constexpr Tariff one_for_one = [] {
  Tariff tariff;
  tariff.rate_prices.fill(MeterPrice::one());
  return tariff;
}();

/// Nothing when the step ends do not rise, a price is negative, or a settlement day is no day of every month. A rate without a
/// price has that of rate 1: a card of one price has it for every time of day. [K]
std::optional<Tariff> tariff_of(const user_card::TariffFile& file);

/// Whether the steps rise without a gap, no price is negative, and the settlement days are days of every month.
bool in_order(const Tariff& tariff);

/// 0-based step that the next watt-hour falls into after `used` in this period.
std::size_t step_of(const Tariff& tariff, Energy used);
/// Energy left in that step; nothing in the last step.
std::optional<Energy> left_in_step(const Tariff& tariff, Energy used);
/// Price of the next watt-hour; `rate` 1..rates_max.
MeterPrice price_at(const Tariff& tariff, std::uint8_t rate, Energy used);
/// What `energy` costs after `used`, all of it under one rate; a quantum that crosses a step's end is split there. Not negative.
ExactMoney cost(const Tariff& tariff, std::uint8_t rate, Energy used, Energy energy);

/// First settlement later than `after`; end_of_time when the tariff never settles.
ClockTime next_settlement(const Tariff& tariff, ClockTime after);

}  // namespace kwota::meter
