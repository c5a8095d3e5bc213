#include "sell/remote_account/charge.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/decimal.h"
#include "base/register_turn.h"
#include "books/chains.h"
#include "books/register_ratio.h"
#include "sell/counter/order/account_change.h"
#include "sell/counter/take_back.h"
#include "sell/ledger/chart.h"
#include "sell/ledger/office.h"
#include "sell/remote_account/brought_back.h"
#include "sell/settings/in_force.h"

namespace kwota::remote_account {
namespace {

using counter::Supply;

constexpr std::size_t days_averaged = 7;

/// Names of rates that stand for one register: a period that two rates share has no register of its own.
std::optional<std::size_t> rate_of(const std::vector<std::string>& periods, std::string_view period) {
  if (std::ranges::count(periods, period) != 1) return std::nullopt;
  return static_cast<std::size_t>(std::ranges::find(periods, period) - periods.begin());
}

books::DayCharge row_of(const Supply& supply, const tariff::DayCharge& day, const std::vector<std::string>& periods) {
  books::DayCharge row;
  row.account = supply.account.number;
  row.day = day.day;
  const std::array rates{&row.rate1, &row.rate2, &row.rate3, &row.rate4};
  for (const auto& [period, units] : day.used) {
    row.used += Energy::wh(units.e3);
    if (const auto rate = rate_of(periods, period)) *rates[*rate] = Energy::wh(units.e3);
  }
  row.amount = day.amount;
  row.estimated = day.estimated;
  row.turned = day.turned;
  row.plan = supply.plan.id();
  row.plan_version = day.version;
  return row;
}

std::string ledger_account(const std::string& what, std::string_view commodity) {
  switch (ledger::kind_of(what).value_or(ledger::AccountKind::charged)) {
    case ledger::AccountKind::tax:
    case ledger::AccountKind::fixed:
    case ledger::AccountKind::fee: return what;
    default: return ledger::charged(commodity);
  }
}

/// Which of the meter's rates counts which period of the plan, on the day that ended when this one began.
Result<std::vector<std::string>> periods_of(const Supply& supply, const tariff::State& state, const LocalDate& day) {
  TRY(zone, Zone::find(supply.plan.zone()));
  return tariff::rate_periods(supply.plan, zone.instant(LocalTime{date_of_day(day_number(day) - 1), 12, 0, 0}), state);
}

/// A reading by these periods, in primary energy; nothing when one of their rates was not read.
std::optional<tariff::Reading> by_periods(const tariff::State& facts, const std::vector<std::string>& periods,
                                          const DayRegisters& registers) {
  const std::int64_t ratio = tariff::times_of(facts);
  tariff::Reading out{registers.day, {}, {.times = ratio}};
  if (periods.empty()) {
    out.registers.emplace_back("", tariff::Units{registers.total.wh() * ratio});
    return out;
  }
  for (std::size_t rate = 0; rate < periods.size(); ++rate) {
    if (!registers.rates[rate]) return std::nullopt;
    const auto known = std::ranges::find(out.registers, periods[rate], &std::pair<std::string, tariff::Units>::first);
    const tariff::Units units{registers.rates[rate]->wh() * ratio};
    if (known == out.registers.end())
      out.registers.emplace_back(periods[rate], units);
    else
      known->second.e3 += units.e3;
    out.form.summed = std::max<std::int64_t>(out.form.summed, std::ranges::count(periods, periods[rate]));
  }
  return out;
}

/// What charging needs to know of an account, and how far it has come in this run.
struct Run {
  Supply supply;  ///< as it was on the day that is charged
  tariff::State facts;
  tariff::ChargeState charge_state;
  std::string plan;  ///< by which the last day was charged; empty: none yet
  std::vector<books::AccountChange> changes;
  std::optional<DayRegisters> charged_to;  ///< all registers of that moment, where the books have them
  std::vector<books::DayCharge> days{};
  tariff::ChargedFor charged_for{};
  Money amount{};
};

/// From this day on the plan counts other periods than before: the same moment, by the new ones. What was less than a quantum of
/// the old ones is given.
void change_periods(Run& run, const std::vector<std::string>& periods, const tariff::Reading& reading) {
  const auto names = [](const tariff::Reading& one) {
    std::vector<std::string> out;
    for (const auto& [period, units] : one.registers) out.push_back(period);
    return out;
  };
  if (!run.charged_to || names(reading) == names(run.charge_state.charged_to)) return;
  if (auto same = by_periods(run.facts, periods, *run.charged_to))
    run.charge_state.charged_to.registers = std::move(same->registers);
}

Result<Run> begin_run(const books::Reader& books, const books::RemoteAccount& row, const Context& context) {
  TRY(supply, counter::supply_of(books, row.account, context.now, context.plans));
  TRY(facts, charging_state(books, supply, context.now));
  TRY(charge_state, tariff::charge_state_from_text(row.charge_state, supply.plan));
  const auto newest = books.newest<books::DayCharge>(1, row.account);
  return Run{std::move(supply), std::move(facts), std::move(charge_state), newest.empty() ? "" : newest.front().plan, counter::agreed_changes(books, row.account), {}};
}

/// A day is charged by the plan of its end: a change of today counts for all of it.
Instant end_of(const Zone& zone, const LocalDate& day) {
  return zone.instant(LocalTime{date_of_day(day_number(day) + 1), 0, 0, 0}) - Duration::ms(1);
}

/// The days from the one charged to on go by the plan and the people of that day, and by the transformers of today. Others than before begin a segment.
Result<void> go_on(const books::Reader& books, Run& run, const Context& context) {
  if (!run.changes.empty()) {
    TRY(zone, Zone::find(run.supply.plan.zone()));
    TRY(supply, counter::supply_of(books, run.supply.account.number, end_of(zone, run.charge_state.charged_to.day), context.plans));
    TRY(facts, charging_state(books, supply, context.now));
    run.supply = std::move(supply);
    run.facts = std::move(facts);
  }
  const bool other_plan = !run.plan.empty() && run.plan != run.supply.plan.id();
  if (other_plan || run.facts.numbers != run.charge_state.before.numbers || run.facts.multiplier != run.charge_state.before.multiplier)
    tariff::begin_segment(run.charge_state, run.facts);
  if (other_plan) {
    counter::forget_charges_of_before(run.supply, run.charge_state.before.charged);
    run.charge_state.after.charged = run.charge_state.before.charged;
  }
  return Done{};
}

/// The first day of a gap from which another plan, or other people, count.
std::optional<LocalDate> turn_within(const Run& run, const LocalDate& until) {
  for (const auto& change : run.changes) {
    const auto day = parse_date(change.from);
    if (day.ok() && run.charge_state.charged_to.day < *day && *day < until) return *day;
  }
  return std::nullopt;
}

/// By the plate of its meter.
std::uint32_t watts_of(const Supply& supply, const Context& context) { return context.devices.facts_of(supply.meter.model).largest_watts; }

Energy between(Energy from, Energy to, std::int64_t part, std::int64_t whole, std::uint32_t largest_watts) {
  const auto went = register_went(from, to, Duration::days(whole), largest_watts).value_or(to - from);  // what ran back is refused behind it
  const auto passed = divide(Wide{went.wh()} * part, whole, Round::down);
  return register_onward(from, Energy::wh(passed));
}
/// The registers as a day of a gap began, had its use been even.
DayRegisters between(const DayRegisters& from, const DayRegisters& to, const LocalDate& day, std::uint32_t largest_watts) {
  const auto part = day_number(day) - day_number(from.day), whole = day_number(to.day) - day_number(from.day);
  DayRegisters out{day, between(from.total, to.total, part, whole, largest_watts), {}};
  for (std::size_t rate = 0; rate < out.rates.size(); ++rate)
    if (from.rates[rate] && to.rates[rate]) out.rates[rate] = between(*from.rates[rate], *to.rates[rate], part, whole, largest_watts);
  return out;
}

/// Everything up to these registers is charged; `estimated`: somebody has divided a gap.
Result<void> charge_to(const books::Reader& books, Run& run, const DayRegisters& registers, bool estimated, const Context& context) {
  MUST(go_on(books, run, context));
  TRY(periods, periods_of(run.supply, run.facts, registers.day));
  auto reading = by_periods(run.facts, periods, registers);
  if (!reading) return Done{};
  reading->form.largest_watts = watts_of(run.supply, context);
  change_periods(run, periods, *reading);
  TRY(charged, tariff::charge_days(run.supply.plan, run.charge_state, *reading));
  for (auto& day : charged.days) {
    day.estimated = day.estimated || estimated;
    run.days.push_back(row_of(run.supply, day, periods));
  }
  for (const auto& [what, amount] : charged.charged_for) run.charged_for[what] += amount;
  run.amount += charged.amount;
  run.charge_state = std::move(charged.charge_state);
  if (!charged.days.empty()) run.plan = run.supply.plan.id();
  run.charged_to = registers;
  return Done{};
}

/// One reading: the opening one, or everything up to it is charged.
Result<void> take(const books::Reader& books, Run& run, books::RemoteAccount& row, const DayRegisters& registers, const Context& context) {
  if (row.charged_to.empty()) {
    TRY(periods, periods_of(run.supply, run.facts, registers.day));
    const auto reading = by_periods(run.facts, periods, registers);
    if (!reading) return Done{};
    run.charge_state.charged_to = *reading;
    run.charged_to = registers;
    row.charged_to = format_date(reading->day);
    if (row.charged_from.empty()) row.charged_from = row.charged_to;
    return Done{};
  }
  bool divided = false;
  // Where the books do not have the registers at the beginning of the gap, it is charged by the plan with which it began.
  for (auto turn = turn_within(run, registers.day); turn && run.charged_to; turn = turn_within(run, registers.day)) {
    MUST(charge_to(books, run, between(*run.charged_to, registers, *turn, watts_of(run.supply, context)), divided = true, context));
    row.charged_to = format_date(run.charge_state.charged_to.day);
    if (run.charge_state.charged_to.day != *turn) return Done{};  // a rate of it was not read
  }
  MUST(charge_to(books, run, registers, divided, context));
  row.charged_to = format_date(run.charge_state.charged_to.day);
  return Done{};
}

/// "charge/100001/2026-11-22": behind it a number, where a wrong clock has charged to that day before.
std::string entry_number(const books::Reader& books, const books::RemoteAccount& row) {
  const auto first = fmt::format("charge/{}/{}", row.account, row.charged_to);
  auto out = first;
  for (int n = 2; books.find<books::Entry>(out); ++n) out = fmt::format("{}/{}", first, n);
  return out;
}

/// The ledger's side of the run, and the number of its entry in each day.
Result<void> post(const books::Reader& books, Run& run, const books::RemoteAccount& row, const Context& context, books::Changes& changes) {
  std::vector<ledger::Charge> charges;
  for (const auto& [what, amount] : run.charged_for) charges.push_back({ledger_account(what, word_of(run.supply.plan.commodity())), amount});
  const ledger::Head head{entry_number(books, row), books::chain_of_station(run.supply.account.station),
                          context.now, settings::business_day(books, context.now, context.zone), ledger::Operation::day_charge, row.account};
  TRY(entry, ledger::days_charged(head, row.account, charges));
  for (auto& day : run.days) {
    if (!entry.legs.empty()) day.entry = entry.number;
    changes.put.emplace_back(day);
  }
  if (!entry.legs.empty()) changes.append.emplace_back(std::move(entry));
  return Done{};
}

/// Charges what there is, as far as it goes.
struct Progress {
  std::vector<books::DayCharge> days;
  Money amount;
  std::optional<Error> stopped;  ///< by what
};
Result<Progress> charge_readings(const books::Reader& books, books::RemoteAccount& row, const std::optional<DayRegisters>& more,
                                 const Context& context, books::Changes& changes) {
  auto run = begin_run(books, row, context);
  if (!run.ok()) return Progress{{}, {}, run.error()};
  const auto charged_to = run->charge_state.charged_to.day;
  auto readings = day_registers(books, row.meter, charged_to, context.zone);
  if (!row.charged_to.empty() && !readings.empty() && readings.front().day == charged_to) {
    run->charged_to = readings.front();
    readings.erase(readings.begin());
  }
  if (more) readings.push_back(*more);
  Progress out;
  for (const auto& registers : readings) {
    auto taken = take(books, *run, row, registers, context);
    if (taken.ok()) continue;
    out.stopped = std::move(taken).error();
    break;
  }
  MUST(post(books, *run, row, context, changes));
  row.charge_state = tariff::to_text(run->charge_state);
  out.amount = run->amount;
  out.days = std::move(run->days);
  return out;
}

}  // namespace

Money balance_of(const books::Reader& books, std::int64_t account) { return counter::refund_due(books, account); }

Result<books::RemoteAccount> active_account(const books::Reader& books, std::int64_t account) {
  auto row = books.find<books::RemoteAccount>(account);
  if (row && row->state == books::RemoteAccountStatus::active) return *std::move(row);
  return error(Fault::request, "no_remote_account", "The balance of this account is not at the server; nothing was changed.",
               {{"account", fmt::format("{}", account)}});
}

Result<std::optional<tariff::Reading>> reading_of(const Supply& supply, const tariff::State& state,
                                                  const DayRegisters& registers) {
  TRY(periods, periods_of(supply, state, registers.day));
  return by_periods(state, periods, registers);
}

Result<tariff::State> charging_state(const books::Reader& books, const Supply& supply, Instant now) {
  TRY(state, counter::tariff_state(supply, now));
  const auto ratio = books::register_ratio(books, supply.meter.number, supply.meter.ct, supply.meter.pt).at(now);
  if (ratio != 1) state.multiplier = fmt::format("{}", ratio);
  return state;
}

ChargeAnswer charge(const books::Reader& books, std::int64_t account, const Context& context) {
  TRY(before, active_account(books, account));
  books::Decision<Charged> out;
  auto& row = out.answer.account = before;
  out.answer.balance = balance_of(books, account);
  if (charged_ahead(books, row, context)) {
    MUST(bring_back(books, row, context, out.changes));
  } else if (row.trouble.empty()) {
    TRY(progress, charge_readings(books, row, {}, context, out.changes));
    out.answer.days = std::move(progress.days);
    out.answer.balance -= progress.amount;
    if (progress.stopped) row.trouble = progress.stopped->code;
  }
  out.answer.commands = give_orders(books, row, out.answer.balance, context, out.changes);
  const bool changed = row.charge_state != before.charge_state || row.charged_to != before.charged_to || row.trouble != before.trouble ||
                       row.ordered != before.ordered;
  if (changed) {
    row.changed = context.now;
    out.changes.put.emplace_back(row);
  }
  return out;
}

ChargeAnswer charge_last(const books::Reader& books, std::int64_t account, const std::optional<DayRegisters>& closing,
                         const Context& context) {
  TRY(row, active_account(books, account));
  books::Decision<Charged> out;
  out.answer.account = std::move(row);
  out.answer.balance = balance_of(books, account);
  if (!out.answer.account.trouble.empty()) return out;
  TRY(progress, charge_readings(books, out.answer.account, closing, context, out.changes));
  if (progress.stopped) return *std::move(progress.stopped);
  out.answer.days = std::move(progress.days);
  out.answer.balance -= progress.amount;
  return out;
}

bool has_work(const books::Reader& books, const books::RemoteAccount& row, const Context& context) {
  if (row.state != books::RemoteAccountStatus::active) return false;
  if (may_need_orders(row, balance_of(books, row.account), context.zone.local(context.now))) return true;
  if (charged_ahead(books, row, context)) return true;
  if (!row.trouble.empty()) return false;
  const auto charged_to = parse_date(row.charged_to);
  const auto today = context.zone.local(context.now).date;
  // An account that awaits its first reading is rare: it is simply tried.
  if (!charged_to.ok()) return true;
  return *charged_to < today && !day_registers(books, row.meter, date_of_day(day_number(*charged_to) + 1), context.zone).empty();
}

std::optional<std::int64_t> days_left(const books::Reader& books, const books::RemoteAccount& row, Money balance, const LocalDate& today) {
  const auto newest = books.newest<books::DayCharge>(days_averaged, row.account);
  const auto charged_to = parse_date(row.charged_to);
  Money sum;
  for (const auto& day : newest) sum += day.amount;
  if (sum <= Money{} || !charged_to.ok()) return std::nullopt;
  const auto days = divide(Wide{balance.minor()} * static_cast<std::int64_t>(newest.size()), sum.minor(), Round::down);
  return std::max<std::int64_t>(0, days - std::max<std::int64_t>(0, day_number(today) - day_number(*charged_to)));
}

}  // namespace kwota::remote_account
