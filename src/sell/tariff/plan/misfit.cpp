#include "sell/tariff/plan/misfit.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <string>

#include "base/cause.h"

namespace kwota::tariff {
namespace {

struct Words {
  Misfit misfit;
  std::string_view name, clause;
};

constexpr std::array misfit_words{
    Words{Misfit::not_electricity, "not_electricity", "it does not price kWh of electricity"},
    Words{Misfit::price_by_total, "price_by_total", "the total of the period chooses its prices"},
    Words{Misfit::steps_in_a_season, "steps_in_a_season", "it has steps in a part of the year only"},
    Words{Misfit::step_ends_by_season, "step_ends_by_season", "its steps end elsewhere in another season"},
    Words{Misfit::too_many_steps, "too_many_steps", "it has more than 7 steps"},
    Words{Misfit::step_end_range, "step_end_range", "a step ends outside 000000.00 to 999999.99 kWh"},
    Words{Misfit::step_by_rate, "step_by_rate", "a step adds more at one time of the day or year than at another"},
    Words{Misfit::step_below_rate, "step_below_rate", "a step takes away more than the cheapest time of the day costs"},
    Words{Misfit::settlement_period, "settlement_period", "its steps begin anew neither every month nor every year"},
    Words{Misfit::price_range, "price_range", "a price is above 9999.9999"},
    Words{Misfit::too_many_rates, "too_many_rates", "it has more than 8 prices by time and season"},
    Words{Misfit::too_many_seasons, "too_many_seasons", "it has more than 14 seasons"},
    Words{Misfit::too_many_day_tables, "too_many_day_tables", "it has more than 8 kinds of day"},
    Words{Misfit::too_many_periods, "too_many_periods", "a day has more than 14 periods"},
    Words{Misfit::too_many_holidays, "too_many_holidays", "more than 40 holidays are still to come"},
    Words{Misfit::holiday_range, "holiday_range", "a holiday lies outside of the years 2000 to 2099"},
    Words{Misfit::weekday_prices, "weekday_prices", "its prices depend on the day of the week"},
    Words{Misfit::rates_not_read, "rates_not_read", "it has more than the four rates that are read of a meter"},
    Words{Misfit::one_rate_meter, "one_rate_meter", "this meter model has one price for all times of the day"},
    Words{Misfit::rates_of_meter, "rates_of_meter", "it has more prices by time than this meter model has rates"},
    Words{Misfit::free_rate, "free_rate", "a time of the day costs nothing"},
    Words{Misfit::periods_missing, "periods_missing",
          "the meter does not have the periods of the day yet, which only its line brings, and none is about to"},
    Words{Misfit::unit_of_scheme, "unit_of_scheme", "it prices another unit than the one in which this meter counts"},
    Words{Misfit::settlement_by_line, "settlement_by_line",
          "its steps begin anew at another time, which only a card can tell the meter"},
    Words{Misfit::other_decimals, "other_decimals", "the meter counts money in hundredths, and the currency of the plan has another number of decimals"},
};

const Words& words_of(Misfit misfit) { return *std::ranges::find(misfit_words, misfit, &Words::misfit); }

}  // namespace

std::string_view name_of(Misfit misfit) { return words_of(misfit).name; }
std::string_view clause_of(Misfit misfit) { return words_of(misfit).clause; }

std::optional<Misfit> misfit_named(std::string_view name) {
  const auto found = std::ranges::find(misfit_words, name, &Words::name);
  return found == misfit_words.end() ? std::nullopt : std::optional{found->misfit};
}

Error does_not_fit(Misfit misfit) {
  return error(Fault::refused, Cause::plan_does_not_fit,
               fmt::format("The meter cannot hold this price plan: {}. Nothing was booked or written; choose another plan or meter.",
                           clause_of(misfit)),
               {{"why", std::string{clause_of(misfit)}}, {"reason", std::string{name_of(misfit)}}}).trying(Again::never);
}

std::optional<Misfit> misfit_of(const Error& error) {
  const auto reason = error.details.find("reason");
  if (cause_of(error) != Cause::plan_does_not_fit || reason == error.details.end()) return std::nullopt;
  return misfit_named(reason->second);
}

}  // namespace kwota::tariff
