#include "sim/town/town.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

#include "base/cause.h"
#include "base/decimal.h"
#include "books/lookup.h"
#include "collect/reconcile/reconcile.h"
#include "schemes/all.h"
#include "seal/vault/software_vault.h"
#include "sell/counter/price.h"
#include "sell/remote/link.h"
#include "sell/remote/sale.h"
#include "sim/town/books.h"
#include "sim/town/dice.h"
#include "sim/town/laws.h"
#include "sim/town/wires.h"
#include "work/dispatch/turns.h"
#include "work/head_end/head_end.h"

namespace kwota::sim {
namespace {

using std::chrono::duration_cast;
using std::chrono::microseconds;
using std::chrono::milliseconds;

constexpr auto begins = "2026-11-20T00:00:30+08:00";

microseconds hours(std::int64_t n) { return std::chrono::hours(n); }
microseconds minutes(std::int64_t n) { return std::chrono::minutes(n); }

/// The vault, which may be away for a while.
class TownVault final : public seal::Vault {
 public:
  std::string name() const override { return vault_.name(); }
  Result<Bytes> perform(const seal::Request& request) override {
    if (away) return error(Fault::wire, Cause::vault_offline, "The vault is away.");
    return vault_.perform(request);
  }
  Result<std::vector<seal::KeyDescription>> keys() override { return vault_.keys(); }
  Result<std::array<std::uint8_t, 64>> sign_root(const std::array<std::uint8_t, 32>& digest) override {
    return vault_.sign_root(digest);
  }
  Result<Bytes> root_public_key() override { return vault_.root_public_key(); }
  Result<void> health() override { return {}; }
  bool away = false;

 private:
  seal::SoftwareVault vault_ = seal::SoftwareVault::with_test_keys();
};

/// Books that nobody keeps hash chains of on a disk; everything happens on one thread, in the order of time.
class Day {
 public:
  explicit Day(const DaySettings& settings)
      : settings_(settings), dice_(settings.seed), random_(settings.seed ^ 0x9E3779B97F4A7C15U) {}
  Result<DayReport> run();

 private:
  struct ContactSession {
    ContactSession(head_end::HeadEnd& office, books::MeterLink where, std::size_t on, microseconds at)
        : link(std::move(where)), line(on), began(at), conversation(office, link.meter) {}
    books::MeterLink link;
    std::size_t line;
    microseconds began;
    head_end::HeadEnd::Conversation conversation;
  };
  using ContactPtr = std::shared_ptr<ContactSession>;

  Result<void> begin();
  void plan_the_day();
  void plan_trouble();
  void live_until(microseconds end);
  bool something_waits();

  // ---- time
  void at(microseconds when, std::function<void()> what) {
    events_.emplace(std::pair{std::max(when, now_), next_event_++}, std::move(what));
  }
  void move_to(microseconds when);

  // ---- the counter
  people::Context context(const books::Operator& who) const {
    return {who, town_station, town_till, clock_.now(), zone_, plans_.get(), &schemes::table()};
  }
  void sell(std::size_t index, Money pay);
  void order_reading(std::size_t index);
  void command_moved(const books::MeterCommand& command);

  // ---- the head-end
  void look();
  void look_at(microseconds when);
  void start(books::MeterLink link);
  void go_on(const ContactPtr& contact_session, const dialogue::LineFrame* asked);
  void ended(const ContactPtr& contact_session);
  void serve() {
    while (auto link = turns_.next()) start(std::move(*link));
  }
  std::size_t line_of(MeterNumber meter) { return meters_->find(meter)->line; }

  DaySettings settings_;
  Dice dice_;
  SeededRandom random_;
  Instant start_ = *parse_instant(begins);
  ManualClock clock_{start_};
  Zone zone_ = *Zone::find("Asia/Shanghai");
  std::unique_ptr<tariff::PlanCache> plans_ = std::make_unique<tariff::PlanCache>();
  std::unique_ptr<store::Books> books_;
  std::unique_ptr<Meters> meters_;
  std::unique_ptr<TownWires> wires_;
  TownVault vault_;
  std::unique_ptr<head_end::HeadEnd> office_;
  dispatch::Turns turns_;
  DayReport report_;

  microseconds now_{}, planned_look_ = microseconds::max();
  std::map<std::pair<microseconds, std::uint64_t>, std::function<void()>> events_;
  std::uint64_t next_event_ = 0;
  std::map<MeterNumber, microseconds> waiting_sales_;  ///< sold, and not spoken of yet
  std::vector<microseconds> free_since_;               ///< by line
  std::int64_t claims_ = 0;
};

// ---- time

void Day::move_to(microseconds when) {
  now_ = when;
  clock_.set(start_ + Duration::ms(duration_cast<milliseconds>(when).count()));
}

void Day::live_until(microseconds end) {
  while (!events_.empty() && events_.begin()->first.first <= end) {
    const auto next = events_.begin();
    move_to(next->first.first);
    const auto what = std::move(next->second);
    events_.erase(next);
    what();
  }
}

// ---- how it begins

Result<void> Day::begin() {
  TRY(made, Meters::make(
                {.count = settings_.meters, .a_line = settings_.a_line, .seed = settings_.seed, .clock = zone_.local(start_)}));
  meters_ = std::move(made);
  TRY(books, store::Books::in_memory(clock_));
  books_ = std::move(books);
  MUST(found_town(*books_, *meters_, context(town_cashier())));
  free_since_.resize(meters_->lines());
  wires_ =
      std::make_unique<TownWires>(*meters_, TownWires::Setup{.network = settings_.network, .trouble = settings_.trouble}, dice_);
  office_ = std::make_unique<head_end::HeadEnd>(head_end::HeadEnd::Parts{
      .books = *books_,
      .vault = vault_,
      .schemes = schemes::table(),
      .clock = clock_,
      .random = random_,
      .open = [this](const books::MeterLink& link) { return wires_->open(link, line_of(link.meter), now_); },
      .moved = [this](const books::MeterCommand& command) { command_moved(command); }});
  return {};
}

void Day::plan_the_day() {
  const auto day = hours(settings_.hours);
  const auto some_time = [&] { return microseconds(dice_.between(minutes(5).count(), (day - minutes(20)).count())); };
  for (std::size_t i = 0; i < meters_->all().size(); ++i) {
    if (dice_.percent(settings_.buyers_percent)) {
      const auto pay = Money::minor(dice_.between(10, 200) * 100);
      at(some_time(), [this, i, pay] { sell(i, pay); });
    }
    if (settings_.reads_all_the_time)
      at(microseconds(0), [this, i] { order_reading(i); });
    else
      for (unsigned k = 0; k < settings_.readings; ++k) at(some_time(), [this, i] { order_reading(i); });
  }
  if (settings_.trouble) plan_trouble();
}

/// A concentrator in four is away once, a meter in a hundred dark once, the vault away for a minute at noon.
void Day::plan_trouble() {
  const auto day = hours(settings_.hours);
  const auto some_time = [&] { return microseconds(dice_.between(0, (day - minutes(10)).count())); };
  for (std::size_t line = 0; line < meters_->lines(); ++line)
    if (dice_.one_in(4)) {
      const auto from = some_time();
      wires_->away(line, from, from + minutes(dice_.between(5, 40)));
    }
  for (std::size_t i = 0; i < meters_->all().size(); ++i)
    if (dice_.one_in(100)) {
      const auto from = some_time();
      at(from, [this, i] { wires_->cut_power(i, now_); });
      at(from + minutes(dice_.between(10, 120)), [this, i] { wires_->restore_power(i, now_); });
    }
  at(day / 2, [this] { vault_.away = true; });
  at(day / 2 + minutes(1), [this] { vault_.away = false; });
}

// ---- the counter

void Day::sell(std::size_t index, Money pay) {
  const auto account = town_first_account + static_cast<std::int64_t>(index);
  const auto here = context(town_cashier());
  const auto claim = fmt::format("town-{}", ++claims_);
  const auto sold = books_->run({here.who.name, "sell", here.station}, [&](const books::Reader& books) -> remote::Booked {
    TRY(quote, counter::quote(books, {account, format_money(pay, 2), "", ""}, here));
    counter::SellRequest request;
    request.claim = {claim, claim};
    request.quote = quote.id;
    request.confirmed = counter::codes_of(quote.confirm);
    return remote::sell(books, request, here);
  });
  if (!sold.ok()) {
    ++report_.refused;
    return;
  }
  ++report_.sales;
  waiting_sales_.emplace(meters_->all()[index].number, now_);
  look();
}

void Day::order_reading(std::size_t index) {
  const auto here = context(town_technician());
  const remote::OrderRequest request{.meter = meters_->all()[index].number, .kind = books::CommandKind::read};
  const auto ordered = books_->run({here.who.name, "remote_orders", here.station},
                                   [&](const books::Reader& books) { return remote::order(books, request, here); });
  if (ordered.ok())
    look_at(now_);
  else
    ++report_.refused;
}

void Day::command_moved(const books::MeterCommand& command) {
  if (command.state != books::CommandStatus::done) return;
  if (command.kind == books::CommandKind::read) {
    ++report_.readings;
    const auto index = static_cast<std::size_t>(meters_->find(command.meter) - meters_->all().data());
    if (settings_.reads_all_the_time && now_ < hours(settings_.hours))
      at(now_ + std::chrono::seconds(1), [this, index] { order_reading(index); });
  }
  if (command.kind != books::CommandKind::credit) return;
  ++report_.settled;
  report_.sale_took += milliseconds((clock_.now() - command.created).ms());
}

// ---- the head-end: what the dispatcher does with threads

void Day::look_at(microseconds when) {
  if (when >= planned_look_) return;
  planned_look_ = when;
  at(when, [this, when] {
    if (planned_look_ == when) look();
  });
}

void Day::look() {
  planned_look_ = microseconds::max();
  auto due = books_->read([&](const books::Reader& books) -> Result<remote::Due> { return remote::due(books, clock_.now()); });
  if (!due.ok()) return;
  turns_.renew(std::move(due->links));
  if (due->next) look_at(now_ + milliseconds(std::max<std::int64_t>((*due->next - clock_.now()).ms(), 1)));
  serve();
}

void Day::start(books::MeterLink link) {
  const auto line = line_of(link.meter);
  const auto contact_session = std::make_shared<ContactSession>(*office_, std::move(link), line, now_);
  if (const auto sale = waiting_sales_.find(contact_session->link.meter); sale != waiting_sales_.end()) {
    const auto waited = duration_cast<milliseconds>(now_ - sale->second);
    report_.sale_waited += waited;
    report_.sale_waited_most = std::max(report_.sale_waited_most, waited);
    waiting_sales_.erase(sale);
  }
  report_.use.idle_with_work += wires_->idle_before(contact_session->link.meter, line, now_, *books_, start_, free_since_[line]);
  go_on(contact_session, contact_session->conversation.begin());
}

void Day::go_on(const ContactPtr& contact_session, const dialogue::LineFrame* asked) {
  if (asked == nullptr) return ended(contact_session);
  ++report_.exchanges;
  auto [took, answer] = wires_->carry(contact_session->link.meter, contact_session->line, *asked, now_);
  if (!answer.ok()) ++report_.lost;
  at(now_ + took, [this, contact_session, received = std::make_shared<dispatch::Exchange::Answer>(std::move(answer))] {
    go_on(contact_session, contact_session->conversation.receive(std::move(*received)));
  });
}

void Day::ended(const ContactPtr& contact_session) {
  (void)contact_session->conversation.take();
  ++report_.contacts;
  const auto took = now_ - contact_session->began;
  report_.use.in_contact += took;
  report_.use.longest = std::max(report_.use.longest, took);
  free_since_[contact_session->line] = now_;
  turns_.release(contact_session->link);
  serve();
  look_at(now_ + std::chrono::seconds(1));  // a pause may end before the books say so
}

bool Day::something_waits() {
  const auto open = books_->read([](const books::Reader& books) -> Result<bool> { return !books::open_commands(books).empty(); });
  return open.ok() && *open;
}

Result<DayReport> Day::run() {
  MUST(begin());
  report_.seed = settings_.seed;
  report_.meters = meters_->all().size();
  report_.lines = meters_->lines();
  plan_the_day();
  const auto day = hours(settings_.hours);
  live_until(day);
  // The evening: nothing is sold any more and the lines are good; what is under way arrives or is told why not.
  wires_->be_good();
  for (auto end = day + minutes(10); something_waits() && end <= day + hours(2); end += minutes(10)) {
    live_until(end);
    move_to(end);
    look();
  }
  for (std::size_t i = 0; i < meters_->all().size(); ++i) wires_->live(i, now_);
  MUST(hold_the_laws(*books_, *meters_, report_));
  return report_;
}

}  // namespace

Result<DayReport> run_day(const DaySettings& settings) { return Day(settings).run(); }

std::string DayReport::sum() const {
  return fmt::format(
      "seed {}: {} meters on {} lines, {} sales, {} readings: sold {} = applied {} + under way {}; meters credited {}, {}.{:03} "
      "kWh used: {}",
      seed, meters, lines, sales, readings, format_money(sold, 2), format_money(applied, 2), format_money(in_transit, 2),
      format_money(credited, 2), energy.wh() / 1000, energy.wh() % 1000, adds_up() ? "it adds up" : "IT DOES NOT ADD UP");
}

}  // namespace kwota::sim
