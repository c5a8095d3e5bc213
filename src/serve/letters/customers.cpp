#include "serve/letters/customers.h"

#include <algorithm>
#include <span>

#include "base/ids_text.h"
#include "books/lookup.h"
#include "sell/remote_account/charge.h"
#include "serve/api/asked.h"
#include "serve/letters/supplies.h"
#include "serve/letters/to_customer.h"
#include "store/lists/query.h"

namespace kwota::serve {
namespace {

using books::LetterKind;

constexpr Duration look_back = Duration::hours(1), balances_every = Duration::hours(1);
constexpr std::size_t receipts_at_a_time = 200, customers_at_a_time = 500;

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

/// Looked for beside those who sell; what somebody has written about meanwhile is dropped.
void write(ServerParts& server, const std::function<std::vector<letters::Wanted>(const books::Reader&)>& wanted) {
  struct Found {
    std::vector<letters::Wanted> all;
    std::int64_t next = 0;  ///< number of a letter that was not there yet
  };
  const auto found = server.books.read([&](const books::Reader& books) -> Result<Found> { return Found{wanted(books), books::next_number<books::Letter>(books)}; });
  if (!found || found->all.empty()) return;
  const auto now = server.clock.now();
  const auto mark = to_hex(server.random.bytes(8));
  static_cast<void>(server.books.run({.operator_name = {}, .action = "letters", .station = {}}, [&](const books::Reader& books) -> Result<books::Decision<std::size_t>> {
    auto all = found->all;
    std::erase_if(all, [&](const letters::Wanted& one) {
      const auto last = books.last(books::Letter::about, one.kind, one.object, one.to);
      return last && last->number >= found->next;
    });
    books::Decision<std::size_t> decision;
    decision.answer = letters::add_letters(books, all, mark, now, decision.changes).size();
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

/// What is to be said of this balance, whether it was said already or not.
std::optional<letters::Wanted> balance_letter(const books::Reader& books, const books::RemoteAccount& row, const Post& post) {
  const auto days = books.newest<books::DayCharge>(1, row.account);
  if (row.state != books::RemoteAccountStatus::active || days.empty()) return std::nullopt;
  const auto balance = remote_account::balance_of(books, row.account);
  const auto terms = remote_account::terms_of(row);
  const bool cut = remote_account::in_arrears(balance - days.front().amount, terms);
  if (!cut && balance > row.alarm) return std::nullopt;
  const auto kind = cut ? LetterKind::disconnection : LetterKind::low_balance;
  const auto account = books.find<books::Account>(row.account);
  const auto customer = account ? books.find<books::Customer>(account->customer) : std::nullopt;
  if (!customer) return std::nullopt;
  const auto number = std::to_string(account->number);
  return post.letter_to(*customer, {.kind = kind, .station = account->station, .object = number, .details = {{"account", number}, {"balance", money_text(books, balance)}}, .may_wait = true});
}

/// Customers who hear of us, as many at a time as one look is about.
void each_hearing(ServerParts& server, const std::function<void(std::span<const CustomerNumber>)>& take) {
  const auto all = server.books.read([](const books::Reader& books) -> Result<std::vector<CustomerNumber>> { return customers_who_hear(books); });
  if (!all) return;
  for (std::size_t begin = 0; begin < all->size(); begin += customers_at_a_time) take(std::span(*all).subspan(begin, std::min(customers_at_a_time, all->size() - begin)));
}

void balances_and_prices(ServerParts& server, LookedAt& looked) {
  const auto now = server.clock.now();
  if (looked.balances <= now && now - looked.balances < balances_every) return;
  looked.balances = now;
  write(server, [&](const books::Reader& books) { return letters_of_balances(books, now); });
  const auto coming = server.books.read([&](const books::Reader& books) -> Result<std::vector<ComingVersion>> { return coming_versions(books, now, server.plans.get()); });
  if (!coming || coming->empty()) return;
  each_hearing(server, [&](auto customers) { write(server, [&](const books::Reader& books) { return letters_of_prices(books, customers, *coming, now); }); });
}

/// Once a day: how long credit lasts is told by weeks of what a meter said.
void supplies(ServerParts& server, LookedAt& looked) {
  const auto now = server.clock.now();
  const auto zone = zone_of_utility(server);
  if (const auto today = zone.local(now).date; today == looked.supplies) return;
  else looked.supplies = today;
  each_hearing(server, [&](auto customers) { write(server, [&](const books::Reader& books) { return letters_of_supplies(books, customers, now, zone); }); });
}

}  // namespace

std::optional<letters::Wanted> letter_of_receipt(const books::Reader& books, const books::Sale& sale, const Zone& zone, Instant now) {
  const auto customer = sale.customer.is_zero() ? std::nullopt : books.find<books::Customer>(sale.customer);
  if (!customer || letters::was_written(books, LetterKind::receipt, sale.number, to_text(sale.customer))) return std::nullopt;
  return Post(books, now).letter_to(
      *customer, {.kind = LetterKind::receipt, .station = sale.station, .object = sale.number,
                  .details = {{"number", sale.number}, {"amount", money_text(books, sale.tendered)}, {"time", format_local(zone.local(sale.time))}, {"account", std::to_string(sale.account)}}});
}

std::vector<CustomerNumber> customers_who_hear(const books::Reader& books) {
  std::vector<CustomerNumber> out;
  for (const auto* index : {&books::Customer::mailed, &books::Customer::messaged})
    for (const auto& row : books.select(*index)) out.push_back(row.number);
  return out;
}

std::vector<letters::Wanted> letters_of_balances(const books::Reader& books, Instant now) {
  std::vector<letters::Wanted> out;
  const Post post(books, now);
  for (const auto& row : books.all<books::RemoteAccount>()) {
    auto letter = balance_letter(books, row, post);
    if (letter && !told_since_payment(books, letter->kind, *books.find<books::Account>(row.account))) out.push_back(std::move(*letter));
  }
  return out;
}

std::optional<letters::Wanted> as_of_now(const books::Reader& books, const books::Letter& letter, const Zone& zone, Instant now, tariff::PlanCache* plans) {
  std::optional<letters::Wanted> out;
  switch (letter.kind) {
    case LetterKind::low_balance:
    case LetterKind::disconnection: {
      const auto row = books.find<books::RemoteAccount>(number_in(letter.object));
      out = row ? balance_letter(books, *row, Post(books, now)) : std::nullopt;
      break;
    }
    case LetterKind::credit_waiting: out = credit_waiting_now(books, letter, now, zone); break;
    case LetterKind::low_credit: out = low_credit_now(books, letter, now, zone); break;
    case LetterKind::new_prices: out = prices_now(books, letter, now, plans); break;
    default: break;
  }
  const bool the_same = out && out->kind == letter.kind && out->to == letter.to && out->object == letter.object;
  return the_same ? out : std::nullopt;
}

void write_to_customers(ServerParts& server, LookedAt& looked) {
  const auto now = server.clock.now();
  const auto places = server.books.read([&](const books::Reader& books) -> Result<letters::Places> { return letters::places_of(books, now); });
  if (!places || (!places->mail && !places->message)) {
    looked = {};
    return;
  }
  receipts(server, looked);
  balances_and_prices(server, looked);
  supplies(server, looked);
}

}  // namespace kwota::serve
