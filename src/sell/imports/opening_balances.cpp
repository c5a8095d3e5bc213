#include "sell/imports/opening_balances.h"

#include <fmt/format.h>

#include "base/core/commodity.h"
#include "base/decimal.h"
#include "books/chains.h"
#include "books/lookup.h"
#include "sell/counter/account/account_life.h"
#include "sell/counter/account/card_life.h"
#include "sell/counter/order/fit.h"
#include "sell/customer/registers.h"
#include "sell/ledger/chart.h"
#include "sell/ledger/posting.h"
#include "sell/remote_account/keep.h"
#include "sell/settings/in_force.h"
#include "sell/stock/stock.h"

namespace kwota::imports {
namespace {

using books::OpeningAt;
using books::OpeningBalance;
using Judged = Result<Outcome>;

/// Of one account, in minor units: a million rows of it still add up. [K]
constexpr Money amount_most = Money::minor(100'000'000'000);
constexpr std::int64_t count_most = 999'999, units_most_e3 = 999'999'990;

Details of_account(std::int64_t account) { return {{"account", fmt::format("{}", account)}}; }

/// By its own number, or by its meter.
Result<books::Account> account_meant(const books::Reader& books, const Cells& cells) {
  TRY(number, cells.number("account", 0, account_most));
  std::optional<books::Account> found = number != 0 ? books.find<books::Account>(number) : std::nullopt;
  if (number == 0) {
    TRY(meter, cells.meter("meter"));
    found = books::account_of_meter(books, meter);
  }
  if (found) return *std::move(found);
  return error(Fault::request, "unknown_account", "There is no such account; search by name or meter.", of_account(number));
}

/// The first thing that happened to it here; empty: nothing did.
std::string_view moved(const books::Reader& books, const books::Account& account) {
  const auto number = account.number;
  if (account.state != books::AccountStatus::draft) return "open";
  if (!books.newest(books::Sale::of_account, 1, number).empty()) return "sale";
  if (!books.select(books::Card::of_account, number).empty()) return "card";
  if (books.last<books::Purse>(number)) return "purse";
  if (books.find<books::RemoteAccount>(number) || !books.newest<books::DayCharge>(1, number).empty()) return "remote_account";
  if (books.last<books::MeterSwap>(number) || books.last<books::SchemeChange>(number)) return "change";
  return books.balance(ledger::customer_balance(number)).is_zero() && books.balance(ledger::claim(number)).is_zero() ? "" : "balance";
}

/// By which the meter's account goes on.
Result<const scheme::Scheme*> scheme_of_meter(const Cells& cells, const books::Account& account, const Context& context) {
  const auto named = cells.text("scheme").empty() ? account.scheme : cells.text("scheme");
  const auto* found = context.schemes == nullptr ? nullptr : named.empty() ? context.schemes->opened_by(scheme::Carrier::card) : context.schemes->find(named);
  if (found != nullptr && found->holder == scheme::BalanceHolder::meter) return found;
  return error(Fault::request, "unknown_scheme", "There is no such scheme; choose one of the list.", {{"scheme", named}});
}

/// "12.30", or "12.300 m3" as an own list writes it; down to what a device counts.
std::optional<Credit> units_of(std::string_view typed, Unit unit) {
  if (unit == Unit::money) return std::nullopt;
  const auto blank = typed.find(' ');
  if (blank != std::string_view::npos && typed.substr(blank + 1) != plan_unit(unit)) return std::nullopt;
  const auto e3 = parse_decimal(typed.substr(0, blank), 3);
  if (!e3.ok() || *e3 < 0 || *e3 > units_most_e3 || *e3 % counted_as_one(unit) != 0) return std::nullopt;
  return Credit::of(unit, *e3);
}

/// A meter of money holds the amount. One that counts units holds so many, and the amount is what was paid for them before: nothing was, without them.
Result<Credit> held_in(const books::Reader& books, const Cells& cells, Money amount, Unit unit) {
  const auto typed = cells.text("credit");
  if (unit == Unit::money && (typed.empty() || typed == format_money(amount, books::minor_digits_of(books)))) return Credit(amount);
  const auto units = units_of(typed, unit);
  if (units && (!units->is_zero() || amount.is_zero())) return *units;
  return error(Fault::request, "bad_credit",
               "What such a meter holds is written in the unit that it counts, with two decimals at most, and the amount is what was paid for it; where it counts money the amount alone says it. Nothing was imported for it.",
               {{"unit", std::string{word_of(unit)}}, {"text", typed}});
}

Result<OpeningBalance> said_in(const books::Reader& books, const Cells& cells, const books::Account& account, const Context& context) {
  OpeningBalance row;
  row.account = account.number;
  row.meter = account.meter;
  TRY(at, cells.word("kept_at", OpeningAt::server));
  row.at = at;
  TRY(amount, parse_money(cells.amount("amount"), books::minor_digits_of(books)));
  if (amount > amount_most || -amount > amount_most) return error(Fault::request, "bad_amount", "Nobody has so much left; look at the row again. Nothing was imported for it.", {{"text", cells.text("amount")}});
  row.amount = amount;
  row.document = cells.text("document");
  row.taken = context.now;
  row.taken_by = context.who.name;
  if (row.at == OpeningAt::server) return row;
  TRY(count, cells.number("count", 0, count_most));
  if (count == 0) return error(Fault::request, "bad_count", "The count of purchases is a whole number from 1 up, as the meter shows it. Nothing was imported for it.");
  if (row.amount.is_negative()) return error(Fault::request, "bad_amount", "A meter holds zero or more; what was owed beside it comes in as a debt. Nothing was imported for it.", {{"text", cells.text("amount")}});
  row.count = SequenceNumber{static_cast<std::uint32_t>(count)};
  TRY(scheme, scheme_of_meter(cells, account, context));
  row.unit = scheme->unit;
  TRY(credit, held_in(books, cells, row.amount, row.unit));
  row.credit = credit;
  return row;
}

bool says_the_same(const OpeningBalance& a, const OpeningBalance& b) { return a.at == b.at && a.amount == b.amount && a.credit == b.credit && a.count == b.count && a.document == b.document; }

/// At the server the account begins as any other that is put there, with its money or its arrears.
Result<books::Changes> open_at_server(const books::Reader& books, const Cells& cells, const OpeningBalance& row, const Context& context) {
  TRY(begun, remote_account::begin(books, {.account = row.account, .terms = {}, .opening = {cells.text("register"), {}}, .scheme = cells.text("scheme")}, context));
  return std::move(begun.changes);
}

Result<void> meter_is_new_here(const books::Meter& meter) {
  if (meter.sold == SequenceNumber{} && meter.statements == 0) return Done{};
  return error(Fault::refused, "meter_counts_already", "This meter counts purchases in these books already; the row says otherwise. Nothing was imported for it.",
               {{"meter", to_text(meter.number)}, {"count", fmt::format("{}", meter.applied.value())}});
}

/// The meter goes on counting: the next number that is sold to it is the one behind its own.
Result<books::Changes> open_at_meter(const books::Reader& books, const Cells& cells, const OpeningBalance& row, const Context& context) {
  TRY(supply, counter::supply_of(books, row.account, context.now, context.plans));
  MUST(meter_is_new_here(supply.meter));
  TRY(scheme, scheme_of_meter(cells, supply.account, context));
  const auto carrier = scheme->carriers.front();
  MUST(settings::way_is_used(books, scheme::facts_of(carrier).way, context.now));
  MUST(counter::granted_if_reviewed(books, row.account, context.now));
  MUST(customer::free_meter(books, supply.meter.number, row.account));
  auto& account = supply.account;
  account.scheme = scheme->name;
  account.station = context.station;
  account.state = books::AccountStatus::open;
  account.opened = context.now;
  account.first_number = row.count;
  account.statements_before = 0;
  auto& meter = supply.meter;
  MUST(counter::begin_book(meter, account, context));
  meter.sold = meter.applied = row.count;
  meter.state = books::MeterStatus::installed;
  meter.service_point = supply.service_point.code;
  MUST(counter::may_be_sold_to(supply));
  MUST(counter::may_get_by(meter, carrier, context));
  MUST(counter::prices_what_it_counts(supply));
  MUST(counter::held_prices(books, supply, carrier, context.now));
  books::Changes out{{account, meter}, {}};
  MUST(stock::put_on(books, meter.number, account.number, row.document, context, out));
  return out;
}

Result<books::Entry> entry_of(const books::Reader& books, const OpeningBalance& row, const std::string& number, Money sign_of, const Context& context) {
  TRY(supply, counter::supply_of(books, row.account, context.now, context.plans));
  const ledger::Head head{number, books::chain_of_station(context.station), context.now, settings::business_day(books, context.now, context.zone), ledger::Operation::opening_balance, row.account};
  const bool in_meter = row.at == OpeningAt::meter;
  return ledger::brought(head, row.account, word_of(supply.plan.commodity()), in_meter ? sign_of : Money{}, in_meter ? Money{} : sign_of);
}

/// Books of an account are kept at its station.
Result<Context> at_its_station(const books::Account& account, Context context) {
  if (!account.station.empty()) context.station = account.station;
  if (!context.station.empty()) return context;
  return error(Fault::request, "unknown_station", "There is no such station; choose one of the list.", {{"station", ""}});
}

Judged judge_opening(const books::Reader& books, const Cells& cells, const Context& asked) {
  TRY(account, account_meant(books, cells));
  TRY(context, at_its_station(account, asked));
  TRY(row, said_in(books, cells, account, context));
  const auto before = books.find<OpeningBalance>(account.number);
  if (before && before->state == books::OpeningStatus::stands) {
    if (says_the_same(*before, row)) return Outcome{};
    return error(Fault::refused, "opening_exists", "This account has its opening balance already; nothing was imported for it. Leave the row out.", of_account(account.number));
  }
  if (const auto what = moved(books, account); !what.empty())
    return error(Fault::refused, "account_has_moved", "Something has happened to this account here; an opening balance comes before all that. Leave the row out.",
                 {{"account", fmt::format("{}", account.number)}, {"what", std::string{what}}});
  TRY(changes, row.at == OpeningAt::server ? open_at_server(books, cells, row, context) : open_at_meter(books, cells, row, context));
  // Taken back and brought again: each time an entry of its own.
  row.entry = fmt::format("opening/{}/{}", account.number, before ? std::stoll(before->entry.substr(before->entry.rfind('/') + 1)) + 1 : 1);
  TRY(entry, entry_of(books, row, row.entry, row.amount, context));
  if (!entry.legs.empty()) changes.append.emplace_back(std::move(entry));
  changes.put.emplace(changes.put.begin(), row);
  return Outcome{std::move(changes), true};
}

/// As it was prepared, and as its meter lay in stock.
void prepare_again(const books::Reader& books, books::Account account, const OpeningBalance& row, const Context& context, books::Changes& changes) {
  if (auto meter = books.find<books::Meter>(account.meter)) {
    meter->state = books::MeterStatus::stock;
    meter->service_point.clear();
    if (row.at == OpeningAt::meter) meter->sold = meter->applied = SequenceNumber{}, meter->unit = Unit::money;
    changes.put.emplace_back(*meter);
    stock::never_put_on(books, meter->number, account.number, row.document, context, changes);
  }
  if (const auto remote = books.find<books::RemoteAccount>(account.number)) {
    account.scheme = remote->scheme_before;
    changes.remove.emplace_back(*remote);
  }
  account.state = books::AccountStatus::draft;
  account.opened.reset();
  account.first_number = {};
  account.statements_before = 0;
  changes.put.emplace_back(std::move(account));
}

/// Nothing was built on it: no sale, no card, no charge, and the meter has not spoken.
bool untouched(const books::Reader& books, const books::Account& account, const OpeningBalance& row) {
  const auto number = account.number;
  if (account.state != books::AccountStatus::open || account.meter != row.meter) return false;
  if (!books.newest(books::Sale::of_account, 1, number).empty() || !books.select(books::Card::of_account, number).empty() || !books.newest<books::DayCharge>(1, number).empty()) return false;
  if (books.last<books::AccountChange>(number) || books.last<books::SchemeChange>(number)) return false;
  if (-books.balance(ledger::customer_balance(number)) != (row.at == OpeningAt::server ? row.amount : Money{})) return false;
  const auto meter = books.find<books::Meter>(row.meter);
  return meter && (row.at == OpeningAt::server || (meter->sold == row.count && meter->statements == 0));
}

}  // namespace

Result<books::Changes> take_back(const books::Reader& books, std::int64_t number, const Context& asked) {
  auto row = books.find<OpeningBalance>(number);
  const auto account = books.find<books::Account>(number);
  if (!row || !account) return error(Fault::request, "unknown_account", "There is no such account; search by name or meter.", of_account(number));
  if (row->state != books::OpeningStatus::stands || !untouched(books, *account, *row))
    return error(Fault::refused, "opening_moved", "Something has happened to this account since; its opening balance is not taken back.", of_account(number));
  TRY(context, at_its_station(*account, asked));
  books::Changes out;
  TRY(entry, entry_of(books, *row, row->entry + "/undone", -row->amount, context));
  if (!entry.legs.empty()) out.append.emplace_back(std::move(entry));
  row->state = books::OpeningStatus::undone;
  out.put.emplace_back(*row);
  prepare_again(books, *account, *row, context, out);
  return out;
}

std::vector<Importable> opening_registers() {
  return {{std::string{opening_balances},
           {{"account", false}, {"meter", false}, {"kept_at", true}, {"amount", true}, {"credit", false}, {"count", false}, {"register", false}, {"scheme", false}, {"document", false}},
           {},
           {"state", "unit", "entry", "taken", "taken_by", "approved_by"},
           {},
           "",
           judge_opening,
           "amount"}};
}

}  // namespace kwota::imports
