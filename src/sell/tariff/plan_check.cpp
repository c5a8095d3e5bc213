#include "sell/tariff/plan_check.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "sell/tariff/answer.h"
#include "sell/tariff/basket.h"
#include "sell/tariff/plan/charge_kind.h"
#include "sell/tariff/plan/counter_period.h"
#include "sell/tariff/plan/line_id.h"
#include "sell/tariff/plan/marginal.h"

namespace kwota::tariff {
namespace {

/// One version under the magnifying glass.
class VersionCheck {
 public:
  VersionCheck(const PlanData& plan, const Version& version, std::string where, Problem& problem)
      : plan_(plan), version_(version), where_(std::move(where)), problem_(problem), periods_(periods_in(version)) {}

  void check() {
    if (!problem_.holds(prices(), prices_most, where_ + "/energy")) return;
    if (version_.counter && version_.counter->start_day > 28) report("/counter/start", PlanFault::begin_day);
    check_seasons();
    check_days();
    for (const auto& [season, energy] : version_.energy) check_energy(season, energy);
    check_household();
    if (version_.free && (version_.free->units_e3 <= 0 || version_.free->units_e3 % plan_.quantum_e3 != 0))
      report("/free/units", PlanFault::free_quantum);
    check_charges();
    check_limits();
    if (problem_.none()) check_marginal_prices();
  }

 private:
  void report(std::string_view place, PlanFault fault, std::string_view name = {}) { problem_.report(where_ + std::string(place), fault, name); }
  static std::string item(std::string_view list, std::size_t index) { return fmt::format("{}/{}", list, index); }

  bool season_known(std::string_view name) const {
    return std::any_of(version_.seasons.begin(), version_.seasons.end(), [&](const SeasonBegin& s) { return s.name == name; });
  }

  void check_seasons() {
    std::set<std::string> names;
    for (std::size_t i = 0; i < version_.seasons.size(); ++i) {
      if (version_.seasons[i].name.empty()) report(item("/seasons", i), PlanFault::season_unnamed);
      names.insert(version_.seasons[i].name);
    }
    std::set<std::pair<unsigned, unsigned>> begins;
    for (const SeasonBegin& season : version_.seasons) begins.insert({season.month, season.day});
    if (begins.size() != version_.seasons.size()) report("/seasons", PlanFault::season_twice);
    if (version_.energy.contains("")) return;
    for (const auto& [name, energy] : version_.energy)
      if (!season_known(name)) report("/energy/by_season", PlanFault::unknown_season, name);
    for (const std::string& name : names)
      if (!version_.energy.contains(name)) report("/energy/by_season", PlanFault::season_without_price, name);
  }

  void check_days() {
    for (const auto& [name, table] : version_.days) {
      if (table.empty() || table.front().minute != 0) report("/days/" + name, PlanFault::day_begins);
      for (std::size_t i = 1; i < table.size(); ++i)
        if (table[i].minute <= table[i - 1].minute) report(item("/days/" + name, i), PlanFault::day_rises);
    }
    for (std::size_t i = 0; i < version_.calendar.size(); ++i) {
      const CalendarRow& row = version_.calendar[i];
      if (!version_.days.contains(row.table)) report(item("/calendar", i), PlanFault::unknown_day_table, row.table);
      if (!row.season.empty() && !season_known(row.season)) report(item("/calendar", i), PlanFault::unknown_season, row.season);
    }
    for (const auto& [date, table] : version_.holidays)
      if (!version_.days.contains(table)) report("/holidays/" + format_date(date), PlanFault::unknown_day_table, table);
    if (!version_.days.empty()) check_calendar_covers();
  }

  void check_calendar_covers() {
    std::vector<std::string> seasons;
    for (const SeasonBegin& season : version_.seasons) seasons.push_back(season.name);
    if (seasons.empty()) seasons.emplace_back();
    for (const std::string& season : seasons)
      for (int day = 1; day <= 7; ++day) {
        const bool covered = std::any_of(version_.calendar.begin(), version_.calendar.end(), [&](const CalendarRow& row) {
          return (row.season.empty() || row.season == season) &&
                 (row.weekdays.empty() || std::find(row.weekdays.begin(), row.weekdays.end(), day) != row.weekdays.end());
        });
        if (!covered) report("/calendar", PlanFault::weekday_uncovered, std::to_string(day));
      }
  }

  static std::set<std::string> periods_in(const Version& version) {
    std::set<std::string> names;
    for (const auto& [name, table] : version.days)
      for (const DaySwitch& row : table) names.insert(row.period);
    return names;
  }

  std::size_t prices() const {
    const auto in = [](const PriceList& list) { return std::max<std::size_t>(1, list.by_period.size()); };
    std::size_t sum = 0;
    for (const auto& [season, energy] : version_.energy) {
      sum += in(energy.price);
      for (const PriceSet& set : energy.sets)
        for (const Step& step : set.steps) sum += in(step.price);
    }
    return sum;
  }

  /// The periods that a day of this season may have; "": of any season.
  std::set<std::string> periods_of(const std::string& season) const {
    if (season.empty()) return periods_;
    std::set<std::string> names;
    const auto add = [&](const std::string& table) {
      const auto found = version_.days.find(table);
      if (found == version_.days.end()) return;
      for (const DaySwitch& row : found->second) names.insert(row.period);
    };
    for (const CalendarRow& row : version_.calendar)
      if (row.season.empty() || row.season == season) add(row.table);
    for (const auto& [date, table] : version_.holidays)
      if (season_of(version_, date) == season) add(table);
    return names;
  }

  /// One price beside several periods of the day would sell them all alike, and nobody would see it.
  void check_periods(const std::string& season, const EnergyTerms& energy, const std::string& place) {
    if (has_periods(energy) || periods_of(season).size() < 2) return;
    report(place, PlanFault::period_without_price);
  }

  void check_price(const PriceList& price, const std::string& place) {
    const auto in_range = [](std::int64_t e8) { return e8 >= 0 && e8 < price_e8_max; };
    if (price.by_period.empty()) {
      if (!in_range(price.flat_e8)) report(place, PlanFault::price_range);
      return;
    }
    for (const auto& [period, e8] : price.by_period) {
      if (!periods_.contains(period)) report(place + "/" + period, PlanFault::unknown_period, period);
      if (!in_range(e8)) report(place + "/" + period, PlanFault::price_range);
    }
    if (price.by_period.size() != periods_.size()) report(place, PlanFault::period_without_price);
  }

  void check_energy(const std::string& season, const EnergyTerms& energy) {
    const std::string place = season.empty() ? "/energy" : "/energy/by_season/" + season;
    if (energy.kind == EnergyKind::flat || energy.kind == EnergyKind::additive_steps) check_price(energy.price, place + "/price");
    if (energy.kind == EnergyKind::sets && energy.sets.empty()) report(place, PlanFault::set_missing);
    for (std::size_t i = 0; i < energy.sets.size(); ++i) {
      const std::string set = energy.kind == EnergyKind::sets ? item(place + "/sets", i) : place;
      check_steps(energy, energy.sets[i].steps, set + "/steps");
      const auto& upto = energy.sets[i].upto_e3;
      const bool last = i + 1 == energy.sets.size();
      if (last == upto.has_value()) report(set + "/upto", PlanFault::last_set_open);
      if (upto && (*upto <= 0 || *upto % plan_.quantum_e3 != 0)) report(set + "/upto", PlanFault::set_quantum);
      if (upto && i > 0 && energy.sets[i - 1].upto_e3 && *upto <= *energy.sets[i - 1].upto_e3) report(set + "/upto", PlanFault::sets_rise);
    }
    check_periods(season, energy, place);
    if (problem_.none()) check_last_price(energy, place);
  }

  void check_steps(const EnergyTerms& energy, const std::vector<Step>& steps, const std::string& place) {
    if (steps.empty()) return report(place, PlanFault::step_missing);
    for (std::size_t i = 0; i < steps.size(); ++i) {
      const auto& to = steps[i].to_e3;
      if (i + 1 == steps.size() && to) report(item(place, i) + "/to", PlanFault::last_step_closed);
      if (i + 1 < steps.size() && !to) report(item(place, i) + "/to", PlanFault::only_last_open);
      if (to && (*to < 0 || *to % plan_.quantum_e3 != 0)) report(item(place, i) + "/to", PlanFault::step_quantum);
      if (to && i > 0 && steps[i - 1].to_e3 && *to <= *steps[i - 1].to_e3) report(item(place, i) + "/to", PlanFault::steps_rise);
      if (energy.kind != EnergyKind::additive_steps) {
        check_price(steps[i].price, item(place, i) + "/price");
      } else if (steps[i].price.flat_e8 >= price_e8_max || lowest(energy.price) + steps[i].price.flat_e8 < 0) {
        report(item(place, i) + "/add", PlanFault::price_range);
      }
    }
  }

  static std::int64_t lowest(const PriceList& price) {
    std::int64_t low = price.by_period.empty() ? price.flat_e8 : price.by_period.front().second;
    for (const auto& [period, e8] : price.by_period) low = std::min(low, e8);
    return low;
  }

  void check_last_price(const EnergyTerms& energy, const std::string& place) {
    if (energy.kind == EnergyKind::flat && lowest(energy.price) == 0) report(place + "/price", PlanFault::last_price_zero);
    for (std::size_t i = 0; i < energy.sets.size(); ++i) {
      const auto& steps = energy.sets[i].steps;
      const std::string list = (energy.kind == EnergyKind::sets ? item(place + "/sets", i) : place) + "/steps";
      const bool adds = energy.kind == EnergyKind::additive_steps;
      if ((adds ? lowest(energy.price) : 0) + lowest(steps.back().price) == 0)
        report(item(list, steps.size() - 1) + (adds ? "/add" : "/price"), PlanFault::last_price_zero);
    }
  }

  void check_household() {
    if (!version_.household) return;
    std::size_t ends = 0;
    for (const auto& [season, energy] : version_.energy)
      for (const PriceSet& set : energy.sets) ends = std::max(ends, set.steps.size() - 1);
    const auto& add = version_.household->add_e3;
    if (add.empty() || add.size() > ends) report("/household/add", PlanFault::household_ends);
    for (std::size_t i = 0; i < add.size(); ++i) {
      if (add[i] < 0 || add[i] % plan_.quantum_e3 != 0) report(item("/household/add", i), PlanFault::household_quantum);
    }
  }

  void check_charges() {
    std::set<std::string> ids;
    bool additive = false;
    for (const auto& [season, energy] : version_.energy) additive = additive || energy.kind == EnergyKind::additive_steps;
    std::int64_t of_the_total = 0;
    for (std::size_t i = 0; i < version_.charges.size(); ++i) {
      const Charge& charge = version_.charges[i];
      const std::string at = item("/charges", i);
      if (charge.id.empty()) report(at + "/id", PlanFault::charge_unnamed);
      if (line_id::is_of_the_commodity(charge.id) || charge.id == line_id::free) report(at + "/id", PlanFault::id_reserved);
      if (!ids.insert(charge.id).second) report(at + "/id", PlanFault::id_twice);
      if (!charge.steps.empty() && additive) report(at + "/steps", PlanFault::additive_steps);
      if (charge.kind->of_the_total) {
        if (charge.figure_e8 < 0 || charge.figure_e8 >= hundred_percent_e8 - of_the_total) report(at + "/percent", PlanFault::gross_shares);
        else of_the_total += charge.figure_e8;
      }
      if (charge.inclusive && charge.figure_e8 <= -hundred_percent_e8) report(at + "/percent", PlanFault::inclusive_percent);
      for (const std::size_t named : charge.of_charges) {
        if (version_.charges[named].kind->of_the_total) report(at + "/of", PlanFault::share_again);
      }
    }
  }

  void check_limits() {
    const Limits& limits = version_.limits;
    if (limits.min_pay && limits.min_pay->is_negative()) report("/limits/min_pay", PlanFault::limit_positive);
    if (limits.max_pay && limits.max_pay->minor() <= 0) report("/limits/max_pay", PlanFault::limit_positive);
    if (limits.max_units_e3 && *limits.max_units_e3 <= 0) report("/limits/max_units", PlanFault::limit_positive);
    if (limits.min_pay && limits.max_pay && *limits.max_pay < *limits.min_pay) report("/limits/max_pay", PlanFault::limits_crossed);
    if (version_.debt_cap_e8 < 0 || version_.debt_cap_e8 > hundred_percent_e8) report("/debt_cap", PlanFault::percent_range);
  }

  void check_marginal_prices() {
    for (const auto& [season, energy] : version_.energy)
      for (std::size_t set = 0; set < std::max<std::size_t>(1, energy.sets.size()); ++set) {
        const std::size_t steps = energy.sets.empty() ? 1 : energy.sets[set].steps.size();
        for (std::size_t step = 1; step <= steps; ++step) check_marginal_price(energy, set, static_cast<int>(step), step == steps);
      }
  }

  void check_marginal_price(const EnergyTerms& energy, std::size_t set, int step, bool last) {
    std::vector<std::string> names{""};
    const auto& own = energy.sets.empty() ? energy.price : energy.sets[set].steps[static_cast<std::size_t>(step) - 1].price;
    const auto& list = energy.price.by_period.empty() ? own : energy.price;
    if (!list.by_period.empty()) names.clear();
    for (const auto& [period, e8] : list.by_period) names.push_back(period);
    for (const std::string& period : names) {
      const std::int64_t price = unit_price_e8(energy, set, step, period);
      const Exact folded = marginal_price(version_, price, energy.sets.empty() ? 0 : step);
      const bool free_step = price == 0 && !last;
      if (folded.overflowed() || folded.sign() < 0 || (folded.is_zero() && !free_step))
        report("/charges", PlanFault::free_unit);
    }
  }

  const PlanData& plan_;
  const Version& version_;
  std::string where_;
  Problem& problem_;
  std::set<std::string> periods_;  ///< of all days
};

}  // namespace

Error no_version(const PlanData& plan) {
  return error(Fault::request, "no_version", fmt::format("The price plan {} has no prices for that date; nothing was sold. Choose another date or plan.", plan.id),
               {{"plan", plan.id}});
}

void check_plan(const PlanData& plan, Problem& problem) {
  if (plan.id.empty()) problem.report("/id", PlanFault::empty);
  if (plan.currency.size() != 3) problem.report("/currency", PlanFault::currency_letters);
  if (plan.quantum_e3 <= 0) return problem.report("/quantum", PlanFault::quantum_positive);
  if (plan.versions.empty()) problem.report("/versions", PlanFault::version_missing);
  for (std::size_t i = 0; i < plan.versions.size(); ++i) {
    const std::string where = fmt::format("/versions/{}", i);
    if (i > 0 && plan.versions[i].from_instant <= plan.versions[i - 1].from_instant) problem.report(where + "/from", PlanFault::versions_rise);
    VersionCheck(plan, plan.versions[i], where, problem).check();
  }
}

}  // namespace kwota::tariff
