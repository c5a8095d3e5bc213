// Who signs what while the vault is away, and what becomes of it.
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <condition_variable>
#include <fstream>
#include <future>
#include <mutex>

#include "store/put_back.h"
#include "store/sqlite/schema.h"
#include "store/test_books_on_disk.h"
#include "store/verify/tail.h"
#include "store/witness.h"

namespace kwota::store {
namespace {

using namespace test;

class VaultAway : public BooksOnDisk {
 protected:
  std::unique_ptr<Books> open_books() { return Books::open(settings(), clock).value(); }
  BooksSettings settings() {
    return {.folder = folder.path,
            .signer = [this](const Digest& digest) -> Result<Signature> {
              if (away) return error(Fault::wire, "vault_offline", "The vault is away.");
              return key.signer()(digest);
            },
            .check = key.check()};
  }
  /// Somebody reads a meter, which needs no vault.
  static Result<Done> register_customer(Books& books, std::uint64_t number) {
    return books.run(cashier, [=](const books::Reader&) -> Result<books::Decision<Done>> {
      books::Decision<Done> decision;
      decision.changes.put.emplace_back(books::Customer{.number = CustomerNumber::from(number), .name = "Wang", .created = noon});
      return decision;
    });
  }
  /// The vault goes, a customer is registered, and the program dies before the vault is back.
  void dies_with_an_unsigned_group() {
    auto books = open_books();
    ASSERT_TRUE(set_up(*books));
    ASSERT_TRUE(sell(*books, receipt(1), 100));
    away = true;
    ASSERT_TRUE(register_customer(*books, 5));
    books.reset();
    away = false;
  }
  std::unique_ptr<Connection> by_sql() { return Connection::open((folder.path / books_file).string(), Connection::Mode::write).value(); }
  Result<UnsignedGroups> accept(std::string first, std::string second) {
    return accept_groups(*by_sql(), key.check(), key.signer(), {std::move(first), std::move(second), "the token was away"}, noon);
  }
  bool away = false;
};

TEST_F(VaultAway, nothing_that_only_the_vault_may_sign_is_written) {
  auto books = open_books();
  ASSERT_TRUE(set_up(*books));
  away = true;
  EXPECT_EQ(sell(*books, receipt(1), 100).error().code, "vault_offline");
  const books::Register rows[] = {books::Operator{.name = "eve"}, books::Utility{.name = "More"}, books::Plan{.id = "cheap"},
                                  books::KeyDevice{.serial = "1"}, books::Code{.kind = books::CodeKind::reason, .code = "1"}};
  for (const auto& row : rows)
    EXPECT_EQ(books->run(cashier, [&](const books::Reader&) -> Result<books::Decision<Done>> { return books::Decision<Done>{{{row}, {}}, Done{}}; }).error().code,
              "vault_offline");
  EXPECT_TRUE(register_customer(*books, 5));
  EXPECT_EQ(verified().signatures.waiting, 1);
}

TEST_F(VaultAway, what_is_removed_waits_for_the_vault_too_and_takes_nobody_with_it) {
  auto books = open_books();
  ASSERT_TRUE(set_up(*books));
  const auto change = [&](auto fill, auto answered) {
    books->submit(cashier, [fill](const books::Reader&) { books::Decision<Done> decision; fill(decision.changes); return Result<books::Decision<Done>>(decision); }, answered);
  };
  const books::Code fee{.kind = books::CodeKind::reason, .code = "1"};
  change([&](books::Changes& changes) { changes.put.emplace_back(fee); }, [](const Result<Done>& done) { EXPECT_TRUE(done); });
  books->settle();
  away = true;
  // Both wait while the writer is busy with something else, so they come into one group.
  std::promise<void> both;
  change([gate = both.get_future().share()](books::Changes&) { gate.wait(); }, [](const Result<Done>&) {});
  Result<Done> removed = Done{}, registered = error(Fault::ours, "not_answered", "");
  change([&](books::Changes& changes) { changes.remove.emplace_back(fee); }, [&](Result<Done> done) { removed = std::move(done); });
  const books::Customer customer{.number = CustomerNumber::from(5), .name = "Wang", .created = noon};
  change([&](books::Changes& changes) { changes.put.emplace_back(customer); }, [&](Result<Done> done) { registered = std::move(done); });
  both.set_value();
  books->settle();
  EXPECT_EQ(removed.error().code, "vault_offline");
  EXPECT_TRUE(registered) << registered.error().code;
}

TEST_F(VaultAway, the_same_process_has_its_groups_countersigned_when_the_vault_is_back) {
  {
    auto books = open_books();
    ASSERT_TRUE(set_up(*books));
    away = true;
    for (std::uint64_t n = 5; n < 8; ++n) ASSERT_TRUE(register_customer(*books, n));
    EXPECT_EQ(verified().signatures.waiting, 3);
    away = false;
    ASSERT_TRUE(sell(*books, receipt(1), 100));
    const auto report = verified();
    EXPECT_TRUE(report.ok());
    EXPECT_EQ(report.signatures.afterwards, 3);
    EXPECT_EQ(report.signatures.at_once, 2);
    EXPECT_EQ(report.signatures.waiting, 0);
  }
  EXPECT_TRUE(Books::open(settings(), clock));
}

TEST_F(VaultAway, a_process_that_was_never_signed_writes_nothing) {
  away = true;
  auto books = open_books();
  EXPECT_EQ(register_customer(*books, 5).error().code, "vault_offline");
  away = false;
  EXPECT_TRUE(register_customer(*books, 5)) << "the vault came back";
  away = true;
  EXPECT_TRUE(register_customer(*books, 6)) << "and signed the process";
}

TEST_F(VaultAway, what_a_dead_process_left_unsigned_stops_the_start_and_is_named_with_its_rows) {
  dies_with_an_unsigned_group();
  const auto refused = Books::open(settings(), clock);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, "groups_unsigned");
  EXPECT_NE(refused.error().what.find("customer/000000000005"), std::string::npos) << refused.error().what;
}

TEST_F(VaultAway, two_persons_accept_them_and_verify_counts_them) {
  dies_with_an_unsigned_group();
  EXPECT_EQ(accept("chen", "chen").error().code, "same_person");
  ASSERT_TRUE(accept("chen", "wu"));
  {
    auto books = open_books();
    ASSERT_TRUE(sell(*books, receipt(2), 100));
  }
  const auto report = verified();
  EXPECT_TRUE(report.ok()) << report.first->why;
  EXPECT_EQ(report.signatures.accepted, 1);
}

TEST_F(VaultAway, an_acceptance_that_the_vault_did_not_sign_is_worth_nothing) {
  dies_with_an_unsigned_group();
  const TestKey eve;
  ASSERT_TRUE(accept_groups(*by_sql(), key.check(), eve.signer(), {"chen", "wu", ""}, noon));
  EXPECT_EQ(Books::open(settings(), clock).error().code, "books_forged");
  EXPECT_EQ(verified().first->table, "acceptance");
}

TEST_F(VaultAway, or_the_books_are_put_back_to_the_last_signed_group) {
  dies_with_an_unsigned_group();
  ASSERT_TRUE(put_back(*by_sql(), folder.path, key.check(), noon));
  auto books = open_books();
  EXPECT_EQ(books->query([](Moment& moment) { return sqlite_of(moment).number("SELECT count(*) FROM customer"); }).value(), 1);
  ASSERT_TRUE(sell(*books, receipt(2), 100));
  EXPECT_TRUE(verified().ok());
  EXPECT_TRUE(std::filesystem::exists(folder.path / "before-put-back-2026-11-20T12.00.00.000Z" / books_file));
}

TEST_F(VaultAway, putting_back_that_is_killed_at_any_moment_is_done_or_done_again) {
  dies_with_an_unsigned_group();
  for (const std::string point : {"log_shortened", "committed"}) {
    const auto child = ::fork();
    if (child == 0) {
      static_cast<void>(put_back(*by_sql(), folder.path, key.check(), noon, [&](std::string_view at) {
        if (at == point) ::kill(::getpid(), SIGKILL);
      }));
      ::_exit(3);
    }
    int status = 0;
    ::waitpid(child, &status, 0);
    ASSERT_TRUE(WIFSIGNALED(status)) << point;
  }
  auto books = open_books();
  ASSERT_TRUE(sell(*books, receipt(2), 100));
  EXPECT_TRUE(verified().ok());
  const auto kept = [&](const std::string& name) { return std::filesystem::exists(folder.path / name / books_file); };
  EXPECT_TRUE(kept("before-put-back-2026-11-20T12.00.00.000Z") && kept("before-put-back-2026-11-20T12.00.00.000Z-2"));
}

TEST_F(VaultAway, a_changed_register_is_put_back_too) {
  {
    auto books = open_books();
    ASSERT_TRUE(set_up(*books));
    ASSERT_TRUE(register_customer(*books, 5));
    away = true;
    ASSERT_TRUE(books->run(cashier, [](const books::Reader& reader) -> Result<books::Decision<Done>> {
      auto customer = *reader.find<books::Customer>(CustomerNumber::from(5));
      customer.name = "Somebody else", customer.state = books::CustomerStatus::blocked;
      return books::Decision<Done>{{{customer}, {}}, Done{}};
    }));
  }
  away = false;
  ASSERT_TRUE(put_back(*by_sql(), folder.path, key.check(), noon));
  auto books = open_books();
  EXPECT_EQ(books->read([](const books::Reader& reader) -> Result<std::string> { return reader.find<books::Customer>(CustomerNumber::from(5))->name; }).value(), "Wang");
}

TEST_F(VaultAway, what_followed_from_the_rows_that_go_is_put_back_too) {
  {
    auto books = open_books();
    ASSERT_TRUE(set_up(*books));
    ASSERT_TRUE(sell(*books, receipt(1), 100));
    away = true;
    ASSERT_TRUE(books->run(cashier, [](const books::Reader& reader) -> Result<books::Decision<Done>> {
      books::Decision<Done> decision;
      auto meter = *reader.find<books::Meter>(meter_number);
      meter.applied = meter.sold, ++meter.statements;
      decision.changes.put = {meter, books::SaleState{receipt(1), books::SaleStatus::applied, noon, 0}};
      decision.changes.append.emplace_back(books::Statement{.meter = meter_number, .chain = "meter/000000123456", .taken = noon, .carrier = books::Carrier::card, .count = meter.sold});
      return decision;
    }));
  }
  away = false;
  EXPECT_EQ(by_sql()->number("SELECT count(*) FROM sale_state WHERE state='applied'").value(), 1);
  ASSERT_TRUE(put_back(*by_sql(), folder.path, key.check(), noon));
  auto books = open_books();
  const auto state = books->read([](const books::Reader& reader) -> Result<std::optional<books::SaleState>> { return reader.find<books::SaleState>(receipt(1)); }).value();
  ASSERT_TRUE(state);
  EXPECT_EQ(state->state, books::SaleStatus::booked);
  const auto meter = books->read([](const books::Reader& reader) -> Result<std::optional<books::Meter>> { return reader.find<books::Meter>(meter_number); }).value();
  EXPECT_EQ(meter->sold.value(), 1u);
  EXPECT_EQ(meter->statements, 0);
  ASSERT_TRUE(sell(*books, receipt(2), 100));
  EXPECT_TRUE(verified().ok());
}

TEST_F(VaultAway, a_group_without_any_signature_cannot_be_accepted) {
  dies_with_an_unsigned_group();
  by_hand("UPDATE anchor SET process=0, process_signature=x'' WHERE length(signature)=0");
  EXPECT_EQ(word_of(verified().first->what), "unsigned");
  EXPECT_EQ(accept("chen", "wu").error().code, "groups_not_acceptable");
}

TEST_F(VaultAway, a_lost_vault_is_replaced_by_the_word_of_two_persons) {
  {
    auto books = open_books();
    ASSERT_TRUE(set_up(*books));
  }
  key = TestKey();
  EXPECT_EQ(Books::open(settings(), clock).error().code, "books_forged");
  ASSERT_TRUE(accept_all(*by_sql(), key.signer(), {"chen", "wu", "the token was stolen"}, noon));
  {
    auto books = open_books();
    ASSERT_TRUE(sell(*books, receipt(1), 100));
  }
  const auto report = verified();
  EXPECT_TRUE(report.ok()) << report.first->table << report.first->why;
  EXPECT_EQ(report.signatures.accepted, 1);
  EXPECT_EQ(report.signatures.at_once, 1);
}

TEST_F(VaultAway, who_writes_into_an_open_file_is_seen_before_the_next_signature) {
  auto books = open_books();
  ASSERT_TRUE(set_up(*books));
  by_hand("INSERT INTO anchor SELECT number + 1, time, count, root, hash, root, x'', nature, 0, x'' FROM anchor ORDER BY number DESC LIMIT 1");
  EXPECT_EQ(sell(*books, receipt(1), 100).error().code, "books_changed_by_hand");
}

TEST_F(VaultAway, a_log_that_was_removed_or_shortened_stops_the_start) {
  {
    auto books = open_books();
    ASSERT_TRUE(set_up(*books));
    for (int i = 1; i <= 5; ++i) {
      ASSERT_TRUE(sell(*books, receipt(i), 100));
      clock.advance(Duration::minutes(5));
    }
  }
  const auto log = folder.path / anchor_log_file;
  std::string first;
  std::getline(std::ifstream(log), first);
  std::ofstream(log, std::ios::trunc) << first << "\n";
  EXPECT_EQ(Books::open(settings(), clock).error().code, "anchor_log_short");
  std::filesystem::remove(log);
  EXPECT_EQ(Books::open(settings(), clock).error().code, "anchor_log_short");
  auto after_a_loss = settings();
  after_a_loss.log_may_be_short = true;
  EXPECT_TRUE(Books::open(after_a_loss, clock)) << "two persons said that the books are right";
  EXPECT_TRUE(verified().ok());
}

/// Somebody with a good memory.
class Remembering final : public Witness {
 public:
  std::string name() const override { return "somebody"; }
  bool outside_of(const std::filesystem::path&) const override { return true; }
  Result<std::optional<Mark>> newest() const override {
    const std::lock_guard lock(mutex_);
    return marks_.empty() ? std::optional<Mark>() : marks_.back();
  }
  Result<void> tell(const Mark& mark, Instant) const override {
    const std::lock_guard lock(mutex_);
    marks_.push_back(mark);
    told_.notify_all();
    return Done{};
  }
  /// Waits until he has been told so often.
  void await(std::size_t count) const {
    std::unique_lock lock(mutex_);
    told_.wait(lock, [&] { return marks_.size() >= count; });
  }
  std::size_t count() const {
    const std::lock_guard lock(mutex_);
    return marks_.size();
  }

 private:
  mutable std::mutex mutex_;
  mutable std::condition_variable told_;
  mutable std::vector<Mark> marks_;
};

TEST_F(VaultAway, witnesses_are_told_at_start_at_stop_when_asked_and_once_a_minute) {
  const auto somebody = std::make_shared<Remembering>();
  auto watched = settings();
  watched.witnesses = {somebody};
  {
    auto books = Books::open(watched, clock).value();
    ASSERT_TRUE(set_up(*books));
    somebody->await(1);
    ASSERT_TRUE(sell(*books, receipt(1), 100));
    books->publish_to_witnesses();  // a shift was closed
    somebody->await(2);
    clock.advance(Duration::seconds(61));
    ASSERT_TRUE(sell(*books, receipt(2), 100));
    somebody->await(3);
    ASSERT_TRUE(sell(*books, receipt(3), 100));
  }
  EXPECT_EQ(somebody->count(), 4U) << "the last one at the end, and none for each sale";
  const auto newest = newest_anchor(*by_sql()).value();
  EXPECT_EQ(somebody->newest().value(), (Mark{newest.number, newest.hash}));
  EXPECT_TRUE(Books::open(watched, clock));
}

TEST_F(VaultAway, books_that_were_put_back_whole_do_not_start_beside_their_witness) {
  auto watched = settings();
  watched.witnesses = {std::make_shared<Remembering>()};
  const auto kept = folder.path / "kept";
  {
    auto books = Books::open(watched, clock).value();
    ASSERT_TRUE(set_up(*books));
  }
  std::filesystem::create_directories(kept);
  for (const auto* file : {books_file, anchor_log_file}) std::filesystem::copy_file(folder.path / file, kept / file);
  std::string slip;
  {
    auto books = Books::open(watched, clock).value();
    ASSERT_TRUE(sell(*books, receipt(1), 100));
    slip = books->query([](Moment& moment) -> Result<std::string> {
      auto& connection = sqlite_of(moment);
      const auto newest = newest_anchor(connection).value();
      return short_text({newest.number, newest.hash});
    }).value();
  }
  EXPECT_TRUE(hold_slip(*by_sql(), slip)) << slip;
  for (const auto* file : {books_file, anchor_log_file})
    std::filesystem::copy_file(kept / file, folder.path / file, std::filesystem::copy_options::overwrite_existing);
  EXPECT_TRUE(verified().ok()) << "in themselves the older books are in order";
  EXPECT_EQ(hold_slip(*by_sql(), slip).error().code, "books_older_than_witness");
  EXPECT_EQ(hold_slip(*by_sql(), "7 what").error().code, "bad_slip");
  EXPECT_EQ(Books::open(watched, clock).error().code, "books_older_than_witness");
  watched.log_may_be_short = true;
  EXPECT_TRUE(Books::open(watched, clock)) << "two persons said that these are right";
}

TEST_F(VaultAway, an_index_that_was_dropped_and_a_table_that_was_added_are_named) {
  {
    auto books = open_books();
    ASSERT_TRUE(set_up(*books));
  }
  const auto version = fmt::format("PRAGMA user_version={}", schema_version);
  const struct { const char *sql, *mend, *key, *what; } cases[] = {
      {"DROP INDEX sale_client_key", R"(CREATE UNIQUE INDEX \"sale_client_key\" ON \"sale\"(\"client_key\") WHERE \"client_key\"<>'')", "sale_client_key", "removed"},
      {"CREATE TABLE notes(text TEXT)", "DROP TABLE notes", "notes", "inserted"},
      {"CREATE VIEW more AS SELECT 1", "DROP VIEW more", "more", "inserted"},
      {"CREATE TRIGGER gift AFTER INSERT ON sale BEGIN SELECT 1; END", "DROP TRIGGER gift", "gift", "inserted"},
      {"DROP INDEX sale_till", "CREATE INDEX sale_till ON sale(till, time)", "sale_till", "removed"},
      {"PRAGMA user_version=1", version.c_str(), "", ""},
  };
  for (const auto& one : cases) {
    by_hand(one.sql);
    const auto report = verified();
    ASSERT_FALSE(report.ok()) << one.sql;
    EXPECT_EQ(report.first->table, "sqlite_schema") << one.sql;
    if (*one.key != '\0') EXPECT_EQ(report.first->key, one.key);
    if (*one.what != '\0') EXPECT_EQ(word_of(report.first->what), one.what);
    by_hand(one.mend);
  }
  EXPECT_TRUE(verified().ok());
}

TEST_F(VaultAway, times_that_run_back_are_named) {
  {
    auto books = open_books();
    ASSERT_TRUE(set_up(*books));
    ASSERT_TRUE(sell(*books, receipt(1), 100));
    clock.advance(Duration::days(0) - Duration::hours(3));
    ASSERT_TRUE(sell(*books, receipt(2), 100));
  }
  EXPECT_EQ(word_of(verified().first->what), "clock");
}

TEST_F(VaultAway, a_clock_that_jumps_stops_selling_until_persons_say_that_it_is_right) {
  Duration steady;
  auto watched = settings();
  watched.steady = [&] { return steady; };
  auto books = Books::open(watched, clock).value();
  ASSERT_TRUE(set_up(*books));
  clock.advance(Duration::hours(30));
  steady = Duration::hours(30);
  EXPECT_TRUE(sell(*books, receipt(1), 100)) << "time passed";
  clock.advance(Duration::days(5000));
  EXPECT_EQ(sell(*books, receipt(2), 100).error().code, "clock_jumped");
  EXPECT_EQ(sell(*books, receipt(2), 100).error().code, "clock_jumped") << "and it stays so";
  clock.advance(Duration::days(0) - Duration::days(5000));
  EXPECT_TRUE(sell(*books, receipt(2), 100)) << "the clock was set right";
  clock.advance(Duration::days(20));
  books->confirm_clock();
  EXPECT_TRUE(sell(*books, receipt(3), 100)) << "the machine stood still for that long, said two persons";
}

TEST(StartClock, asks_nobody_one_or_two) {
  using books::ClockDoubt;
  const auto now = noon;
  const auto ago = [&](std::int64_t days) { return std::optional(now - Duration::days(days)); };
  EXPECT_EQ(doubt_at_start({}, now, false), ClockDoubt::none) << "a first start";
  EXPECT_EQ(doubt_at_start(ago(10), now, true), ClockDoubt::none);
  EXPECT_EQ(doubt_at_start(ago(0), now, false), ClockDoubt::one_person) << "nobody says what time it is";
  EXPECT_EQ(doubt_at_start(ago(11), now, true), ClockDoubt::one_person);
  EXPECT_EQ(doubt_at_start(ago(60), now, true), ClockDoubt::one_person);
  EXPECT_EQ(doubt_at_start(ago(61), now, true), ClockDoubt::two_persons);
  EXPECT_EQ(doubt_at_start(ago(-1), now, true), ClockDoubt::two_persons) << "the books are ahead of the clock";
}

TEST_F(VaultAway, a_start_in_doubt_sells_nothing_until_persons_have_looked) {
  Duration steady;
  auto watched = settings();
  watched.steady = [&] { return steady; };
  watched.synchronised = [] { return true; };
  {
    auto books = Books::open(watched, clock).value();
    ASSERT_TRUE(set_up(*books)) << "a first start asks nobody";
    ASSERT_TRUE(sell(*books, receipt(1), 100));
  }
  clock.advance(Duration::days(11));
  {
    auto books = Books::open(watched, clock).value();
    EXPECT_EQ(sell(*books, receipt(2), 100).error().code, "clock_unconfirmed");
    EXPECT_EQ(books->clock_state().doubt, books::ClockDoubt::one_person);
    books->confirm_clock();
    EXPECT_EQ(books->clock_state().doubt, books::ClockDoubt::none);
    EXPECT_TRUE(sell(*books, receipt(2), 100));
  }
  auto books = Books::open(watched, clock).value();
  EXPECT_TRUE(sell(*books, receipt(3), 100)) << "the same day asks no more";
}

TEST_F(VaultAway, what_is_written_in_doubt_is_no_witness_of_the_clock_at_the_next_start) {
  Duration steady;
  auto watched = settings();
  watched.steady = [&] { return steady; };
  watched.synchronised = [] { return true; };
  const auto somebody_comes_in = [](Books& books) {
    return books.run({"zhao", "sign_in", ""}, [](const books::Reader&) -> Result<books::Decision<Done>> {
      return books::Decision<Done>{{{}, {books::Audit{.chain = "utility", .operator_name = "zhao", .action = "sign_in"}}}, Done{}};
    });
  };
  {
    auto books = Books::open(watched, clock).value();
    ASSERT_TRUE(set_up(*books));
    steady = steady + Duration::minutes(5);
    clock.advance(Duration::days(11));
    ASSERT_TRUE(somebody_comes_in(*books)) << "nobody is shut out";
  }
  for (const int start : {1, 2}) {
    auto books = Books::open(watched, clock).value();
    EXPECT_EQ(books->clock_state().doubt, books::ClockDoubt::one_person) << "start " << start << " after the jump";
    steady = steady + Duration::minutes(5);
    ASSERT_TRUE(somebody_comes_in(*books));
    EXPECT_EQ(sell(*books, receipt(start), 100).error().code, "clock_unconfirmed");
  }
  auto books = Books::open(watched, clock).value();
  EXPECT_EQ(clock.now() - *books->clock_state().newest, Duration::days(11) - Duration::minutes(15)) << "what passed since is not lost";
}

TEST_F(VaultAway, times_that_run_back_from_a_wrong_future_are_named_until_two_persons_recorded_it) {
  const auto future = clock.now() + Duration::days(5000);
  auto books = open_books();
  ASSERT_TRUE(set_up(*books));
  clock.advance(Duration::days(5000));
  ASSERT_TRUE(sell(*books, receipt(1), 100));
  clock.advance(Duration::days(0) - Duration::days(5000));
  ASSERT_TRUE(sell(*books, receipt(2), 100));
  EXPECT_EQ(word_of(verified().first->what), "clock");
  ASSERT_TRUE(books->run({"wang", "clock", ""}, [&](const books::Reader&) -> Result<books::Decision<Done>> {
    const books::ClockCorrection row{.number = 1, .wrong_from = future - Duration::hours(1), .wrong_to = future + Duration::hours(1), .recorded = clock.now(),
                                     .first = "wang", .second = "zhao", .reason = "battery"};
    return books::Decision<Done>{{{row}, {}}, Done{}};
  }));
  const auto report = verified();
  EXPECT_TRUE(report.ok()) << (report.first ? report.first->why : "");
}

TEST_F(VaultAway, idle_books_say_that_they_stand) {
  auto beating = settings();
  beating.beat = Duration::ms(20);
  std::promise<void> beaten;
  int committed = 0;
  beating.hook = [&](std::string_view point) {
    if (point == "committed" && ++committed == 2) beaten.set_value();
  };
  auto books = Books::open(beating, clock).value();
  ASSERT_TRUE(set_up(*books));
  beaten.get_future().wait();
  EXPECT_GE(books->query([](Moment& moment) { return sqlite_of(moment).number("SELECT count(*) FROM anchor"); }).value(), 2);
}

}  // namespace
}  // namespace kwota::store
