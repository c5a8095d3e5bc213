#include "serve/letters/customers.h"

#include <algorithm>

#include "base/address_gate.h"
#include "base/decimal.h"
#include "base/ids_text.h"
#include "books/lookup.h"
#include "sell/remote_account/charge.h"
#include "serve/api/asked.h"
#include "serve/letters/texts.h"
#include "store/lists/query.h"
#include "work/letters/outbox.h"

namespace kwota::serve {
namespace {

using books::LetterKind;
using books::LetterWay;

constexpr Duration look_back = Duration::hours(1), balances_every = Duration::hours(1);
constexpr std::size_t receipts_at_a_time = 200;

struct Addressed {
  LetterWay way = LetterWay::mail;
  std::string address;
};
/// How he hears of us; nothing: he does not, or that way leads nowhere now.
std::optional<Addressed> way_to(const books::Customer& customer, const letters::Places& places) {
  if (customer.state == books::CustomerStatus::removed) return std::nullopt;
  if (customer.hears_by == books::HearsBy::mail && places.mail && !customer.mail.empty()) return Addressed{LetterWay::mail, customer.mail};
  if (customer.hears_by == books::HearsBy::message && places.message && address_gate::admit_phone(customer.phone)) return Addressed{LetterWay::message, address_gate::bare_phone(customer.phone)};
  return std::nullopt;
}

letters::Wanted addressed(letters::Wanted letter, const books::Customer& customer, const Addressed& to, std::string station, std::string object) {
  letter.to = to_text(customer.number);
  letter.address = to.address;
  letter.station = std::move(station);
  letter.object = std::move(object);
  return letter;
}

std::string money(const books::Reader& books, Money amount) {
  const auto utility = books.only<books::Utility>();
  return format_money(amount, books::minor_digits_of(books)) + " " + (utility ? utility->currency : "");
}

/// Money that a customer gave or got since then, oldest first.
std::vector<std::string> receipts_since(ServerParts& server, Instant since) {
  store::ListRequest wanted{.view = "sales", .filters = {{"time", store::Match::from, format_utc(since)}}, .search = {}, .sort = "time", .cursor = {}, .page_size = receipts_at_a_time, .totals = store::Totals::none};
  std::vector<std::string> out;
  const auto page = server.books.query([&](store::Moment& connection) { return store::list(connection, wanted); });
  if (!page) return out;
  const auto place = static_cast<std::size_t>(std::ranges::find(page->view->columns, std::string("number"), &store::Column::name) - page->view->columns.begin());
  for (const auto& row : page->rows) out.push_back(store::text_of(row[place], store::ColumnKind::text, 0));
  return out;
}

void write(ServerParts& server, const std::function<std::vector<letters::Wanted>(const books::Reader&)>& wanted) {
  const auto any = server.books.read([&](const books::Reader& books) -> Result<bool> { return !wanted(books).empty(); });
  if (!any || !*any) return;
  const auto now = server.clock.now();
  const auto mark = to_hex(server.random.bytes(8));
  static_cast<void>(server.books.run({.operator_name = {}, .action = "letters", .station = {}}, [&](const books::Reader& books) -> Result<books::Decision<std::size_t>> {
    books::Decision<std::size_t> decision;
    decision.answer = letters::add_letters(books, wanted(books), mark, now, decision.changes).size();
    return decision;
  }));
}

void receipts(ServerParts& server, LookedAt& looked) {
  const auto now = server.clock.now();
  if (looked.receipts == Instant{} || looked.receipts > now) looked.receipts = now - look_back;
  const auto zone = zone_of_utility(server);
  while (true) {
    const auto numbers = receipts_since(server, looked.receipts);
    if (numbers.empty()) return;
    auto last = looked.receipts;
    write(server, [&](const books::Reader& books) {
      std::vector<letters::Wanted> out;
      for (const auto& number : numbers) {
        const auto sale = books.find<books::Sale>(number);
        if (!sale) continue;
        last = std::max(last, sale->time);
        if (auto letter = letter_of_receipt(books, *sale, zone, now)) out.push_back(std::move(*letter));
      }
      return out;
    });
    const bool moved = last > looked.receipts;
    looked.receipts = last;
    if (numbers.size() < receipts_at_a_time) return;
    if (!moved) looked.receipts = last + Duration::ms(1);  // more of one moment than are read at a time
  }
}

/// He was told, and has not paid since.
bool told_already(const books::Reader& books, LetterKind kind, const books::Account& account, const books::Customer& customer) {
  const auto last = books.last(books::Letter::about, kind, std::to_string(account.number), to_text(customer.number));
  if (!last) return false;
  const auto paid = books.last(books::Sale::of_account, account.number);
  return !paid || paid->time < last->made;
}

std::optional<letters::Wanted> balance_letter(const books::Reader& books, const books::RemoteAccount& row, const letters::Places& places, Instant now) {
  const auto days = books.newest<books::DayCharge>(1, row.account);
  if (row.state != books::RemoteAccountStatus::active || days.empty()) return std::nullopt;
  const auto balance = remote_account::balance_of(books, row.account);
  const auto terms = remote_account::terms_of(row);
  const bool cut = remote_account::in_arrears(balance - days.front().amount, terms);
  if (!cut && balance > row.alarm) return std::nullopt;
  const auto kind = cut ? LetterKind::disconnection : LetterKind::low_balance;
  const auto account = books.find<books::Account>(row.account);
  const auto customer = account ? books.find<books::Customer>(account->customer) : std::nullopt;
  const auto way = customer ? way_to(*customer, places) : std::nullopt;
  if (!way || told_already(books, kind, *account, *customer)) return std::nullopt;
  auto letter = composed(books, kind, way->way, language_for(customer->language), {{"account", std::to_string(account->number)}, {"name", customer->name}, {"balance", money(books, balance)}}, now);
  letter.may_wait = true;
  return addressed(std::move(letter), *customer, *way, account->station, std::to_string(account->number));
}

void balances(ServerParts& server, LookedAt& looked) {
  const auto now = server.clock.now();
  if (looked.balances <= now && now - looked.balances < balances_every) return;
  looked.balances = now;
  write(server, [&](const books::Reader& books) { return letters_of_balances(books, now); });
}

}  // namespace

std::optional<letters::Wanted> letter_of_receipt(const books::Reader& books, const books::Sale& sale, const Zone& zone, Instant now) {
  const auto customer = sale.customer.is_zero() ? std::nullopt : books.find<books::Customer>(sale.customer);
  const auto way = customer ? way_to(*customer, letters::places_of(books, now)) : std::nullopt;
  if (!way || letters::was_written(books, LetterKind::receipt, sale.number, to_text(sale.customer))) return std::nullopt;
  auto letter = composed(books, LetterKind::receipt, way->way, language_for(customer->language),
                         {{"number", sale.number}, {"name", customer->name}, {"amount", money(books, sale.tendered)}, {"time", format_local(zone.local(sale.time))}, {"account", std::to_string(sale.account)}}, now);
  return addressed(std::move(letter), *customer, *way, sale.station, sale.number);
}

std::vector<letters::Wanted> letters_of_balances(const books::Reader& books, Instant now) {
  std::vector<letters::Wanted> out;
  const auto places = letters::places_of(books, now);
  for (const auto& row : books.all<books::RemoteAccount>())
    if (auto letter = balance_letter(books, row, places, now)) out.push_back(std::move(*letter));
  return out;
}

void write_to_customers(ServerParts& server, LookedAt& looked) {
  const auto now = server.clock.now();
  const auto places = server.books.read([&](const books::Reader& books) -> Result<letters::Places> { return letters::places_of(books, now); });
  if (!places || (!places->mail && !places->message)) {
    looked = {};
    return;
  }
  receipts(server, looked);
  balances(server, looked);
}

}  // namespace kwota::serve
