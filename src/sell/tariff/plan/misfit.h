// Why a plan's version cannot be charged by a meter, in the field's terms. The tariff room finds those that lie in the version
// itself (meter_table()); those that lie between version and meter are sell/counter/order/fit.h's.
// Begin with Misfit.
#pragma once
#include <cstdint>
#include <optional>
#include <string_view>

#include "base/result.h"

namespace kwota::tariff {

enum class Misfit : std::uint8_t {
  not_electricity,       ///< it does not price kWh of electricity
  price_by_total,        ///< sets: the total of the period chooses the prices
  steps_in_a_season,     ///< steps in a part of the year only
  step_ends_by_season,   ///< steps end elsewhere in another season
  too_many_steps,        ///< more than 7 prices
  step_end_range,        ///< outside 000000.00 to 999999.99 kWh
  step_by_rate,          ///< a step adds more at one time than at another
  step_below_rate,       ///< a step takes away more than the cheapest time costs
  settlement_period,     ///< steps begin anew neither every month nor every year
  price_range,           ///< above 9999.9999
  too_many_rates,        ///< more prices by time and season than any meter has rates
  too_many_seasons,
  too_many_day_tables,
  too_many_periods,      ///< in one day
  too_many_holidays,     ///< still to come
  holiday_range,         ///< outside 2000 to 2099
  weekday_prices,        ///< prices depend on the day of the week
  rates_not_read,        ///< more rates than are read of a meter whose balance is at the server
  one_rate_meter,        ///< this meter model has one price for all times of the day
  rates_of_meter,        ///< more rates than this meter model has
  free_rate,             ///< a time of the day costs nothing: a meter would take another rate's price for it
  periods_missing,       ///< nobody has told the meter the periods of the day, and nothing is about to
  unit_of_scheme,        ///< it sells in another unit than the scheme of the account
  settlement_by_line,    ///< its steps begin anew at another time, which only a card can tell
  other_decimals,        ///< a meter counts money in hundredths, and the currency has other decimals
};

/// Stable name: "weekday_prices".
std::string_view name_of(Misfit misfit);
/// A clause that completes "The meter cannot hold this price plan: …".
std::string_view clause_of(Misfit misfit);
std::optional<Misfit> misfit_named(std::string_view name);

/// Error `plan_does_not_fit` {why: clause, reason: name}.
Error does_not_fit(Misfit misfit);
/// The reason of such an error; nothing for any other.
std::optional<Misfit> misfit_of(const Error& error);

}  // namespace kwota::tariff
