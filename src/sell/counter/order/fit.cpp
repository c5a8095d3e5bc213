#include "sell/counter/order/fit.h"

#include <algorithm>

#include "base/decimal.h"
#include "base/ids_text.h"
#include "sell/counter/order/sent_prices.h"

namespace kwota::counter {
namespace {

using tariff::MeterSchedule;
using tariff::MeterTable;
using tariff::Misfit;

constexpr std::int64_t rates_sane = 63;  // DL/T 645-2007
constexpr int meter_money_digits = 2;    // its credit is NNNNNN.NN and its prices are NNNN.NNNN, so that both are of one scale in hundredths alone

bool same_table(const std::vector<MeterSchedule::Period>& a, const std::vector<MeterSchedule::Period>& b) {
  return std::ranges::equal(a, b, [](const MeterSchedule::Period& x, const MeterSchedule::Period& y) {
    return x.hour == y.hour && x.minute == y.minute && x.rate == y.rate;
  });
}

const std::vector<MeterSchedule::Period>& day_of(const MeterSchedule& schedule, std::size_t number) {
  return schedule.tables.at(number - 1);
}

std::vector<MeterSchedule::Holiday> still_to_come(const MeterSchedule& schedule, const LocalDate& today) {
  std::vector<MeterSchedule::Holiday> out;
  std::ranges::copy_if(schedule.holidays, std::back_inserter(out), [&](const auto& row) { return row.date >= today; });
  return out;
}

/// The same rate at the same minute of every day from `today` on, whatever numbers the day tables have.
bool same_periods(const MeterSchedule& a, const MeterSchedule& b, const LocalDate& today) {
  const auto same_zone = [&](const MeterSchedule::Zone& x, const MeterSchedule::Zone& y) {
    return x.month == y.month && x.day == y.day && same_table(day_of(a, x.table), day_of(b, y.table));
  };
  const auto same_holiday = [&](const MeterSchedule::Holiday& x, const MeterSchedule::Holiday& y) {
    return x.date == y.date && same_table(day_of(a, x.table), day_of(b, y.table));
  };
  return std::ranges::equal(a.zones, b.zones, same_zone) &&
         std::ranges::equal(still_to_come(a, today), still_to_come(b, today), same_holiday);
}

/// The line has told the meter these periods of the day, with this version or with one before it.
bool has_periods(const books::Reader& books, const Supply& supply, const Fit& fit, const tariff::State& state, Instant now) {
  const auto sent = newest_sent_prices(books, supply.meter.number, {supply.plan.id(), fit.version, ""}, supply.next_plan ? supply.next_plan->plan.id() : "");
  if (!sent || sent->plan != supply.plan.id()) return false;
  if (sent->version == fit.version) return true;
  const auto begin = supply.plan.begin_of(sent->version);
  const auto zone = Zone::find(supply.plan.zone());
  if (!begin || !zone.ok()) return false;
  const auto before = tariff::meter_table(supply.plan, *begin, state);
  return before.ok() && same_periods(before->schedule, fit.table.schedule, zone->local(now).date);
}

std::optional<Misfit> too_few_rates(const books::Reader& books, const Supply& supply, const MeterTable& table) {
  if (table.schedule.empty()) return std::nullopt;
  const auto rates = rates_of_model(books, supply.meter.model);
  if (rates <= 1) return Misfit::one_rate_meter;
  return table.rate_prices.size() > rates ? std::optional{Misfit::rates_of_meter} : std::nullopt;
}

void judge_periods(const books::Reader& books, const Supply& supply, const tariff::State& state, Instant now, Fit& fit) {
  if (fit.table.schedule.empty()) return;
  if (const auto too_few = too_few_rates(books, supply, fit.table)) fit.reasons.push_back(*too_few);
  const auto free = [](const MeterPrice& price) { return price == MeterPrice{}; };
  if (std::ranges::any_of(fit.table.rate_prices, free)) fit.reasons.push_back(Misfit::free_rate);
  if (!fit.reasons.empty() || has_periods(books, supply, fit, state, now)) return;
  fit.lacks.push_back(Misfit::periods_missing);
  const auto link = books.find<books::MeterLink>(supply.meter.number);
  const bool refused = books.last(books::MeterCommand::of_kind, supply.meter.number, books::CommandKind::prices) && !line_brings_prices(books, supply.meter.number);
  fit.brought = link && link->state == books::LinkStatus::active && !refused ? Brought::by_line : Brought::by_nobody;
}

/// A meter that counts units down takes one for one: its price is 1, whatever the plan asks.
MeterTable one_for_one() {
  MeterTable table;
  table.rate_prices = {MeterPrice::one()};
  table.step_prices = {MeterPrice{}};
  return table;
}

bool begin_alike(const MeterTable& a, const MeterTable& b) {
  return a.settlement_months == b.settlement_months && a.settlement_month == b.settlement_month &&
         a.settlement_day == b.settlement_day && a.settlement_hour == b.settlement_hour;
}

/// A line does not change when steps that run begin anew: the next version keeps the days of the one before, unless its steps are
/// the first.
void judge_settlement(const Supply& supply, const tariff::State& state, Instant at, Instant now, Fit& fit) {
  if (fit.table.step_ends.empty() || at <= now) return;
  const bool of_former = supply.former_plan && *supply.plan_since > now;
  const auto before = tariff::meter_table(of_former ? *supply.former_plan : supply.plan, now, state);
  if (!before.ok()) return;
  const bool first_steps = before->step_ends.empty() && fit.table.settlement_months <= 1;
  if (first_steps || begin_alike(*before, fit.table)) return;
  fit.lacks.push_back(Misfit::settlement_by_line);
  fit.brought = Brought::by_card;
}

}  // namespace

std::size_t rates_of_model(const books::Reader& books, std::string_view model) {
  for (const auto& row : books.select<books::Code>(books::CodeKind::model)) {
    if (row.code != model) continue;
    const auto rates = parse_decimal(row.value, 0);
    return rates.ok() && *rates >= 1 && *rates <= rates_sane ? static_cast<std::size_t>(*rates) : 1;
  }
  return 1;
}

Result<void> has_rates_for(const books::Reader& books, const Supply& supply, Instant at) {
  TRY(state, tariff_state(supply, at));
  const auto table = tariff::meter_table(supply.plan, at, state);
  if (!table.ok()) return Done{};  // what is charged by one register needs no table
  if (const auto too_few = too_few_rates(books, supply, *table)) return tariff::does_not_fit(*too_few);
  return Done{};
}

Result<void> prices_what_it_counts(const Supply& supply) {
  if (supply.plan.commodity() == supply.meter.commodity) return Done{};
  return error(Fault::refused, "other_commodity", "The meter measures one thing and the price plan prices another; nothing was changed. Choose a plan of what it measures.",
               {{"meter", to_text(supply.meter.number)}, {"counts", std::string{word_of(supply.meter.commodity)}}, {"plan", supply.plan.id()}, {"prices", std::string{word_of(supply.plan.commodity())}}});
}

Error does_not_fit(const Fit& fit) {
  if (!fit.reasons.empty()) return tariff::does_not_fit(fit.reasons.front());
  return tariff::does_not_fit(fit.brought == Brought::by_card ? Misfit::settlement_by_line : Misfit::periods_missing);
}

Result<Fit> fits(const books::Reader& books, const Supply& supply, Instant at, Carrier carrier, Instant now) {
  Fit fit;
  TRY(version, supply.plan.version_at(at));
  fit.version = std::move(version);
  if (supply.meter.unit != Unit::money) {
    fit.table = one_for_one();
    if (supply.plan.unit() != supply.meter.unit) fit.reasons.push_back(Misfit::unit_of_scheme);
    return fit;
  }
  if (supply.utility.minor_digits != meter_money_digits) {
    fit.reasons.push_back(Misfit::other_decimals);
    return fit;
  }
  TRY(state, tariff_state(supply, now));
  auto table = tariff::meter_table(supply.plan, at, state);
  if (!table.ok()) {
    const auto misfit = tariff::misfit_of(table.error());
    if (!misfit) return table.error();
    fit.reasons.push_back(*misfit);
    return fit;
  }
  fit.table = *std::move(table);
  judge_periods(books, supply, state, now, fit);
  if (scheme::facts_of(carrier).over_line && fit.reasons.empty()) judge_settlement(supply, state, at, now, fit);
  return fit;
}

Result<Held> held_by_meter(const books::Reader& books, Supply supply, Carrier carrier, Instant now) {
  TRY(fit, fits(books, supply, now, carrier, now));
  if (!fit.reasons.empty()) return does_not_fit(fit);
  const auto& lacks = fit.lacks;
  if (std::ranges::find(lacks, Misfit::periods_missing) == lacks.end()) return Held{std::move(supply), std::move(fit)};
  // The version before it is what the meter holds – if it held anything of this plan when that version was in force.
  auto held = supply;
  auto version = fit.version;
  while (const auto begin = held.plan.begin_of(version)) {
    const auto joined = supply.plan_since ? supply.plan_since : supply.account.opened;
    if (!joined || *joined >= *begin) break;
    auto earlier = held.plan.before(*begin);
    if (!earlier.ok()) break;
    held.plan = *std::move(earlier);
    TRY(former, fits(books, held, now, carrier, now));
    version = former.version;
    if (!former.holds()) continue;
    TRY(behind, supply.plan.version_at(now));
    held.behind = std::move(behind);
    return Held{std::move(held), std::move(former)};
  }
  // An account that never had other prices: credit goes ahead, and the line brings the prices behind it.
  const bool on_its_way = scheme::facts_of(carrier).over_line || line_brings_prices(books, supply.meter.number);
  if (fit.brought == Brought::by_line && on_its_way) return Held{std::move(supply), std::move(fit)};
  return tariff::does_not_fit(Misfit::periods_missing);
}

Result<Supply> held_prices(const books::Reader& books, Supply supply, Carrier carrier, Instant now) {
  TRY(held, held_by_meter(books, std::move(supply), carrier, now));
  return std::move(held.supply);
}

}  // namespace kwota::counter
