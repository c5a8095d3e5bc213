#include "sim/town/fill.h"

#include <fmt/format.h>

#include <future>
#include <numeric>
#include <utility>

#include "books/lookup.h"
#include "schemes/all.h"
#include "seal/vault/software_vault.h"
#include "seal/vault/test_keys.h"
#include "sell/counter/sell.h"
#include "sell/counter/statement.h"
#include "sell/ledger/chart.h"
#include "sell/tariff/use/plan_cache.h"
#include "sell/till/till.h"
#include "sim/town/dice.h"
#include "sim/town/fill_rows.h"
#include "store/books.h"
#include "store/draft/anchor.h"
#include "store/draft/moment.h"

namespace kwota::sim {
namespace {

/// Sales that are quoted together, and whose cards come back together. [K]
constexpr std::int64_t batch_max = 256;
/// Batches under way at once: of one the cards come back while the one before is quoted and the one before that is sold.
constexpr std::int64_t batches_under_way = 3;
/// What is written anywhere in large books – indexes by account, heads of meters – is written once in so many pages of the log, and is kept at hand. [K]
constexpr int log_pages = 100'000;
constexpr std::int64_t cache_bytes = std::int64_t{1} << 30;
/// Households that come in one change: each is five rows and as many of the audit. [K]
constexpr std::int64_t households_at_once = 1000;
constexpr std::int64_t bytes_of_a_sale = 2000, bytes_of_a_household = 4000;

/// As a till's key and its request stand in the books.
std::string short_hash(const std::string& text) { return to_hex(store::sha256(view_of(text))).substr(0, 24); }

Error other_sample(const std::string& there, const std::string& wanted) {
  return error(Fault::refused, "other_sample",
               fmt::format("The folder holds \"{}\", and not \"{}\". Nothing was written. Take another folder, or the numbers and the seed that it was begun with.", there, wanted));
}

class Filling {
 public:
  explicit Filling(const FillSettings& settings) : settings_(settings), vault_(seal::SoftwareVault::with_test_keys()), clock_(begin()) {}

  Result<Filled> run() {
    MUST(open());
    Filled filled;
    TRY(here, counted());
    filled.customers = here.customers;
    filled.sales = here.sales;
    for (; filled.customers < settings_.customers; tell(filled)) MUST(add_households(filled.customers));
    MUST(sell_all(filled));
    return filled;
  }

 private:
  Instant begin() const { return settings_.end - Duration::days(365 * settings_.years); }
  Instant time_of(std::int64_t sale) const {
    const auto whole = (settings_.end - begin()).ms();
    return begin() + Duration::ms(static_cast<std::int64_t>(static_cast<double>(whole) * static_cast<double>(sale + 1) / static_cast<double>(settings_.sales)));
  }
  /// Everybody buys once in as many sales as there are customers, in an order of the seed's.
  std::int64_t account_of(std::int64_t sale) const {
    auto stride = static_cast<std::int64_t>(settings_.seed % 1000) + settings_.customers / 3 + 1;
    while (std::gcd(stride, settings_.customers) != 1) ++stride;
    return fill_first_account + (sale % settings_.customers) * stride % settings_.customers;
  }
  std::int64_t station_of(std::int64_t account) const { return (account - fill_first_account) % settings_.stations; }

  Result<void> open() {
    store::BooksSettings settings;
    settings.folder = settings_.folder;
    settings.group_max = 2 * batch_max;
    settings.log_pages_max = log_pages;
    settings.cache_bytes = cache_bytes;
    settings.signer = [this](const store::Digest& digest) { return vault_.sign_root(digest); };
    TRY(books, store::Books::open(settings, clock_));
    books_ = std::move(books);
    TRY(newest, books_->query([](store::Moment& connection) { return store::newest_anchor(connection); }));
    if (newest.number > 0) clock_.set(newest.time);
    books_->confirm_clock();
    auto rows = first_rows_of(settings_);
    const auto wanted = rows.put.front().get<books::Utility>().name;
    TRY(there, books_->read([](const books::Reader& books) -> Result<std::optional<books::Utility>> { return books.only<books::Utility>(); }));
    if (there && there->name != wanted) return other_sample(there->name, wanted);
    return there ? Result<void>{} : put(std::move(rows));
  }

  Result<void> put(books::Changes changes) {
    const auto done = books_->run({"town", "import", ""}, [changes = std::move(changes)](const books::Reader&) -> Result<books::Decision<Done>> {
      return books::Decision<Done>{changes, Done{}};
    });
    return done.ok() ? Result<void>{} : done.error();
  }

  /// What a run before left.
  Result<Filled> counted() {
    return books_->read([this](const books::Reader& books) -> Result<Filled> {
      Filled filled;
      filled.customers = std::max<std::int64_t>(0, books::next_number<books::Account>(books) - fill_first_account);
      for (std::int64_t i = 0; i < settings_.stations; ++i)
        if (const auto till = books.find<books::Till>(fill_station(i), fill_till)) filled.sales += till->next_receipt - 1;
      return filled;
    });
  }

  Result<void> add_households(std::int64_t& there) {
    books::Changes changes;
    const auto to = std::min(there + households_at_once, settings_.customers);
    for (auto i = there; i < to; ++i) add_household(changes, settings_, i, clock_.now());
    MUST(put(std::move(changes)));
    there = to;
    return Done{};
  }

  void tell(const Filled& filled) const {
    if (settings_.tell) settings_.tell(filled.customers, filled.sales);
  }

  people::Context context(std::int64_t station, Instant now) {
    return {fill_cashier(station), fill_station(station), fill_till, now, zone_, &plans_, &schemes::table()};
  }

  people::Context context_of(std::int64_t sale) { return context(station_of(account_of(sale)), time_of(sale)); }

  /// A new day: yesterday's shifts are closed by what is in their drawers, today's are opened.
  Result<void> change_shifts(Instant now) {
    for (std::int64_t station = 0; station < settings_.stations; ++station) {
      const auto here = context(station, now);
      TRY(drawer, books_->read([&](const books::Reader& books) -> Result<std::optional<Money>> {
        const auto open = books::open_shift(books, here.station, here.till);
        if (!open) return std::optional<Money>{};
        if (format_date(zone_.local(open->opened).date) == here.today()) return std::optional(Money::minor(-1));
        return std::optional(books.balance(ledger::till_cash(here.station, here.till)));
      }));
      if (drawer && drawer->is_negative()) continue;
      const books::Actor actor{here.who.name, "shift.own", here.station};
      if (drawer) {
        const auto closed = books_->run(actor, [&](const books::Reader& books) { return till::close_shift(books, {.counted = *drawer, .reason = {}, .accepted_by = {}}, here); });
        if (!closed) return closed.error();
      }
      const auto opened = books_->run(actor, [&](const books::Reader& books) { return till::open_shift(books, Money::minor(10'000), here); });
      if (!opened) return opened.error();
    }
    return Done{};
  }

  /// What the writer will answer; the first error of it.
  class Answers {
   public:
    auto next() {
      auto promise = std::make_shared<std::promise<Result<void>>>();
      all_.push_back(promise->get_future());
      return [promise](Result<void> result) { promise->set_value(std::move(result)); };
    }
    Result<void> wait() {
      Result<void> first;
      for (auto& answer : std::exchange(all_, {})) {
        auto one = answer.get();
        if (first.ok() && !one.ok()) first = std::move(one);
      }
      return first;
    }

   private:
    std::vector<std::future<Result<void>>> all_;
  };
  struct Batch {
    std::int64_t from = 0, many = 0;
    Answers returned{}, sold{};
    std::int64_t last() const { return from + many - 1; }
  };

  /// The writer always has work: while it books a batch, the next one is quoted here, and the cards of the one after that come back. No account is in
  /// two of these at once, so each sale finds what it would find alone.
  Result<void> sell_all(Filled& filled) {
    const auto apart = std::max<std::int64_t>(1, std::min(batch_max, settings_.customers / batches_under_way));
    const bool one_by_one = settings_.customers < batches_under_way;
    std::optional<Batch> quoted, returning;  // what is being booked, and what is next
    for (auto next = filled.sales; next < settings_.sales || quoted || returning;) {
      std::optional<Batch> coming;
      if (next < settings_.sales) {
        Batch batch{.from = next, .many = std::min(apart, settings_.sales - next)};
        // A shift is closed, and a day, when everything of it is booked.
        const bool follows = !one_by_one && day_of(batch.from) == shifts_of_ && day_of(batch.last()) == last_day_;
        if (follows || (!quoted && !returning)) {
          next += batch.many;
          MUST(take_cards(batch));
          coming = std::move(batch);
        }
      }
      if (returning) MUST(sell(*returning));
      if (quoted) {
        MUST(quoted->sold.wait());
        filled.sales += quoted->many;
        filled.made += quoted->many;
        tell(filled);
      }
      quoted = std::exchange(returning, std::exchange(coming, {}));
    }
    return Done{};
  }

  std::string day_of(std::int64_t sale) const { return format_date(zone_.local(time_of(sale)).date); }

  Result<void> take_cards(Batch& batch) {
    clock_.set(time_of(batch.last()));
    if (auto day = day_of(batch.from); day != shifts_of_) {
      MUST(change_shifts(time_of(batch.from)));
      shifts_of_ = std::move(day);
    }
    last_day_ = day_of(batch.last());
    for (auto sale = batch.from; sale <= batch.last(); ++sale) receive(sale, batch.returned.next());
    return Done{};
  }

  Result<void> sell(Batch& batch) {
    MUST(batch.returned.wait());
    std::vector<counter::SellRequest> requests;
    for (auto sale = batch.from; sale <= batch.last(); ++sale) {
      TRY(request, asked(sale));
      requests.push_back(std::move(request));
    }
    // All at once, for few large groups.
    for (auto& request : requests) sell_one(batch.from + (&request - requests.data()), std::move(request), batch.sold.next());
    return Done{};
  }

  /// The card comes back from the meter before the next sale: what was sold is applied, and most of it used.
  template <class Answered>
  void receive(std::int64_t sale, Answered answered) {
    const auto account = account_of(sale);
    const auto here = context_of(sale);
    books_->submit(
        {here.who.name, "sell", here.station},
        [this, sale, account, here](const books::Reader& books) -> Result<books::Decision<Done>> {
          const auto meter = MeterNumber::from(static_cast<std::uint64_t>(account));
          const auto last_instruction = books.last<books::Instruction>(meter);
          const auto reported = books::newest_statement(books, meter);
          if (!last_instruction || (reported && reported->count >= last_instruction->n)) return books::Decision<Done>{};
          counter::StatementRequest request{.statement = statement_after(sale, *last_instruction, reported)};
          request.statement.card = fill_card(account);
          TRY(taken, counter::take_statement(books, request, here));
          return books::Decision<Done>{std::move(taken.changes), Done{}};
        },
        [answered = std::move(answered)](Result<Done> done) mutable { answered(done.ok() ? Result<void>{} : done.error()); });
  }

  books::Statement statement_after(std::int64_t sale, const books::Instruction& last_instruction, const std::optional<books::Statement>& reported) const {
    Dice dice(settings_.seed + static_cast<std::uint64_t>(sale));
    constexpr std::int64_t e5 = 100'000;
    books::Statement word;
    word.meter = last_instruction.meter;
    word.taken = time_of(sale);
    word.meter_time = LocalTime{zone_.local(word.taken).date, 8, 0, 0};
    word.carrier = books::Carrier::card;
    word.count = last_instruction.n;
    word.last_amount = last_instruction.amount;
    word.last_applied = books::Applied::credit;
    word.credited = (reported ? reported->credited : Credit{}) + last_instruction.amount;
    word.remaining = Money::minor(dice.between(0, std::max<std::int64_t>(0, last_instruction.amount.amount() / 10)));
    word.balance_e5 = word.remaining.amount() * e5;
    word.used_e5 = word.credited.amount() * e5 - word.balance_e5;
    word.energy = Energy::wh(word.used_e5 / e5 * 20);  // 0.50 a kWh
    word.raw = fmt::format("{:016x}{:016x}", last_instruction.n.value(), word.used_e5);
    return word;
  }

  /// What the cashier sees and confirms, as it will be booked.
  Result<counter::SellRequest> asked(std::int64_t sale) {
    const auto here = context_of(sale);
    Dice dice(settings_.seed * 31 + static_cast<std::uint64_t>(sale));
    counter::QuoteRequest wanted;
    wanted.account = account_of(sale);
    wanted.pay = fmt::format("{}.00", dice.between(1, 40) * 5);
    TRY(quote, books_->read([&](const books::Reader& books) { return counter::quote(books, wanted, here); }));
    counter::SellRequest request;
    request.claim = {short_hash(fmt::format("fill-{}", sale)), short_hash(quote.id)};
    request.quote = quote.id;
    request.card = fill_card(wanted.account);
    request.confirmed = counter::codes_of(quote.confirm);
    return request;
  }

  template <class Answered>
  void sell_one(std::int64_t sale, counter::SellRequest request, Answered answered) {
    const auto here = context_of(sale);
    books_->submit(
        {here.who.name, "sell", here.station},
        [request = std::move(request), here](const books::Reader& books) -> Result<books::Decision<Done>> {
          TRY(sold, counter::sell(books, request, here));
          const auto& row = sold.answer.sale;
          sold.changes.append.emplace_back(books::JournalEntry{"vault/town", 0, here.now, books::JournalEvent::sealing, row.number, row.meter, row.n, row.revision, row.card, "{}"});
          return books::Decision<Done>{std::move(sold.changes), Done{}};
        },
        [answered = std::move(answered)](Result<Done> done) mutable { answered(done.ok() ? Result<void>{} : done.error()); });
  }

  const FillSettings settings_;
  seal::SoftwareVault vault_;
  ManualClock clock_;
  Zone zone_ = Zone::find("Asia/Shanghai").value();
  tariff::PlanCache plans_;
  std::string shifts_of_, last_day_;  ///< when the shifts that are open were opened, and of the newest batch; empty: not known yet
  std::unique_ptr<store::Books> books_;
};

}  // namespace

std::int64_t fill_bytes(const FillSettings& settings) { return settings.sales * bytes_of_a_sale + settings.customers * bytes_of_a_household; }

Result<Filled> fill(const FillSettings& settings) { return Filling(settings).run(); }

}  // namespace kwota::sim
