// What stands beside the books and knows better: witnesses, and clocks that jump.
#include <condition_variable>
#include <future>
#include <mutex>

#include "store/test_vault_away.h"
#include "store/witness.h"
#include "store/witness_desk.h"

namespace kwota::store {
namespace {

using namespace test;

class Witnessed : public VaultAway {};

/// Somebody with a good memory, who may be away.
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
    if (!away_) marks_.push_back(mark);
    ++asked_;
    told_.notify_all();
    return away_ ? Result<void>(witness_unwritable("somebody")) : Result<void>(Done{});
  }
  void goes_away(bool away) {
    const std::lock_guard lock(mutex_);
    away_ = away;
  }
  /// Waits until somebody has tried so often.
  void await_asked(std::size_t count) const {
    std::unique_lock lock(mutex_);
    told_.wait(lock, [&] { return asked_ >= count; });
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
  mutable std::size_t asked_ = 0;
  bool away_ = false;
};

TEST_F(Witnessed, witnesses_are_told_at_start_at_stop_when_asked_and_once_a_minute) {
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

TEST(WitnessesTold, what_was_sold_last_before_a_quiet_night_is_known_without_another_sale) {
  const auto somebody = std::make_shared<Remembering>();
  const auto noon = Instant::from_ms(1'795'000'000'000);
  WitnessDesk desk({somebody}, Mark{1, {}}, noon, Duration::ms(1));
  somebody->await(1);
  desk.committed(Mark{2, {}}, noon + Duration::seconds(1));
  somebody->await(2);  // nobody sells, closes a shift or stops the program
  EXPECT_EQ(somebody->newest().value(), (Mark{2, {}}));
  EXPECT_EQ(somebody->count(), 2U) << "once";
}

TEST(WitnessesTold, one_that_does_not_take_it_is_named_until_it_does_and_the_others_are_told_once) {
  const auto somebody = std::make_shared<Remembering>(), other = std::make_shared<Remembering>();
  const auto noon = Instant::from_ms(1'795'000'000'000);
  somebody->goes_away(true);
  WitnessDesk desk({somebody, other}, Mark{1, {}}, noon, Duration::ms(1));
  somebody->await_asked(4);  // three times to the end
  const auto away = desk.away();
  ASSERT_EQ(away.size(), 1U);
  EXPECT_EQ(away.front().name, "somebody");
  EXPECT_EQ(away.front().since, noon) << "of the first group that it does not know";
  EXPECT_EQ(other->count(), 1U) << "it need not be told once more because another is away";
  somebody->goes_away(false);
  somebody->await(1);
  desk.committed(Mark{2, {}}, noon + Duration::seconds(61));
  somebody->await(2);  // the former telling is over
  EXPECT_TRUE(desk.away().empty());
}

TEST_F(Witnessed, books_that_were_put_back_whole_do_not_start_beside_their_witness) {
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

TEST_F(Witnessed, an_index_that_was_dropped_and_a_table_that_was_added_are_named) {
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

TEST_F(Witnessed, times_that_run_back_are_named) {
  {
    auto books = open_books();
    ASSERT_TRUE(set_up(*books));
    ASSERT_TRUE(sell(*books, receipt(1), 100));
    clock.advance(Duration::days(0) - Duration::hours(3));
    ASSERT_TRUE(sell(*books, receipt(2), 100));
  }
  EXPECT_EQ(word_of(verified().first->what), "clock");
}

TEST_F(Witnessed, a_clock_that_jumps_stops_selling_until_persons_say_that_it_is_right) {
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

TEST_F(Witnessed, a_start_in_doubt_sells_nothing_until_persons_have_looked) {
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

TEST_F(Witnessed, what_is_written_in_doubt_is_no_witness_of_the_clock_at_the_next_start) {
  Duration steady;
  auto watched = settings();
  watched.steady = [&] { return steady; };
  watched.synchronised = [] { return true; };
  const auto somebody_comes_in = [this](Books& books) {
    return books.run({"zhao", "sign_in", ""}, [this](const books::Reader&) -> Result<books::Decision<Done>> {
      return books::Decision<Done>{{{}, {books::Audit{.chain = "utility", .time = clock.now(), .operator_name = "zhao", .action = "sign_in"}}}, Done{}};
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
  const auto came_in = books->read([](const books::Reader& reader) -> Result<std::optional<books::Audit>> { return reader.last(books::Audit::of_object, std::string()); });
  ASSERT_TRUE(came_in.ok());
  ASSERT_TRUE(came_in->has_value());
  EXPECT_GE(clock.now() - (*came_in)->time, Duration::days(11) - Duration::minutes(15)) << "its entries bear that time, too";
}

TEST_F(Witnessed, times_that_run_back_from_a_wrong_future_are_named_until_two_persons_recorded_it) {
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

TEST_F(Witnessed, idle_books_say_that_they_stand) {
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
