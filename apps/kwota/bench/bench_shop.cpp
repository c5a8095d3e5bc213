#include "kwota/bench/bench_shop.h"

#include <fmt/format.h>

#include "models/all.h"
#include "schemes/all.h"
#include "schemes/fee_control_card.h"
#include "sell/counter/statement.h"
#include "sell/settings/declared.h"
#include "sell/till/till.h"

namespace kwota::app {
namespace {

constexpr auto plan_head = R"({"id":"steps","name":"Steps","commodity":"electricity","unit":"kWh","currency":"CNY","minor":2,)"
                           R"("zone":"Asia/Shanghai","quantum":"0.01"})";
constexpr auto plan_version =
    R"({"from":"2020-01-01","counter":{"months":1,"start":"01-01"},"energy":{"price":"0.50",)"
    R"("steps":[{"to":"180","add":"0"},{"add":"0.05"}]},)"
    R"("charges":[{"id":"fixed","kind":"per_month","amount":"2.00"}],"limits":{"min_pay":"5","max_pay":"5000"}})";
constexpr std::int64_t first_number = 100001;
constexpr auto cashier = bench_cashier;

/// The rows of one open account with its customer, service point, meter and card.
void add_account(books::Changes& changes, std::int64_t number, Instant now) {
  const auto meter = MeterNumber::from(static_cast<std::uint64_t>(number));
  const auto customer = CustomerNumber::from(static_cast<std::uint64_t>(number));
  const auto point = fmt::format("P{}", number);
  changes.put.emplace_back(books::Customer{.number = customer, .name = fmt::format("Customer {}", number), .created = now});
  changes.put.emplace_back(books::ServicePoint{.code = point, .address = "East village"});
  changes.put.emplace_back(books::Meter{.number = meter, .model = std::string(models::all().front()->name), .service_point = point, .state = books::MeterStatus::installed});
  changes.put.emplace_back(books::Account{.number = number,
                                          .station = "E",
                                          .customer = customer,
                                          .service_point = point,
                                          .meter = meter,
                                          .scheme = std::string(schemes::fee_control_card.name),
                                          .plan = "steps",
                                          .state = books::AccountStatus::open,
                                          .opened = now});
  changes.put.emplace_back(
      books::Card{.serial = bench_card_of(number), .product = std::string(schemes::fee_control_card.card_product), .account = number, .state = books::CardStatus::active, .issued = now});
}

books::Changes first_rows() {
  books::Changes changes;
  const books::Utility utility{.name = "Bench", .currency = "CNY", .zone = "Asia/Shanghai", .nature = books::Nature::sample};
  changes.put.emplace_back(utility);
  changes.put.emplace_back(settings::always_counting(1, settings::SettingName::hoarding_limit, 1'000'000));
  changes.put.emplace_back(settings::always_counting(2, settings::SettingName::large_sale, 1'000'000));
  changes.put.emplace_back(books::Station{"E", "East", "R3"});
  changes.put.emplace_back(books::Till{.station = "E", .code = "T-01", .name = "Window 1"});
  changes.put.emplace_back(books::Plan{"steps", "Steps", "", plan_head});
  changes.put.emplace_back(books::PlanVersion{.plan = "steps", .from = "2020-01-01", .text = plan_version});
  changes.put.emplace_back(books::Operator{.name = cashier, .full_name = cashier, .roles = "cashier"});
  return changes;
}

}  // namespace

CardSerial bench_card_of(std::int64_t account) {
  CardSerial card;
  put_be64(card.bytes.data(), static_cast<std::uint64_t>(account));
  return card;
}

counter::Booked bench_sale(const books::Reader& books, const std::string& quote, const counter::Claim& claim,
                           const counter::Context& here) {
  TRY(name, counter::parse_quote_id(quote));
  counter::SellRequest request;
  request.claim = claim;
  request.quote = quote;
  request.card = bench_card_of(name.account);
  TRY(decision, counter::sell(books, request, here));
  const auto& sale = decision.answer.sale;
  decision.changes.append.emplace_back(books::JournalEntry{"vault/bench", 0, here.now, books::JournalEvent::sealing, sale.number, sale.meter, sale.n,
                                                           sale.revision, sale.card, "{}"});
  return decision;
}

Result<std::unique_ptr<BenchShop>> BenchShop::open(const std::filesystem::path& folder, int accounts, std::size_t group_max, store::Hook hook) {
  auto shop = std::unique_ptr<BenchShop>(new BenchShop());
  store::BooksSettings settings;
  settings.folder = folder;
  settings.group_max = group_max;
  settings.hook = std::move(hook);
  settings.signer = [vault = &shop->vault_](const store::Digest& digest) { return vault->sign_root(digest); };
  TRY(books, store::Books::open(settings, shop->clock_));
  shop->books_ = std::move(books);
  MUST(shop->found(accounts));
  return shop;
}

Result<void> BenchShop::found(int accounts) {
  first_account_ = first_number;
  accounts_ = accounts;
  const books::Actor actor{"bench", "import", ""};
  const auto put = [&](books::Changes changes) {
    return books_->run(actor, [changes = std::move(changes)](const books::Reader&) -> Result<books::Decision<Done>> {
      return books::Decision<Done>{changes, Done{}};
    });
  };
  MUST(put(first_rows()));
  constexpr int batch = 1000;
  for (int from = 0; from < accounts; from += batch) {
    books::Changes changes;
    for (int i = from; i < std::min(accounts, from + batch); ++i) add_account(changes, first_account_ + i, clock_.now());
    MUST(put(std::move(changes)));
  }
  TRY(here, context());
  MUST(books_->run({cashier, "shift.own", "E"},
                   [here](const books::Reader& reader) { return till::open_shift(reader, Money::minor(10'000), here); }));
  return Done{};
}

Result<counter::Context> BenchShop::context() const {
  TRY(zone, Zone::find("Asia/Shanghai"));
  counter::Context here{books::Operator{.name = cashier, .full_name = cashier, .roles = "cashier"},
                        bench_station,
                        bench_till,
                        clock_.now(),
                        zone,
                        plans_.get(),
                        &schemes::table()};
  return here;
}

Result<std::string> BenchShop::quote(std::int64_t account, const counter::Context& here) {
  return books_->read([&](const books::Reader& reader) -> Result<std::string> {
    TRY(quote, counter::quote(reader, {account, bench_payment, "", ""}, here));
    return quote.id;
  });
}

Result<std::int64_t> BenchShop::bytes() {
  return books_->size();
}

Result<BenchShop::Sold> BenchShop::sell_to_all(int waiting) {
  TRY(here, context());
  Sold sold;
  std::vector<std::string> quotes;
  const Stopwatch quoting;
  for (auto account = first_account_; account < first_account_ + accounts_; ++account) {
    TRY(shown, quote(account, here));
    quotes.push_back(std::move(shown));
  }
  sold.quotes = quoting.pace(accounts_);
  TRY(before, bytes());
  TRY(pace, book_all(*books_, accounts_, waiting, [&](int i) {
        const auto& quoted = quotes[static_cast<std::size_t>(i)];
        return [claim = counter::Claim{fmt::format("bench-{}", first_account_ + i), quoted}, quoted, here](const books::Reader& reader) { return bench_sale(reader, quoted, claim, here); };
      }));
  sold.sales = pace;
  TRY(after, bytes());
  sold.bytes = static_cast<double>(after - before) / accounts_;
  return sold;
}

Result<QuoteWaits> BenchShop::quote_waits() {
  TRY(here, context());
  return app::quote_waits(*books_, std::max(accounts_, 1000), [&](int number) -> Result<void> {
    TRY(shown, quote(first_account_ + number % accounts_, here));
    static_cast<void>(shown);
    return Done{};
  });
}

Result<double> BenchShop::receive_all(int waiting) {
  TRY(here, context());
  TRY(before, bytes());
  TRY(pace, book_all(*books_, accounts_, waiting, [&](int i) {
        return [account = first_account_ + i, here](const books::Reader& reader) -> Result<books::Decision<Done>> {
          const auto meter = MeterNumber::from(static_cast<std::uint64_t>(account));
          const auto instruction = reader.last<books::Instruction>(meter);
          if (!instruction) return books::Decision<Done>{};
          counter::StatementRequest request;
          request.statement = {.meter = meter, .taken = here.now, .meter_time = LocalTime{{2026, 11, 20}, 8, 0, 0}, .carrier = books::Carrier::card, .operator_name = cashier, .card = bench_card_of(account),
                               .remaining = instruction->amount, .count = instruction->n, .last_amount = instruction->amount, .last_applied = books::Applied::credit, .credited = instruction->amount,
                               .balance_e5 = instruction->amount.amount() * 100'000, .raw = std::string(2 * 180, '0')};
          TRY(taken, counter::take_statement(reader, request, here));
          return books::Decision<Done>{std::move(taken.changes), Done{}};
        };
      }));
  static_cast<void>(pace);
  TRY(after, bytes());
  return static_cast<double>(after - before) / accounts_;
}

}  // namespace kwota::app
