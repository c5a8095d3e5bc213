#include "sell/remote_account/keep.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "base/cause.h"
#include "base/decimal.h"
#include "base/ids_text.h"
#include "base/text/typed_register.h"
#include "books/lookup.h"
#include "people/approval.h"
#include "people/permissions.h"
#include "sell/counter/account/account_life.h"
#include "sell/counter/account/leaving_meter.h"
#include "sell/counter/order/fit.h"
#include "sell/counter/sell.h"
#include "sell/customer/registers.h"
#include "sell/remote/link.h"
#include "sell/remote_account/begins_with.h"
#include "sell/scheme/device_fit.h"
#include "sell/settings/in_force.h"
#include "sell/stock/stock.h"

namespace kwota::remote_account {
namespace {

using counter::Supply;

bool is_typed(const TypedRegisters& typed) { return !typed.total.empty(); }

/// What somebody read off the meter, as if a day had begun with it.
Result<DayRegisters> typed_registers(const TypedRegisters& typed, const LocalDate& day) {
  DayRegisters registers{day, {}, {}};
  TRY(total, typed_register(typed.total));
  registers.total = total;
  for (std::size_t i = 0; i < registers.rates.size(); ++i) {
    if (typed.rates[i].empty()) continue;
    TRY(rate, typed_register(typed.rates[i]));
    registers.rates[i] = rate;
  }
  return registers;
}

Result<tariff::Reading> typed_reading(const Supply& supply, const tariff::State& state, const TypedRegisters& typed,
                                      const LocalDate& day) {
  TRY(registers, typed_registers(typed, day));
  TRY(reading, reading_of(supply, state, registers));
  if (reading) return *std::move(reading);
  return error(Fault::request, "register_missing",
               "The price plan needs the register of each rate; nothing was changed. Type them all.",
               {{"account", fmt::format("{}", supply.account.number)}});
}

LocalDate today_of(const Context& context) { return context.zone.local(context.now).date; }
LocalDate day_after(const LocalDate& day) { return date_of_day(day_number(day) + 1); }

/// Credit in the meter would be used before any reading is charged: the two kinds of account do not go together.
Result<void> meter_holds_nothing(const books::Reader& books, const Supply& supply) {
  MUST(counter::nothing_pending(books, supply));
  const Credit remaining = supply.expected_balance();
  if (remaining.is_zero()) return Done{};
  return error(Fault::refused, "meter_has_credit",
               "The meter still holds money of its own; nothing was changed. Let it be used up, or close the account first.",
               {{"remaining", format_credit(remaining, supply.utility.minor_digits)}});
}

/// A prepared account is opened: it has no first sale.
Result<void> open_draft(const books::Reader& books, Supply& supply, const Context& context, books::Changes& changes) {
  if (supply.account.state != books::AccountStatus::draft) return Done{};
  MUST(counter::granted_if_reviewed(books, supply.account.number, context.now));
  MUST(customer::free_meter(books, supply.meter.number, supply.account.number));
  supply.account.station = context.station;
  supply.account.state = books::AccountStatus::open;
  supply.account.opened = context.now;
  supply.account.first_number = supply.meter.applied;
  supply.account.statements_before = supply.meter.statements;
  supply.meter.state = books::MeterStatus::installed;
  supply.meter.service_point = supply.service_point.code;
  changes.put.emplace_back(supply.meter);
  return stock::put_on(books, supply.meter.number, supply.account.number, "", context, changes);
}

/// What he may owe is credit, and nobody gives credit alone.
Result<void> credit_agreed(const books::Reader& books, const books::RemoteAccount& row, Money before, std::int64_t approval, const Context& context, books::Changes& changes) {
  if (row.overdraft <= before) return Done{};
  TRY(agreed, people::second_person(books, {"balances_write", people::Proposal(people::Proposed::allow_overdraft).number(people::Part::account, row.account), row.overdraft, {}, approval, true}, context));
  if (agreed) changes.put.emplace_back(*agreed);
  return Done{};
}

/// A day is charged once: whoever ends an account and begins it again on one day begins with the next.
LocalDate opening_day(const books::Reader& books, std::int64_t account, const Context& context) {
  const auto today = today_of(context);
  const auto newest = books.newest<books::DayCharge>(1, account);
  return newest.empty() ? today : std::max(today, day_after(newest.front().day));
}

/// Steps go on over an end and a new beginning: what this account was charged for in the running period counts, as it would had it never ended. The meter's own count is more where it has counted since.
void count_on(const books::Reader& books, const Supply& supply, tariff::State& state) {
  const auto former = books.find<books::RemoteAccount>(supply.account.number);
  if (!former) return;
  const auto charged = tariff::charge_state_from_text(former->charge_state, supply.plan);
  if (!charged.ok() || !charged->after.counter) return;
  const auto& counted = *charged->after.counter;
  const auto order = [](const tariff::State::Counter& counter) { return std::pair{counter.period, counter.units.e3}; };
  if (!state.counter || order(*state.counter) < order(counted)) state.counter = counted;
}

/// Another meter's registers come next: behind other transformers they are no segment of the former one's.
void by_its_transformers(tariff::ChargeState& charge_state, const tariff::State& state) {
  if (charge_state.before.multiplier != state.multiplier) tariff::begin_segment(charge_state, state);
}

/// Where charging begins: the typed registers, today; else whatever the first day from tomorrow on begins with.
Result<void> set_opening(const books::Reader& books, books::RemoteAccount& row, tariff::ChargeState& charge_state, const Supply& supply,
                         const tariff::State& state, const TypedRegisters& typed, const Context& context) {
  if (is_typed(typed)) {
    TRY(reading, typed_reading(supply, state, typed, opening_day(books, row.account, context)));
    charge_state.charged_to = std::move(reading);
    row.charged_to = format_date(charge_state.charged_to.day);
  } else {
    charge_state.charged_to = {day_after(today_of(context)), {}};
    row.charged_to.clear();
  }
  row.charge_state = tariff::to_text(charge_state);
  return Done{};
}

/// Nothing is in the meter and nothing under way to it: no instruction has to bring back what it holds.
/// `balance`: at the server, after the last charge. A debt is paid, claimed or written off before.
Result<void> close_account(const books::Reader& books, const Supply& supply, Money balance, std::optional<Energy> last_register, const Context& context, books::Changes& changes) {
  MUST(meter_holds_nothing(books, supply));
  Money by_name;
  for (const auto& owed : supply.debts)
    if (!owed.paused) by_name += owed.left;
  if (balance > Money{} && by_name > Money{})
    return error(Fault::refused, "debts_by_name_first", "Debts stand by name at this account: they are paid before its balance is paid out. Nothing was closed. Take what is owed at the counter, then close it.",
                 {{"account", fmt::format("{}", supply.account.number)}, {"debts", format_money(by_name, supply.utility.minor_digits)}});
  if (balance.is_negative())
    return error(Fault::refused, "account_in_debt",
                 "This account owes money; nothing was closed. Let it be paid, turn it into a claim, or have it written off by two persons.",
                 {{"account", fmt::format("{}", supply.account.number)}, {"debt", format_money(-balance, supply.utility.minor_digits)}});
  auto row = counter::leaving(books, supply, context.now);
  row.balance_source = books::BalanceSource::by_link;
  if (last_register) row.last_register = last_register;
  else if (supply.statement) row.last_register = supply.statement->energy;
  row.swapped_by = context.who.name;
  counter::take_off(books, supply.meter, supply.account.number, "", context, changes);
  counter::end_account(books, supply.account, context, changes);
  changes.put.emplace_back(std::move(row));
  return Done{};
}

/// An account whose balance ended before, perhaps with a debt that has found its end since.
ChargeAnswer close_ended(const books::Reader& books, books::RemoteAccount row, const Context& context) {
  books::Decision<Charged> out;
  TRY(supply, counter::supply_of(books, row.account, context.now, context.plans));
  if (supply.account.state == books::AccountStatus::closed)
    return error(Fault::refused, Cause::account_closed, "This account is closed; nothing was changed.", {{"account", fmt::format("{}", row.account)}});
  out.answer.balance = balance_of(books, row.account);
  MUST(close_account(books, supply, out.answer.balance, {}, context, out.changes));
  out.answer.account = std::move(row);
  return out;
}

/// What an account goes by when its balance is at the server no more.
Result<std::string> scheme_after(const books::Reader& books, const books::RemoteAccount& row, const Context& context) {
  if (!row.scheme_before.empty()) return row.scheme_before;
  TRY(over_its_line, scheme::scheme_to_open("", scheme::Carrier::link, context));
  MUST(scheme::its_line_speaks(books, row.meter, *over_its_line));
  return std::string{over_its_line->name};
}

/// Charged to the register that was typed, today included, or to what was read last.
ChargeAnswer charge_to(const books::Reader& books, std::int64_t account, const TypedRegisters& closing, const Context& context) {
  TRY(before, active_account(books, account));
  const Details about{{"account", fmt::format("{}", before.account)}, {"trouble", before.trouble}};
  if (!before.trouble.empty())
    return error(Fault::refused, "balance_in_trouble", "This account is charged no further because of a trouble; nothing was changed. Lift it first.", about);
  const auto today = today_of(context);
  if (before.charged_to > format_date(today))
    return error(Fault::refused, "charged_to_tomorrow", "A last register was typed today already, and today is charged to its end; nothing was changed. Do it tomorrow.", about);
  std::optional<DayRegisters> last;
  if (is_typed(closing)) {
    TRY(typed, typed_registers(closing, day_after(today)));
    last = typed;
  }
  return charge_last(books, before.account, last, context);
}

}  // namespace

Kept begin(const books::Reader& books, const BeginRequest& request, const Context& context) {
  MUST(people::require(context.who, "balances_write"));
  MUST(settings::way_is_used(books, settings::SettingName::way_server, context.now));
  TRY(supply, counter::supply_of(books, request.account, context.now, context.plans));
  MUST(scheme::balance_in_meter(supply.account, context));
  TRY(at_server, scheme::scheme_at_server(request.scheme, context));
  books::Decision<books::RemoteAccount> out;
  MUST(open_draft(books, supply, context, out.changes));
  MUST(counter::may_be_sold_to(supply));
  MUST(counter::prices_what_it_counts(supply));
  MUST(scheme::meter_serves(supply.meter, *at_server, context));
  if (!at_server->protocols.empty()) MUST(remote::usable_link(books, supply.meter.number));
  MUST(scheme::its_line_speaks(books, supply.meter.number, *at_server));
  MUST(meter_holds_nothing(books, supply));
  auto before = std::exchange(supply.account.scheme, std::string{at_server->name});
  TRY(begun, begin_at(books, supply, {request.terms, request.opening, std::move(before), balance_of(books, request.account)}, context));
  MUST(credit_agreed(books, begun.answer, Money{}, request.approval, context, out.changes));
  out.answer = std::move(begun.answer);
  out.changes.join(std::move(begun.changes));
  out.changes.put.emplace_back(supply.account);
  return out;
}

Result<BeginsWith> begins_with(const books::Reader& books, const Supply& now, const Context& context) {
  if (now.plan.currency() != now.utility.currency)
    return error(Fault::request, "currency_mismatch", "The price plan is in another currency than the books; nothing was booked.",
                 {{"currency", now.plan.currency()}, {"books", now.utility.currency}});
  TRY(state, charging_state(books, now, context.now));
  count_on(books, now, state);
  MUST(tariff::rate_periods(now.plan, context.now, state));
  MUST(counter::has_rates_for(books, now, context.now));
  TRY(charged, tariff::begin_account(now.plan, state, {today_of(context), {}}));
  return BeginsWith{std::move(state), std::move(charged)};
}

Kept begin_at(const books::Reader& books, const Supply& now, const Beginning& beginning, const Context& context) {
  books::Decision<books::RemoteAccount> out;
  auto& row = out.answer;
  row.account = now.account.number;
  row.meter = now.meter.number;
  TRY(with, with_terms(row, beginning.terms));
  row = std::move(with);
  TRY(begins, begins_with(books, now, context));
  MUST(set_opening(books, row, begins.charged, now, begins.state, beginning.opening, context));
  row.charged_from = row.charged_to;
  row.changed = context.now;
  row.scheme_before = beginning.scheme_before;
  give_orders(books, row, beginning.balance, context, out.changes);
  out.changes.put.emplace_back(row);
  return out;
}

Result<books::Decision<Left>> leave(const books::Reader& books, std::int64_t account, const TypedRegisters& closing, const Context& context) {
  TRY(charged, charge_to(books, account, closing, context));
  TRY(supply, counter::supply_of(books, account, context.now, context.plans));
  TRY(charge_state, tariff::charge_state_from_text(charged.answer.account.charge_state, supply.plan));
  auto& row = charged.answer.account;
  row.state = books::RemoteAccountStatus::ended;
  row.changed = context.now;
  return books::Decision<Left>{std::move(charged.changes), {std::move(row), charged.answer.balance, counter::charged_text(charge_state.after.charged)}};
}

ChargeAnswer change_terms(const books::Reader& books, const TermsRequest& request, const Context& context) {
  MUST(people::require(context.who, "balances_write"));
  TRY(row, active_account(books, request.account));
  const Money before = row.overdraft;
  TRY(with, with_terms(std::move(row), request.terms));
  with.changed = context.now;
  books::Decision<Charged> out;
  MUST(credit_agreed(books, with, before, request.approval, context, out.changes));
  out.answer.account = std::move(with);
  out.answer.balance = balance_of(books, request.account);
  out.answer.commands = give_orders(books, out.answer.account, out.answer.balance, context, out.changes);
  out.changes.put.emplace_back(out.answer.account);
  return out;
}

ChargeAnswer end(const books::Reader& books, const EndRequest& request, const Context& context) {
  MUST(people::require(context.who, "balances_write"));
  if (request.close) MUST(people::require(context.who, "close_account"));
  if (auto row = books.find<books::RemoteAccount>(request.account); request.close && row && row->state == books::RemoteAccountStatus::ended)
    return close_ended(books, *std::move(row), context);
  std::optional<DayRegisters> closing;
  if (is_typed(request.closing)) {
    TRY(typed, typed_registers(request.closing, day_after(today_of(context))));
    closing = typed;
  }
  TRY(out, charge_to(books, request.account, request.closing, context));
  auto& row = out.answer.account;
  row.state = books::RemoteAccountStatus::ended;
  row.changed = context.now;
  // Standing charges that were taken here are not taken again by a sale.
  TRY(supply, counter::supply_of(books, request.account, context.now, context.plans));
  const auto charge_state = tariff::charge_state_from_text(row.charge_state, supply.plan);
  TRY(scheme, scheme_after(books, row, context));  // it may have been prepared and have begun with its balance there
  row.scheme_before = scheme;
  supply.account.scheme = std::move(scheme);
  if (charge_state.ok()) supply.account.charged = counter::charged_text(charge_state->after.charged);
  if (request.close) MUST(close_account(books, supply, out.answer.balance, closing ? std::optional{closing->total} : std::nullopt, context, out.changes));
  else out.changes.put.emplace_back(supply.account);
  out.changes.put.emplace_back(row);
  return out;
}

ChargeAnswer go_on_at(const books::Reader& books, const Supply& now, const TypedRegisters& closing, const TypedRegisters& opening, const Context& context) {
  const auto today = today_of(context);
  TRY(out, charge_to(books, now.account.number, closing, context));
  auto& row = out.answer.account;
  TRY(state, charging_state(books, now, context.now));
  TRY(charge_state, tariff::charge_state_from_text(row.charge_state, now.plan));
  TRY(reading, typed_reading(now, state, opening, std::max(today, charge_state.charged_to.day)));
  by_its_transformers(charge_state, state);
  charge_state.charged_to = std::move(reading);
  row.charged_to = format_date(charge_state.charged_to.day);
  row.charge_state = tariff::to_text(charge_state);
  row.meter = now.meter.number;
  row.changed = context.now;
  return out;
}

Result<books::Decision<HandedOver>> hand_over(const books::Reader& books, const Supply& now, std::int64_t former, const TypedRegisters& last, const Context& context) {
  TRY(charged, charge_to(books, former, last, context));
  auto& ended = charged.answer.account;
  TRY(scheme, scheme_after(books, ended, context));
  TRY(before, tariff::charge_state_from_text(ended.charge_state, now.plan));
  TRY(state, charging_state(books, now, context.now));
  TRY(charge_state, tariff::begin_account(now.plan, state, before.charged_to));
  books::RemoteAccount fresh = ended;
  fresh.account = now.account.number;
  fresh.meter = now.meter.number;
  fresh.charge_state = tariff::to_text(charge_state);
  fresh.charged_from = fresh.charged_to;
  fresh.scheme_before = scheme;
  fresh.ordered = books::BalanceOrders::none;
  fresh.overdraft = {};  // what the former one may owe two persons agreed to for him alone
  fresh.changed = context.now;
  ended.state = books::RemoteAccountStatus::ended;
  ended.scheme_before = scheme;
  ended.changed = context.now;
  return books::Decision<HandedOver>{std::move(charged.changes), {ended, std::move(fresh), std::move(scheme), charged.answer.balance}};
}

Kept lift(const books::Reader& books, const LiftRequest& request, const Context& context) {
  MUST(people::require(context.who, "balances_write"));
  TRY(row, active_account(books, request.account));
  if (row.trouble.empty())
    return error(Fault::refused, "no_trouble", "This account is in no trouble; nothing was changed.",
                 {{"account", fmt::format("{}", request.account)}});
  row.trouble.clear();
  row.changed = context.now;
  if (request.anew) {
    TRY(supply, counter::supply_of(books, request.account, context.now, context.plans));
    TRY(state, charging_state(books, supply, context.now));
    TRY(charge_state, tariff::charge_state_from_text(row.charge_state, supply.plan));
    row.meter = supply.meter.number;
    by_its_transformers(charge_state, state);
    MUST(set_opening(books, row, charge_state, supply, state, request.opening, context));
  }
  books::Decision<books::RemoteAccount> out;
  out.changes.put.emplace_back(row);
  out.answer = std::move(row);
  return out;
}

}  // namespace kwota::remote_account
