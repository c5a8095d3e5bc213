#include "sell/tariff/plan/plan_json.h"

#include <fmt/format.h>

#include "sell/tariff/plan/charge_json.h"
#include "sell/tariff/plan/energy_json.h"

namespace kwota::tariff {
namespace json = boost::json;
namespace {

std::string item_at(const std::string& where, std::size_t index) { return fmt::format("{}/{}", where, index); }

CounterRule read_counter(const json::value& value, const std::string& where, Problem& problem) {
  const Fields fields(value, where, problem, {"months", "start", "hour"});
  CounterRule counter;
  counter.months = static_cast<int>(fields.whole("months", 0, 1, 12));
  if (counter.months < 1 || 12 % counter.months != 0 || counter.months == 4)
    problem.report(fields.at("months"), PlanFault::counter_months);
  if (fields.has("start")) month_day_of(fields.text("start"), fields.at("start"), problem, counter.start_month, counter.start_day);
  counter.hour = static_cast<unsigned>(fields.whole("hour", 0, 0, 23));
  return counter;
}

std::vector<SeasonBegin> read_seasons(const json::array& list, const std::string& where, Problem& problem) {
  std::vector<SeasonBegin> seasons;
  for (std::size_t i = 0; i < list.size(); ++i) {
    const auto* pair = list[i].if_array();
    if (pair == nullptr || pair->size() != 2) {
      problem.report(item_at(where, i), PlanFault::season_form);
      continue;
    }
    SeasonBegin season;
    season.name = text_of((*pair)[0], item_at(where, i), problem);
    month_day_of(text_of((*pair)[1], item_at(where, i), problem), item_at(where, i), problem, season.month, season.day);
    seasons.push_back(season);
  }
  return seasons;
}

std::vector<DaySwitch> read_day_table(const json::value& value, const std::string& where, Problem& problem) {
  std::vector<DaySwitch> table;
  const auto* rows = value.if_array();
  if (rows == nullptr) problem.report(where, PlanFault::day_table_form);
  else if (!problem.holds(rows->size(), list_most, where)) return table;
  for (std::size_t i = 0; rows != nullptr && i < rows->size(); ++i) {
    const auto* row = (*rows)[i].if_array();
    const std::string here = item_at(where, i);
    if (row == nullptr || row->size() != 2) {
      problem.report(here, PlanFault::day_table_form);
      continue;
    }
    const std::string time = text_of((*row)[0], here, problem);
    const int hour = two_digits(time, 0), minute = two_digits(time, 3);
    if (time.size() != 5 || time[2] != ':' || hour < 0 || hour > 23 || minute < 0 || minute > 59)
      problem.report(here, PlanFault::time_of_day);
    table.push_back({hour * 60 + minute, text_of((*row)[1], here, problem)});
  }
  return table;
}

std::vector<CalendarRow> read_calendar(const json::array& list, const std::string& where, Problem& problem) {
  std::vector<CalendarRow> calendar;
  for (std::size_t i = 0; i < list.size(); ++i) {
    const Fields fields(list[i], item_at(where, i), problem, {"season", "on", "use"});
    CalendarRow row;
    row.season = fields.text_or("season", "");
    row.table = fields.text("use");
    if (fields.has("on"))
      for (const auto& day : fields.list("on")) {
        const auto* number = day.if_int64();
        if (number == nullptr || *number < 1 || *number > 7) problem.report(fields.at("on"), PlanFault::weekday_numbers);
        else row.weekdays.push_back(static_cast<int>(*number));
      }
    calendar.push_back(row);
  }
  return calendar;
}

/// Nothing: it was left out, or is no object that holds so many; then that is reported.
const json::object* object_in(const Fields& fields, std::string_view name, std::size_t most, Problem& problem) {
  const auto* value = fields.find(name);
  if (value == nullptr) return nullptr;
  const auto* members = value->if_object();
  if (members == nullptr) problem.report(fields.at(name), PlanFault::object_expected);
  return members != nullptr && problem.holds(members->size(), most, fields.at(name)) ? members : nullptr;
}

std::map<std::string, std::vector<DaySwitch>, std::less<>> read_days(const json::object& tables, const std::string& where, Problem& problem) {
  std::map<std::string, std::vector<DaySwitch>, std::less<>> days;
  for (const auto& table : tables) {
    const std::string name(table.key());
    days[name] = read_day_table(table.value(), where + "/" + name, problem);
  }
  return days;
}

std::map<LocalDate, std::string> read_holidays(const json::object& dates, const std::string& where, Problem& problem) {
  std::map<LocalDate, std::string> holidays;
  for (const auto& holiday : dates) {
    const auto date = parse_date(std::string_view(holiday.key()));
    if (!date.ok()) problem.report(where + "/" + std::string(holiday.key()), PlanFault::bad_date);
    else holidays[*date] = text_of(holiday.value(), where, problem);
  }
  return holidays;
}

void read_time_of_use(const Fields& fields, Version& version, Problem& problem) {
  if (fields.has("seasons")) version.seasons = read_seasons(fields.list("seasons"), fields.at("seasons"), problem);
  if (const auto* tables = object_in(fields, "days", list_most, problem)) version.days = read_days(*tables, fields.at("days"), problem);
  if (fields.has("calendar")) version.calendar = read_calendar(fields.list("calendar"), fields.at("calendar"), problem);
  if (const auto* dates = object_in(fields, "holidays", holidays_most, problem)) version.holidays = read_holidays(*dates, fields.at("holidays"), problem);
}

Household read_household(const json::value& value, const std::string& where, Problem& problem) {
  const Fields fields(value, where, problem, {"above", "add", "each"});
  Household household;
  fields.need("above");
  household.above = fields.whole("above", 0, 0, 1000);
  for (const auto& add : fields.list("add")) household.add_e3.push_back(decimal_of(add, units_scale, item_at(fields.at("add"), household.add_e3.size()), problem));
  household.each = fields.flag("each", false);
  return household;
}

Rounding read_rounding(const json::value& value, const std::string& where, Problem& problem) {
  const Fields fields(value, where, problem, {"at", "mode", "units"});
  Rounding rounding;
  rounding.at_total = fields.choice("at", {"line", "total"}, 0) == 1;
  constexpr Round modes[] = {Round::half_up, Round::half_even, Round::down, Round::up};
  rounding.mode = modes[fields.choice("mode", {"half_up", "half_even", "down", "up"}, 0)];
  constexpr UnitsRule rules[] = {UnitsRule::down, UnitsRule::nearest, UnitsRule::up};
  rounding.units = rules[fields.choice("units", {"down", "nearest", "up"}, 0)];
  return rounding;
}

Limits read_limits(const json::value& value, const std::string& where, int minor, Problem& problem) {
  const Fields fields(value, where, problem, {"min_pay", "max_pay", "max_units"});
  Limits limits;
  if (fields.has("min_pay")) limits.min_pay = Money::minor(fields.decimal("min_pay", minor));
  if (fields.has("max_pay")) limits.max_pay = Money::minor(fields.decimal("max_pay", minor));
  if (fields.has("max_units")) limits.max_units_e3 = fields.decimal("max_units", units_scale);
  return limits;
}

/// "2026-07-01", "2026-07-01T00:30" or with seconds.
void read_from(Version& version, const Zone& zone, const std::string& where, Problem& problem) {
  const std::string& text = version.from;
  const auto date = parse_date(text.substr(0, 10));
  bool good = date.ok() && (text.size() == 10 || text.size() == 16 || text.size() == 19);
  if (good) version.from_local.date = *date;
  if (good && text.size() > 10) {
    const int hour = two_digits(text, 11), minute = two_digits(text, 14), second = text.size() == 19 ? two_digits(text, 17) : 0;
    good = (text[10] == 'T' || text[10] == ' ') && text[13] == ':' && hour >= 0 && hour < 24 && minute >= 0 && minute < 60 &&
           second >= 0 && second < 60 && (text.size() == 16 || text[16] == ':');
    if (good) {
      version.from_local.hour = static_cast<unsigned>(hour);
      version.from_local.minute = static_cast<unsigned>(minute);
      version.from_local.second = static_cast<unsigned>(second);
    }
  }
  if (!good) return problem.report(where, PlanFault::begin_form);
  version.from_instant = zone.instant(version.from_local);
}

Version read_version(const json::value& value, const std::string& where, const PlanData& plan, Problem& problem) {
  const Fields fields(value, where, problem,
                      {"from", "counter", "reset", "seasons", "days", "calendar", "holidays", "energy", "household", "prorate", "free",
                       "charges", "rounding", "debt_cap", "limits", "zero_units"});
  Version version;
  version.from = fields.text("from");
  read_from(version, plan.zone, fields.at("from"), problem);
  if (const auto* counter = fields.find("counter")) version.counter = read_counter(*counter, fields.at("counter"), problem);
  version.reset = fields.flag("reset", false);
  read_time_of_use(fields, version, problem);
  version.energy = read_energy_by_season(fields.need("energy"), fields.at("energy"), problem);
  if (const auto* household = fields.find("household")) version.household = read_household(*household, fields.at("household"), problem);
  constexpr Prorate prorates[] = {Prorate::none, Prorate::months, Prorate::days};
  version.prorate = prorates[fields.choice("prorate", {"none", "months", "days"}, 0)];
  if (const auto* free = fields.find("free")) {
    const Fields inner(*free, fields.at("free"), problem, {"units", "counts"});
    version.free = FreeUnits{inner.decimal("units", units_scale), inner.flag("counts", false)};
  }
  if (fields.has("charges")) version.charges = read_charges(fields.list("charges"), fields.at("charges"), problem);
  if (const auto* rounding = fields.find("rounding")) version.rounding = read_rounding(*rounding, fields.at("rounding"), problem);
  version.debt_cap_e8 = fields.decimal_or("debt_cap", price_scale, version.debt_cap_e8);
  if (const auto* limits = fields.find("limits")) version.limits = read_limits(*limits, fields.at("limits"), plan.minor, problem);
  version.allow_zero_units = fields.choice("zero_units", {"refuse", "allow"}, 0) == 1;
  return version;
}

}  // namespace

PlanData read_plan(const json::value& value, Problem& problem) {
  const Fields fields(value, "", problem,
                      {"id", "name", "source", "usage_class", "commodity", "unit", "currency", "minor", "zone", "quantum", "versions"});
  PlanData plan;
  plan.id = fields.text("id");
  plan.name = fields.text_or("name", plan.id);
  plan.source = fields.text_or("source", "");
  plan.usage_class = fields.text_or("usage_class", "");
  fields.need("commodity");
  plan.commodity = static_cast<Commodity>(fields.choice("commodity", words_of(Commodity{}), 0));
  if (fields.text("unit") != plan_unit(plan.commodity) && problem.none()) problem.report(fields.at("unit"), PlanFault::unit_of_commodity, plan_unit(plan.commodity));
  plan.currency = fields.text("currency");
  fields.need("minor");
  plan.minor = static_cast<int>(fields.whole("minor", 2, 0, 4));
  plan.quantum_e3 = fields.decimal("quantum", units_scale);
  plan.zone_name = fields.text("zone");
  if (auto zone = Zone::find(plan.zone_name); zone.ok()) plan.zone = std::move(zone).value();
  else problem.report(fields.at("zone"), PlanFault::unknown_zone);
  const auto& versions = fields.list("versions", versions_most);
  for (std::size_t i = 0; i < versions.size() && problem.none(); ++i)
    plan.versions.push_back(read_version(versions[i], item_at(fields.at("versions"), i), plan, problem));
  return plan;
}

}  // namespace kwota::tariff
