#include "sell/counter/price.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "base/cause.h"
#include "base/decimal.h"
#include "base/fingerprint.h"
#include "base/ids_text.h"
#include "base/text/typed_amount.h"
#include "sell/counter/order/fit.h"
#include "sell/ledger/chart.h"
#include "sell/settings/in_force.h"
#include "sell/tariff/plan/smallest_amount.h"

namespace kwota::counter {
namespace {

std::string text(const Supply& supply, Money amount) { return format_money(amount, supply.utility.minor_digits); }

/// Lines of what is bought itself; the others are charges beside it.
bool is_bought(const tariff::Line& line) { return tariff::line_id::is_of_the_commodity(line.id); }

std::string ledger_account(const Supply& supply, const tariff::Line& line) {
  if (line.left) return debts::ledger_account(supply.debts, line.id);
  if (line.base) return ledger::tax(line.id);
  return tariff::is_standing(line) ? ledger::fixed(line.id) : ledger::fee(line.id);
}

/// `sold`: credit in money, or units with what is left over.
ledger::Payment payment_of(const Supply& supply, const tariff::Quote& sold, Money tendered) {
  ledger::Payment payment{std::string{word_of(supply.plan.commodity())}, tendered, {}, {}, {}};
  Money charged;
  for (const auto& line : sold.lines) {
    if (line.memo || line.amount.is_zero() || is_bought(line)) continue;
    payment.charges.push_back({ledger_account(supply, line), line.amount});
    charged += line.amount;
  }
  payment.credit = sold.credit ? *sold.credit : tendered - charged - std::max(Money{}, sold.residue.value_or(Money{}));
  payment.residue = tendered - payment.credit - charged;
  return payment;
}

/// Sold once, counted once: what decides whether a shown quote still holds.
std::string mark(const Supply& supply, const tariff::State& state, const tariff::Quote& load, Money tendered, Credit credit) {
  std::string seen = fmt::format("{}|{}|{}|{}|{}|{}|", supply.account.number, supply.account.plan, load.version, tendered.minor(),
                                 credit.amount(), supply.account.charged);
  seen += fmt::format("{}|{}|{}|{}|", supply.meter.sold.value(), supply.meter.revision, supply.meter.applied.value(), supply.meter.statements);
  for (const auto& debt : state.debts) seen += fmt::format("{}:{}:{}:{}|", debt.id, debt.balance.minor(), word_of(debt.rule), debt.value);
  seen += fmt::format("{}|{}", state.counter ? state.counter->units.e3 : -1, supply.account.household_persons);
  return fmt::format("{:016x}", fingerprint(seen));
}

/// What the payment buys by the plan: credit in money, which the meter charges by prices of its own, or units at the prices of today.
Result<tariff::Quote> bought_for(const Supply& supply, const scheme::Scheme& scheme, const tariff::State& state, Money tendered, Instant now) {
  if (supply.meter.unit == Unit::money) return tariff::quote(supply.plan, now, state, tariff::Load{tendered});
  return tariff::quote(supply.plan, now, state, tariff::Pay{tendered, scheme.step});
}

/// Free units of the period come with what is bought.
Credit credit_of(const Supply& supply, const scheme::Scheme& scheme, const tariff::Quote& sold) {
  if (sold.credit) return *sold.credit;
  const auto units = sold.units.e3 + sold.free_units.e3;
  return Credit::of(supply.meter.unit, units - units % scheme.step);
}

/// The least payment of which something reaches the meter: what charges and debts take of this one says nothing of what they take of a larger one.
Money least_payment(const Supply& supply, const scheme::Scheme& scheme, const tariff::State& state, Instant now) {
  const auto least = tariff::smallest_amount([&](std::int64_t paid) {
    const auto sold = bought_for(supply, scheme, state, Money::minor(paid), now);
    return sold.ok() && credit_of(supply, scheme, *sold) > Credit{};
  });
  return Money::minor(least.value_or(money_minor_max));
}

/// For a supply whose prices are those that its meter holds.
Result<Quote> shown_for(const books::Reader& books, const Supply& supply, Money tendered, const Context& context) {
  TRY(scheme, scheme::scheme_of(supply.account, context));
  TRY(out, price_of(books, supply, *scheme, tendered, context.now));
  out.confirm = unusual_sale(books, supply, out.tendered, out.plan_version, context.now);
  return out;
}

/// For a time-of-use plan no energy can be named; the charges then stand alone.
void estimate_energy(const Supply& supply, const tariff::State& state, Instant now, const tariff::Quote& load, Quote& out) {
  const auto pay = tariff::quote(supply.plan, now, state, tariff::Pay{out.tendered});
  out.lines = pay.ok() ? pay->lines : load.lines;
  out.next = pay.ok() ? pay->next : load.next;
  if (pay.ok()) out.units = pay->units;
}

}  // namespace

Result<Carrier> likely_carrier(const books::Reader& books, const books::Account& account, const Context& context) {
  TRY(scheme, scheme::scheme_of(account, context));
  const auto link = books.find<books::MeterLink>(account.meter);
  if (link && link->state == books::LinkStatus::active && scheme->carries(Carrier::link)) return Carrier::link;
  return scheme::carrier_of(account, {}, context);
}

Result<void> begin_book(books::Meter& meter, const books::Account& account, const Context& context) {
  TRY(scheme, scheme::scheme_of(account, context));
  if (scheme->holder == scheme::BalanceHolder::server || scheme->unit == meter.unit) return Done{};
  if (meter.sold != SequenceNumber{})
    return error(Fault::refused, "unit_of_meter",
                 "This meter counts in another unit than this scheme sells; nothing was booked. Choose a scheme of its unit, or another meter.",
                 {{"unit", std::string{word_of(meter.unit)}}, {"scheme", std::string{scheme->name}}});
  meter.unit = scheme->unit;
  return Done{};
}

Result<void> check_hoarding(const books::Reader& books, const Supply& supply, Credit credit, Instant now) {
  if (supply.meter.unit != Unit::money) return Done{};
  const Money limit = settings::money_in_force(books, settings::SettingName::hoarding_limit, now, &supply.account);
  if (limit.is_zero() || supply.expected_balance() + credit <= limit) return Done{};
  const Money room = std::max(Money{}, limit - supply.expected_balance().money());
  return error(Fault::refused, "hoarding", "The meter would hold more than is allowed; sell less.",
               {{"limit", text(supply, limit)}, {"most", text(supply, room)}});
}

Result<Money> parse_amount(std::string_view typed, const books::Utility& utility) { return typed_amount(typed, utility.minor_digits); }

Result<Credit> parse_credit(std::string_view typed, const Supply& supply, const scheme::Scheme& scheme) {
  if (supply.meter.unit == Unit::money) {
    TRY(money, parse_amount(typed, supply.utility));
    return Credit{money};
  }
  const auto units = parse_decimal(typed, 3);
  if (!units.ok() || *units <= 0 || *units > money_minor_max) return bad_amount(typed);
  if (*units % scheme.step != 0)
    return error(Fault::request, "not_multiple", "Credit of this account comes in larger steps; nothing was booked.",
                 {{"quantum", format_shortest(scheme.step, 3)}});
  return Credit::of(supply.meter.unit, *units);
}

const debts::Owed* debt_named(const Quote& quote, const tariff::Line& line) {
  if (!line.left) return nullptr;
  for (const auto& one : quote.debts)
    if (fmt::format("{}", one.row.number) == line.id) return &one;
  return nullptr;
}

Result<QuoteName> parse_quote_id(std::string_view id) {
  QuoteName name;
  std::int64_t minor = 0;
  const char* end = id.data() + id.size();
  const auto account = std::from_chars(id.data(), end, name.account);
  if (account.ec == std::errc{} && account.ptr != end && *account.ptr == '.') {
    const auto amount = std::from_chars(account.ptr + 1, end, minor);
    name.tendered = Money::minor(minor);
    if (amount.ec == std::errc{} && amount.ptr != end && *amount.ptr == '.' && minor > 0) return name;
  }
  return error(Fault::request, "quote_unknown", "This quote is not one of ours; ask for a new one.", {{"quote", std::string{id}}});
}

Result<Quote> price_of(const books::Reader& books, const Supply& supply, const scheme::Scheme& scheme, Money tendered, Instant now) {
  if (supply.plan.currency() != supply.utility.currency)
    return error(Fault::request, "currency_mismatch", "The price plan is in another currency than the books; nothing was booked.",
                 {{"currency", supply.plan.currency()}, {"books", supply.utility.currency}});
  TRY(state, buying_state(supply, now));
  TRY(sold, bought_for(supply, scheme, state, tendered, now));
  Quote out;
  out.account = supply.account.number;
  out.tendered = tendered;
  out.payment = payment_of(supply, sold, tendered);
  out.credit = credit_of(supply, scheme, sold);
  out.residue = out.payment.residue;
  if (out.credit <= Credit{})
    return error(Fault::refused, Cause::too_little, "The charges due take all of this payment; nothing would reach the meter.",
                 {{"need", text(supply, least_payment(supply, scheme, state, now))}});
  MUST(check_hoarding(books, supply, out.credit, now));
  if (supply.meter.unit == Unit::money) {
    estimate_energy(supply, state, now, sold, out);
    out.warnings.push_back(QuoteWarning::tariff_estimate);
  } else {
    out.lines = sold.lines;
    out.next = sold.next;
    out.units = tariff::Units{out.credit.amount()};
  }
  out.id = fmt::format("{}.{}.{}", out.account, tendered.minor(), mark(supply, state, sold, tendered, out.credit));
  if (supply.statement) out.remaining = supply.statement->remaining - supply.statement->overdraft;
  out.should_show = supply.expected_balance() + out.credit;
  out.expires = now + quote_lasts;
  out.plan = supply.plan.id();
  out.plan_version = sold.version;
  out.charged_after = sold.charged_after;
  out.debts = supply.debts;
  if (!supply.statement) out.warnings.push_back(QuoteWarning::no_statement);
  if (supply.in_transit) out.warnings.push_back(QuoteWarning::unread_on_card);
  if (!supply.behind.empty()) out.warnings.push_back(QuoteWarning::former_prices);
  return out;
}

Result<Quote> quote_for(const books::Reader& books, const Supply& asked, Money tendered, const Context& context) {
  TRY(carrier, likely_carrier(books, asked.account, context));
  TRY(supply, held_prices(books, asked, carrier, context.now));
  return shown_for(books, supply, tendered, context);
}

Result<Quote> quote(const books::Reader& books, const QuoteRequest& request, const Context& context) {
  TRY(asked, supply_of(books, request.account, context.now, context.plans));
  MUST(begin_book(asked.meter, asked.account, context));
  if (asked.account.state != books::AccountStatus::draft) MUST(may_be_sold_to(asked));
  MUST(scheme::balance_in_meter(asked.account, context));
  TRY(carrier, likely_carrier(books, asked.account, context));
  TRY(supply, held_prices(books, std::move(asked), carrier, context.now));
  if (!request.currency.empty() && request.currency != supply.utility.currency)
    return error(Fault::request, "currency_mismatch", "This utility sells in one currency only; nothing was booked.",
                 {{"currency", request.currency}, {"books", supply.utility.currency}});
  if (request.units.empty()) {
    TRY(tendered, parse_amount(request.pay, supply.utility));
    return shown_for(books, supply, tendered, context);
  }
  const auto units = parse_decimal(request.units, 3);
  if (!units.ok() || *units <= 0) return bad_amount(request.units);
  TRY(state, buying_state(supply, context.now));
  TRY(cost, tariff::quote(supply.plan, context.now, state, tariff::Buy{tariff::Units{*units}}));
  return shown_for(books, supply, cost.total, context);
}

}  // namespace kwota::counter
