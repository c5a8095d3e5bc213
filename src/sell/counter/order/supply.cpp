#include "sell/counter/order/supply.h"

#include <fmt/format.h>

#include <algorithm>

#include <boost/json.hpp>

#include "base/cause.h"
#include "base/ids_text.h"
#include "books/lookup.h"
#include "sell/counter/order/account_change.h"
#include "sell/counter/order/instruction_book.h"
#include "sell/ledger/sale_document.h"
#include "sell/settings/in_force.h"

namespace kwota::counter {
namespace {

/// The counter period that an instant lies in; nothing when the plan counts none or knows no price yet.
std::optional<LocalDate> period_at(const tariff::PricePlan& plan, Instant at) {
  const auto period = tariff::period_of(plan, at);
  return period.ok() ? *period : std::nullopt;
}

/// Of an instruction that brings less than its sales were for – a part of one was deducted –, its share.
Result<tariff::Units> units_of(const books::Reader& books, const books::Instruction& instruction) {
  std::int64_t units_e3 = 0;
  Credit credit;
  for (const auto& number : credited(books, instruction)) {
    const auto sale = books.find(books::columns(&books::Sale::credit, &books::Sale::document), number);
    if (!sale) continue;
    const auto& [of_sale, document] = *sale;
    if (of_sale <= Credit{}) continue;
    TRY(said, ledger::sale_document(number, document));  // the position in the steps
    credit += of_sale;
    units_e3 += said.units_e3;
  }
  if (instruction.amount >= credit || credit <= Credit{}) return tariff::Units{units_e3};
  return tariff::Units{static_cast<std::int64_t>(static_cast<Wide>(units_e3) * std::max<std::int64_t>(0, instruction.amount.amount()) / credit.amount())};
}

constexpr std::size_t purchases_of_a_month = 12, purchases_of_all_years = 100'000;

bool stands(const books::Reader& books, const std::string& sale) {
  const auto state = books.find<books::SaleState>(sale);
  return state && books::happened(state->state) && state->state != books::SaleStatus::taking_back && state->state != books::SaleStatus::taken_back;
}

/// Nothing when more than `most` purchases were made in that period.
std::optional<Supply::Bought> bought_among(const books::Reader& books, const Supply& supply, std::size_t most) {
  Supply::Bought out;
  using books::Sale;
  const auto sales = books.newest(books::columns(&Sale::number, &Sale::kind, &Sale::time, &Sale::credit), Sale::of_account, most, supply.account.number);
  for (const auto& [number, kind, time, credit] : sales) {
    // What an old meter or the server had left was bought before, and what a former customer handed over was bought by him.
    if (books::begins_account(kind) && kind != books::Operation::open) continue;
    if (credit.is_zero() || credit.unit() != supply.meter.unit || !stands(books, number)) continue;
    const auto period = period_at(supply.plan, time);
    if (!period) return out;
    if (out.period && period != out.period) return out;
    out.period = period;
    out.units.e3 += credit.amount();
  }
  return sales.size() < most ? std::optional{out} : std::nullopt;
}

Supply::Bought bought_last(const books::Reader& books, const Supply& supply) {
  const auto few = bought_among(books, supply, purchases_of_a_month);
  return few ? *few : bought_among(books, supply, purchases_of_all_years).value_or(Supply::Bought{});
}

/// The plan with its prices going on at that moment under a name of their own, as where a version was withdrawn: meters that were told others for
/// it are told these.
Result<tariff::PricePlan> going_on(const books::Reader& books, const tariff::PricePlan& plan, Instant at) {
  TRY(zone, Zone::find(plan.zone()));
  const auto head = books.find<books::Plan>(plan.id());
  auto rows = books.select<books::PlanVersion>(plan.id());
  const auto from = format_date(zone.local(at).date);
  // One of that day says by itself what counts from then on; a draft says nothing.
  const auto says = [](const auto& row) { return row.state == books::PlanStatus::published || !row.withdrawn_by.empty(); };
  if (!head || std::ranges::any_of(rows, [&](const auto& row) { return row.from == from && says(row); })) return plan;
  std::erase_if(rows, [&](const auto& row) { return row.from == from; });
  rows.push_back({plan.id(), from, "", books::PlanStatus::withdrawn, "", "", "account", ""});
  std::ranges::sort(rows, {}, &books::PlanVersion::from);
  return tariff::PricePlan::from_parts(head->head, versions_that_count(rows));
}

/// What the meter has counted in its running period is the position in the steps of this plan, too.
bool counted_for(const Supply& supply, Instant reported, LocalDate period) {
  if (period_at(supply.plan, reported) != period) return false;
  const bool by_former = supply.former_plan && reported < *supply.plan_since;
  return !by_former || period_at(*supply.former_plan, reported) == period;
}

Error units_differ(const books::Meter& meter) {
  return error(Fault::ours, "units_differ", "The books of this meter count in two units; nothing was booked. Run verify.", {{"meter", to_text(meter.number)}});
}

}  // namespace

Credit Supply::expected_balance() const {
  Credit balance;
  if (statement) balance = statement->remaining - statement->overdraft;
  if (in_transit) balance += in_transit->amount;
  return balance;
}

Money refund_limit(const books::Reader& books, const Supply& supply, const Context& context) {
  return settings::money_in_force(books, settings::SettingName::refund_limit, context.now, &supply.account);
}

std::optional<books::Instruction> in_transit(const books::Reader& books, const books::Meter& meter) {
  if (meter.sold == meter.applied) return std::nullopt;
  auto newest = books.last<books::Instruction>(meter.number);
  if (newest && newest->kind == books::InstructionKind::withdrawn) return std::nullopt;
  return newest;
}

std::vector<std::string> versions_that_count(const std::vector<books::PlanVersion>& versions) {
  std::vector<std::string> texts;
  for (const auto& version : versions) {
    if (version.state == books::PlanStatus::published) {
      texts.push_back(version.text);
    } else if (!version.withdrawn_by.empty() && !texts.empty()) {
      boost::json::error_code bad;
      auto former = boost::json::parse(texts.back(), bad);
      if (bad || !former.is_object()) continue;
      former.get_object()["from"] = version.from;
      former.get_object().erase("reset");
      texts.push_back(boost::json::serialize(former));
    }
  }
  return texts;
}

Result<PublishedPlan> published_plan(const books::Reader& books, std::string_view id, tariff::PlanCache* plans) {
  auto head = books.find<books::Plan>(id);
  if (!head) return error(Fault::request, "unknown_plan", "There is no such price plan.", {{"plan", std::string{id}}});
  const auto versions = versions_that_count(books.select<books::PlanVersion>(id));
  TRY(plan, plans != nullptr ? plans->plan(id, head->head, versions) : tariff::PricePlan::from_parts(head->head, versions));
  return PublishedPlan{std::move(*head), std::move(plan)};
}

Result<Supply> supply_for(const books::Reader& books, const books::Account& account, const books::Customer& customer,
                          const books::ServicePoint& point, const books::Meter& meter, tariff::PlanCache* plans) {
  auto utility = books::utility_of(books);
  TRY(published, published_plan(books, account.plan, plans));
  Supply supply{utility, account, customer, point, meter, std::move(published.plan), std::move(published.head.name), {}, {}, {}, {}, {}, {}, {}, {}, {}};
  if (auto newest = books::newest_statement(books, meter.number); newest && books::speaks_for(*newest, account)) supply.statement = std::move(newest);
  supply.in_transit = in_transit(books, meter);
  const auto differs = [&](const auto& row) { return row && row->unit != meter.unit; };
  if (differs(supply.statement) || differs(supply.in_transit)) return units_differ(meter);
  if (supply.in_transit) {
    const auto units = units_of(books, *supply.in_transit);
    if (units.ok()) supply.units_in_transit = *units;
    if (!units.ok()) supply.units_unreadable = units.error();  // the account is shown all the same
  }
  if (meter.unit != Unit::money) supply.bought = bought_last(books, supply);
  return supply;
}

Result<void> see_debts(const books::Reader& books, Supply& supply, Instant now) {
  TRY(zone, Zone::find(supply.plan.zone()));
  supply.debts = debts::owed_by(books, supply.account.number, now, zone);
  return Done{};
}

Result<Supply> supply_of(const books::Reader& books, std::int64_t number, Instant now, tariff::PlanCache* plans) {
  const auto account = books.find<books::Account>(number);
  if (!account)
    return error(Fault::request, "unknown_account", "There is no such account; search by name or meter.", {{"account", fmt::format("{}", number)}});
  const auto meter = books.find<books::Meter>(account->meter);
  if (!meter)
    return error(Fault::refused, "balance_on_card", "The balance of this account is on its card: load the card. Nothing was booked.",
                 {{"account", fmt::format("{}", number)}});
  // Nobody is taken out of the books while an account names him, nor is a place.
  const auto customer = books.find<books::Customer>(account->customer).value_or(books::Customer{});
  const auto point = books.find<books::ServicePoint>(account->service_point).value_or(books::ServicePoint{});
  auto life = plan_life(books, *account, now);
  TRY(supply, supply_for(books, life.account, customer, point, *meter, plans));
  MUST(see_debts(books, supply, now));
  supply.plan_since = life.since;
  if (life.since) {
    TRY(former, published_plan(books, life.former, plans));
    supply.former_plan = std::move(former.plan);
  }
  if (life.coming && life.coming->plan.empty()) {
    TRY(plan, going_on(books, supply.plan, life.coming->begins));
    supply.plan = std::move(plan);
  } else if (life.coming) {
    TRY(coming, published_plan(books, life.coming->plan, plans));
    supply.next_plan = Supply::NextPlan{life.coming->begins, std::move(coming.plan)};
  }
  return supply;
}

std::optional<ComingPrices> coming_prices(const Supply& supply, Instant now) {
  const auto version = supply.plan.next_version_after(now);
  const auto& change = supply.next_plan;
  if (!change || (version && *version < change->begins)) return version ? std::optional{ComingPrices{*version, supply}} : std::nullopt;
  ComingPrices out{change->begins, supply};
  out.then.former_plan = supply.plan;
  out.then.plan_since = change->begins;
  out.then.plan = change->plan;
  out.then.account.plan = change->plan.id();
  out.then.next_plan.reset();
  return out;
}

Result<void> may_be_sold_to(const Supply& supply) {
  const Details account{{"account", fmt::format("{}", supply.account.number)}};
  if (supply.account.state == books::AccountStatus::closed)
    return error(Fault::refused, Cause::account_closed, "This account is closed; nothing can be sold to it. Open a new account.", account);
  if (supply.account.state == books::AccountStatus::closing)
    return error(Fault::refused, "account_closing", "This account is being closed; finish the closing or wait for the meter.", account);
  if (supply.account.state == books::AccountStatus::draft)
    return error(Fault::refused, "account_draft", "This account is not open yet; open it with its first sale.", account);
  if (supply.customer.state == books::CustomerStatus::blocked)
    return error(Fault::refused, "customer_blocked", "This customer is blocked; a supervisor can lift it.",
                 {{"customer", to_text(supply.customer.number)}, {"reason", supply.customer.state_reason}});
  return Done{};
}

std::map<std::string, std::string> parse_charged(std::string_view text) {
  std::map<std::string, std::string> out;
  boost::json::error_code bad;
  const auto json = boost::json::parse(text.empty() ? "{}" : text, bad);
  if (bad || !json.is_object()) return out;
  for (const auto& [id, when] : json.get_object())
    if (when.is_string()) out.emplace(id, when.get_string().c_str());
  return out;
}

std::string charged_text(const std::map<std::string, std::string>& charged) {
  boost::json::object json;
  for (const auto& [id, when] : charged) json[id] = when;
  return boost::json::serialize(json);
}

void forget_charges_of_before(const Supply& supply, std::map<std::string, std::string>& charged) {
  const auto zone = Zone::find(supply.plan.zone());
  if (!supply.former_plan || !zone.ok()) return;
  const auto since = format_date(zone->local(*supply.plan_since).date);
  // "2026-11" or "2026-11-20": the month or day in which it was taken.
  std::erase_if(charged, [&](const auto& taken) { return !supply.former_plan->charges(taken.first) && taken.second < since.substr(0, taken.second.size()); });
}

Result<tariff::State> tariff_state(const Supply& supply, Instant now) {
  TRY(zone, Zone::find(supply.plan.zone()));
  tariff::State state;
  state.charged = parse_charged(supply.account.charged);
  forget_charges_of_before(supply, state.charged);
  if (supply.account.opened) state.opened = zone.local(*supply.account.opened).date;
  if (supply.plan_since) state.joined = zone.local(*supply.plan_since).date;
  if (supply.account.household_persons > 0) state.numbers["heads"] = fmt::format("{}", supply.account.household_persons);
  if (!supply.statement) return state;
  const auto reported = supply.statement->meter_time ? std::optional{zone.instant(*supply.statement->meter_time)} : std::nullopt;
  const auto period = period_at(supply.plan, now);
  if (reported && period && counted_for(supply, *reported, *period))
    state.counter = tariff::State::Counter{*period, tariff::Units{supply.statement->period_energy.wh()}};  // its own position, whatever transformers stand before it
  return state;
}

Result<tariff::State> buying_state(const Supply& supply, Instant now) {
  TRY(state, tariff_state(supply, now));
  state.debts = debts::recoverable(supply.debts, supply.utility.minor_digits);
  const auto period = period_at(supply.plan, now);
  if (supply.meter.unit != Unit::money) {
    state.counter.reset();
    if (period) state.counter = tariff::State::Counter{*period, period == supply.bought.period ? supply.bought.units : tariff::Units{}};
    return state;
  }
  if (supply.units_unreadable) return *supply.units_unreadable;
  if (supply.units_in_transit.e3 == 0) return state;
  if (!state.counter && period) state.counter = tariff::State::Counter{*period, {}};
  if (state.counter) state.counter->units.e3 += supply.units_in_transit.e3;
  return state;
}

}  // namespace kwota::counter
