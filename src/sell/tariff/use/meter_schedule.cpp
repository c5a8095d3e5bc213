#include "sell/tariff/use/meter_schedule.h"

#include <algorithm>

#include "sell/tariff/basket.h"
#include "sell/tariff/plan/marginal.h"

namespace kwota::tariff {
namespace {

constexpr std::size_t rates_max = 8, zones_max = 14, tables_max = 8, periods_max = 14, holidays_max = 40;
constexpr int year_first = 2000, year_last = 2099;

bool same(const StepPrices& a, const StepPrices& b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](const Exact& x, const Exact& y) { return (x - y).is_zero(); });
}

const EnergyTerms& energy_of(const Version& version, const std::string& season) {
  const auto shared = version.energy.find("");
  return (shared != version.energy.end() ? shared : version.energy.find(season))->second;
}

StepPrices step_prices(const Version& version, const EnergyTerms& energy, std::string_view period) {
  StepPrices prices;
  if (energy.kind == EnergyKind::flat) return {marginal_price(version, unit_price_e8(energy, 0, 0, period), 0)};
  for (int step = 1; step <= static_cast<int>(energy.sets[0].steps.size()); ++step)
    prices.push_back(marginal_price(version, unit_price_e8(energy, 0, step, period), step));
  return prices;
}

/// Builds rates and tables as seasons and holidays ask for them; what is there already is used again.
class Builder {
 public:
  explicit Builder(const Version& version) : version_(version) {}

  Result<void> add_season(const std::string& season, unsigned month, unsigned day) {
    TRY(name, table_name(season));
    TRY(table, table_of(season, name));
    rates_.schedule.zones.push_back({month, day, table});
    return {};
  }
  Result<void> add_holiday(const LocalDate& date, const std::string& name) {
    const int year = static_cast<int>(date.year);
    if (year < year_first || year > year_last) return does_not_fit(Misfit::holiday_range);
    TRY(table, table_of(season_of(version_, date), name));
    rates_.schedule.holidays.push_back({date, table});
    return {};
  }
  Result<Rates> finish() {
    auto& schedule = rates_.schedule;
    std::ranges::sort(schedule.zones, {}, [](const auto& zone) { return std::pair{zone.month, zone.day}; });
    if (rates_.prices.size() > rates_max) return does_not_fit(Misfit::too_many_rates);
    if (schedule.zones.size() > zones_max) return does_not_fit(Misfit::too_many_seasons);
    if (schedule.tables.size() > tables_max) return does_not_fit(Misfit::too_many_day_tables);
    if (schedule.holidays.size() > holidays_max) return does_not_fit(Misfit::too_many_holidays);
    const auto too_long = [](const auto& table) { return table.size() > periods_max; };
    if (std::ranges::any_of(schedule.tables, too_long)) return does_not_fit(Misfit::too_many_periods);
    if (rates_.prices.size() == 1) schedule = {};
    return std::move(rates_);
  }

 private:
  /// The day table of an ordinary day of this season; empty: its price does not depend on the time of day.
  Result<std::string> table_name(const std::string& season) const {
    for (const CalendarRow& row : version_.calendar) {
      if (!row.season.empty() && row.season != season) continue;
      if (!row.weekdays.empty()) return does_not_fit(Misfit::weekday_prices);
      return row.table;
    }
    return std::string{};
  }

  std::size_t rate_of(const std::string& season, const std::string& period) {
    auto prices = step_prices(version_, energy_of(version_, season), period);
    const auto known = std::ranges::find_if(rates_.prices, [&](const StepPrices& rate) { return same(rate, prices); });
    if (known != rates_.prices.end()) return static_cast<std::size_t>(known - rates_.prices.begin()) + 1;
    rates_.prices.push_back(std::move(prices));
    rates_.names.push_back(season.empty() || period.empty() ? season + period : season + " " + period);
    return rates_.prices.size();
  }

  Result<std::size_t> table_of(const std::string& season, const std::string& name) {
    std::vector<MeterSchedule::Period> table;
    const auto days = version_.days.find(name);
    if (days == version_.days.end()) {
      table.push_back({0, 0, rate_of(season, {})});
    } else {
      for (const DaySwitch& row : days->second) {
        const std::size_t rate = rate_of(season, row.period);
        if (!table.empty() && table.back().rate == rate) continue;
        table.push_back({static_cast<unsigned>(row.minute) / 60, static_cast<unsigned>(row.minute) % 60, rate});
      }
    }
    auto& tables = rates_.schedule.tables;
    const auto equal = [](const MeterSchedule::Period& a, const MeterSchedule::Period& b) {
      return a.hour == b.hour && a.minute == b.minute && a.rate == b.rate;
    };
    const auto known = std::ranges::find_if(tables, [&](const auto& other) { return std::ranges::equal(other, table, equal); });
    if (known != tables.end()) return static_cast<std::size_t>(known - tables.begin()) + 1;
    tables.push_back(std::move(table));
    return tables.size();
  }

  const Version& version_;
  Rates rates_;
};

/// Steps are one row for the whole year in a meter.
Result<void> check_steps(const Version& version) {
  const EnergyTerms& first = version.energy.begin()->second;
  for (const auto& [season, energy] : version.energy) {
    if (energy.kind == EnergyKind::sets) return does_not_fit(Misfit::price_by_total);
    if ((energy.kind == EnergyKind::flat) != (first.kind == EnergyKind::flat)) return does_not_fit(Misfit::steps_in_a_season);
    if (energy.kind == EnergyKind::flat) continue;
    const auto same_end = [](const Step& a, const Step& b) { return a.to_e3 == b.to_e3; };
    if (!std::ranges::equal(energy.sets[0].steps, first.sets[0].steps, same_end)) return does_not_fit(Misfit::step_ends_by_season);
  }
  return {};
}

}  // namespace

Result<Rates> rates_of(const Version& version, const LocalDate& today) {
  MUST(check_steps(version));
  Builder builder{version};
  if (version.seasons.empty()) MUST(builder.add_season("", 1, 1));
  for (const SeasonBegin& season : version.seasons) MUST(builder.add_season(season.name, season.month, season.day));
  for (const auto& [date, table] : version.holidays)
    if (date >= today) MUST(builder.add_holiday(date, table));
  return builder.finish();
}

}  // namespace kwota::tariff
