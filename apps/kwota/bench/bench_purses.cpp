#include "kwota/bench/bench_purses.h"

#include <fmt/format.h>

#include "schemes/irrigation_purse.h"

namespace kwota::app {
namespace {

constexpr std::int64_t first_purse = 500'001;

/// An account with a card that holds nothing yet.
void add_farmer(books::Changes& changes, std::int64_t number, Instant now) {
  const auto customer = CustomerNumber::from(static_cast<std::uint64_t>(number));
  books::Account account;
  account.number = number;
  account.station = bench_station;
  account.customer = customer;
  account.scheme = schemes::irrigation_purse.name;
  account.state = books::AccountStatus::open;
  account.opened = now;
  books::Purse purse;
  purse.account = number;
  purse.card = bench_card_of(number);
  purse.village = "v1";
  purse.area_1 = "33010001";
  purse.state = books::PurseStatus::active;
  purse.since = now;
  changes.put.emplace_back(books::Customer{.number = customer, .name = fmt::format("Farmer {}", number), .created = now});
  changes.put.emplace_back(std::move(account));
  changes.put.emplace_back(std::move(purse));
  changes.put.emplace_back(
      books::Card{.serial = bench_card_of(number), .product = std::string(schemes::irrigation_purse.card_product), .account = number, .state = books::CardStatus::active, .issued = now});
}

Result<void> add_farmers(store::Books& books, int purses, Instant now) {
  constexpr int batch = 1000;
  for (int from = 0; from < purses; from += batch) {
    books::Changes changes;
    for (int i = from; i < std::min(purses, from + batch); ++i) add_farmer(changes, first_purse + i, now);
    MUST(books.run({"bench", "import", ""}, [&changes](const books::Reader&) -> Result<books::Decision<Done>> { return books::Decision<Done>{changes, Done{}}; }));
  }
  return Done{};
}

Result<purse::LoadRequest> quoted(store::Books& all, std::int64_t account, const counter::Context& here) {
  const purse::CardSeen seen{bench_card_of(account), Money{}, false};
  return all.read([&](const books::Reader& books) -> Result<purse::LoadRequest> {
    TRY(quote, purse::quote_load(books, {account, bench_payment, seen}, here));
    return purse::LoadRequest{.claim = {fmt::format("bench-{}", account), quote.id}, .quote = quote.id, .seen = seen, .paying = {}, .confirmed = counter::codes_of(quote.confirm)};
  });
}

}  // namespace

purse::Booked load_and_seal(const books::Reader& books, const purse::LoadRequest& request, const counter::Context& here) {
  TRY(decision, purse::load(books, request, here));
  const auto& sale = decision.answer.sale;
  decision.changes.append.emplace_back(books::JournalEntry{"vault/bench", 0, here.now, books::JournalEvent::sealing, sale.number, {}, sale.n, 0, sale.card, "{}"});
  return decision;
}

Result<std::vector<purse::LoadRequest>> farmers_to_load(store::Books& books, int purses, const counter::Context& here) {
  MUST(add_farmers(books, purses, here.now));
  std::vector<purse::LoadRequest> requests;
  for (int i = 0; i < purses; ++i) {
    TRY(request, quoted(books, first_purse + i, here));
    requests.push_back(std::move(request));
  }
  return requests;
}

Result<Pace> load_all_purses(BenchShop& shop, int purses, int waiting) {
  TRY(here, shop.context());
  TRY(requests, farmers_to_load(shop.books(), purses, here));
  return book_all(shop.books(), purses, waiting, [&](int i) {
    return [&request = requests[static_cast<std::size_t>(i)], here](const books::Reader& reader) { return load_and_seal(reader, request, here); };
  });
}

}  // namespace kwota::app
