#include "sell/tariff/use/day_charges.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/decimal.h"
#include "sell/tariff/answer.h"
#include "sell/tariff/plan/charge_kind.h"
#include "sell/tariff/plan/plan_data.h"
#include "sell/tariff/plan_check.h"
#include "sell/tariff/rounding.h"
#include "sell/tariff/terms.h"
#include "sell/tariff/use/measured.h"
#include "sell/tariff/use/meter_schedule.h"
#include "sell/tariff/use/meter_table.h"

namespace kwota::tariff {
namespace {

constexpr std::int64_t gap_days_max = 400;

template <class Periods> auto* find_period(Periods& units, std::string_view period) {
  const auto found = std::find_if(units.begin(), units.end(), [&](const auto& one) { return one.first == period; });
  return found != units.end() ? &found->second : nullptr;
}

void add(PeriodUnits& sum, const PeriodUnits& more) {
  for (const auto& [period, units] : more) {
    const auto found =
        std::find_if(sum.begin(), sum.end(), [&, &wanted = period](const auto& one) { return one.first == wanted; });
    if (found != sum.end())
      found->second.e3 += units.e3;
    else
      sum.emplace_back(period, units);
  }
}

Error ran_back(const std::string& period) {
  return error(Fault::request, "register_ran_back",
               fmt::format("The meter's register {} is behind the last reading; nothing was charged. Look whether the meter was exchanged.",
                           period.empty() ? "of all energy" : period),
               {{"period", period}});
}

std::string tax_of(std::string_view id) { return fmt::format("tax/{}", id); }
std::string charge_of(bool standing, std::string_view id) { return fmt::format("{}/{}", standing ? "fixed" : "fee", id); }

/// What was used between two readings.
struct Uses {
  std::vector<PeriodUnits> days;  ///< whole quanta, evenly, the missing ones to the earlier days
  PeriodUnits charged_to;         ///< registers behind them: less than a quantum waits
  bool turned = false;
};
Result<Uses> by_day(const PlanData& plan, const Reading& from, const Reading& to, std::int64_t days) {
  Uses uses{std::vector<PeriodUnits>(static_cast<std::size_t>(days)), from.registers};
  const std::vector<std::int64_t> evenly(uses.days.size(), 1);
  for (const auto& [period, now] : to.registers) {
    const auto* before = find_period(from.registers, period);
    if (before == nullptr)
      return error(
          Fault::request, "registers_changed",
          "The price plan counts other periods than the last reading has; nothing was charged. Begin with new registers.",
          {{"period", period}});
    const auto used = register_went(before->e3, now.e3, Duration::days(days), to.form);
    if (!used) return ran_back(period);
    const auto quanta = share_out(*used / plan.quantum_e3, evenly);
    for (std::size_t day = 0; day < uses.days.size(); ++day) uses.days[day].emplace_back(period, Units{quanta[day] * plan.quantum_e3});
    auto& behind = *find_period(uses.charged_to, period);
    behind = Units{register_behind(now.e3, *used % plan.quantum_e3, to.form)};
    uses.turned = uses.turned || behind.e3 < before->e3;
  }
  return uses;
}

/// A tax inside the price is booked as tax, and what it stands in without it: what of its base is no energy, by what each of those charges came to.
void take_out(ChargedFor& out, const Line& tax, const Version& version) {
  const auto named = std::ranges::find(version.charges, tax.id, &Charge::id);
  if (named == version.charges.end() || !tax.base || tax.base->is_zero()) return;
  std::vector<std::string> fees;
  std::vector<std::int64_t> came_to;
  for (const auto index : named->of_charges) {
    const auto& charge = version.charges[index];
    fees.push_back(charge_of(is_standing(charge), charge.id));
    const auto found = out.find(fees.back());
    came_to.push_back(found == out.end() ? 0 : std::max<std::int64_t>(0, found->second.minor()));
  }
  const bool any = std::ranges::any_of(came_to, [](std::int64_t amount) { return amount != 0; });
  const auto of_fees = any ? Money::minor(divide(Wide{tax.amount.minor()} * tax.base_fees.minor(), tax.base->minor(), Round::half_up)) : Money{};
  out[tax_of(tax.id)] += tax.amount;
  out[std::string(line_id::energy)] -= tax.amount - of_fees;
  if (!any) return;
  const auto parts = share_out(of_fees.minor(), came_to);
  for (std::size_t i = 0; i < fees.size(); ++i)
    if (parts[i] != 0) out[fees[i]] -= Money::minor(parts[i]);
}

ChargedFor by_what(const Quote& quote, const PlanData& plan) {
  ChargedFor out;
  for (const auto& line : quote.lines)
    if (!line.memo) out[line_id::is_of_the_commodity(line.id) ? std::string(line_id::energy) : line.base ? tax_of(line.id) : charge_of(is_standing(line), line.id)] += line.amount;
  const auto version = std::ranges::find(plan.versions, quote.version, &Version::from);
  for (const auto& line : quote.lines)
    if (line.memo && version != plan.versions.end()) take_out(out, line, *version);
  return out;
}

void add(ChargedFor& sum, const ChargedFor& more, const ChargedFor& less = {}) {
  for (const auto& [what, amount] : more) sum[what] += amount;
  for (const auto& [what, amount] : less) sum[what] -= amount;
}

/// Noon: a day belongs to the version, season and counter period in which most of it lies.
Instant noon_of(const PlanData& plan, const LocalDate& day) { return plan.zone.instant(LocalTime{day, 12, 0, 0}); }

bool same_segment(const ChargeState& charge_state, const Quote& quote) {
  return charge_state.version == quote.version && charge_state.season == quote.season && charge_state.period == quote.period;
}

State state_after(State state, const Quote& quote, const LocalDate& counted_in) {
  if (quote.counter_after) state.counter = State::Counter{counted_in, *quote.counter_after};
  state.charged = quote.charged_after;
  return state;
}

/// The label under which the books keep the counter; one endless counter is kept under the day on which it began.
LocalDate counter_label(const Quote& quote, const ChargeState& charge_state) {
  if (quote.period) return *quote.period;
  return charge_state.before.counter ? charge_state.before.counter->period : charge_state.charged_to.day;
}

/// The running segment with this day in it; nothing: another one begins, or counts other periods.
Result<std::optional<Quote>> goes_on(const PricePlan& plan, const ChargeState& charge_state, Instant at, const PeriodUnits& sum) {
  const bool other_periods = !charge_state.used.empty() && sum.size() != charge_state.used.size();
  if (other_periods) return std::optional<Quote>{};
  TRY(quote, price_usage(plan, at, charge_state.before, {sum}));
  return same_segment(charge_state, quote) ? std::optional{std::move(quote)} : std::optional<Quote>{};
}

Result<DayCharge> charge_day(const PricePlan& plan, ChargeState& charge_state, const LocalDate& day, const PeriodUnits& used,
                             ChargedFor& charged_for) {
  const Instant at = noon_of(plan.data(), day);
  PeriodUnits sum = charge_state.used;
  add(sum, used);
  TRY(quote, goes_on(plan, charge_state, at, sum));
  if (!quote) {
    charge_state.before = charge_state.after;
    charge_state.charged = Money{};
    charge_state.charged_for.clear();
    sum = used;
    TRY(anew, price_usage(plan, at, charge_state.before, {sum}));
    charge_state.version = anew.version, charge_state.season = anew.season, charge_state.period = anew.period;
    quote = std::move(anew);
  }
  DayCharge charged{day, used, quote->total - charge_state.charged, false, false, quote->version};
  charge_state.after = state_after(charge_state.before, *quote, counter_label(*quote, charge_state));
  charge_state.used = std::move(sum);
  charge_state.charged = quote->total;
  auto now = by_what(*quote, plan.data());
  add(charged_for, now, charge_state.charged_for);
  charge_state.charged_for = std::move(now);
  return charged;
}

}  // namespace

Result<ChargeState> begin_account(const PricePlan& plan, const State& state, const Reading& opening) {
  for (const auto& version : plan.data().versions)
    if (version.free)
      return error(
          Fault::request, "free_units_need_a_sale",
          fmt::format(
              "The plan {} gives free units with a sale; an account at the server has no sales of energy. Choose another plan.",
              plan.id()),
          {{"plan", plan.id()}});
  ChargeState charge_state;
  charge_state.charged_to = opening;
  charge_state.before = charge_state.after = state;
  return charge_state;
}

Result<Charged> charge_days(const PricePlan& plan, const ChargeState& charge_state, const Reading& reading) {
  const std::int64_t first = day_number(charge_state.charged_to.day), days = day_number(reading.day) - first;
  if (days < 0)
    return error(Fault::request, "reading_too_old",
                 fmt::format("The account is charged to {}; a reading of {} comes too late and changes nothing.",
                             format_date(charge_state.charged_to.day), format_date(reading.day)),
                 {{"day", format_date(reading.day)}, {"charged_to", format_date(charge_state.charged_to.day)}});
  if (days > gap_days_max)
    return error(Fault::request, "reading_gap_too_long",
                 fmt::format("{} days lie between the two readings, more than {}. Bill them by hand, then go on from here.", days,
                             gap_days_max),
                 {{"days", fmt::format("{}", days)}});
  Charged charged{charge_state, {}, {}, {}};
  if (days == 0) return charged;
  TRY(uses, by_day(plan.data(), charge_state.charged_to, reading, days));
  for (std::int64_t i = 0; i < days; ++i) {
    TRY(day, charge_day(plan, charged.charge_state, date_of_day(first + i), uses.days[static_cast<std::size_t>(i)], charged.charged_for));
    day.estimated = days > 1;
    day.turned = uses.turned && i + 1 == days;
    charged.amount += day.amount;
    charged.days.push_back(std::move(day));
  }
  charged.charge_state.charged_to = {reading.day, std::move(uses.charged_to)};
  return charged;
}

std::int64_t times_of(const State& state) {
  const auto times = parse_decimal(state.multiplier, 0);
  return times.ok() && *times > 0 ? *times : 1;
}

void begin_segment(ChargeState& charge_state, const State& facts) {
  // The registers charged to are the meter's times its transformers: they stay the same registers behind others.
  const auto times = times_of(facts), former = times_of(charge_state.before);
  if (times != former)
    for (auto& [period, units] : charge_state.charged_to.registers) units.e3 = divide(Wide{units.e3} * times, former, Round::down);
  charge_state.before = charge_state.after;
  charge_state.before.numbers = facts.numbers;
  charge_state.before.multiplier = facts.multiplier;
  charge_state.before.joined = facts.joined;
  charge_state.after = charge_state.before;
  charge_state.version.clear(), charge_state.season.clear(), charge_state.period.reset();
  charge_state.used.clear(), charge_state.charged = Money{}, charge_state.charged_for.clear();
}

Result<std::vector<std::string>> rate_periods(const PricePlan& plan, Instant at, const State& state) {
  constexpr std::size_t rates_read = 4;
  std::vector<std::string> periods;
  const Version* version = plan.data().version_at(at);
  if (version == nullptr) return no_version(plan.data());
  const bool by_time =
      std::any_of(version->energy.begin(), version->energy.end(), [](const auto& one) { return has_periods(one.second); });
  if (!by_time) return periods;
  TRY(table, meter_table(plan, at, state));
  if (table.rate_names.size() > rates_read)
    return does_not_fit(Misfit::rates_not_read);
  for (const auto& name : table.rate_names) {
    const auto blank = name.rfind(' ');  // "summer peak": the season goes by the date
    periods.push_back(blank == std::string::npos ? name : name.substr(blank + 1));
  }
  return periods;
}

}  // namespace kwota::tariff
