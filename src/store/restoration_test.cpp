// Older books in place of the books, by two persons: killed at every step it is either before or after; nobody else's order is done; witnesses believe it.
#include "store/restoration.h"

#include <signal.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <fstream>

#include "store/backup.h"
#include "store/test_books_on_disk.h"
#include "store/test_child.h"

namespace kwota::store {
namespace {

using namespace test;
namespace fs = std::filesystem;

/// A place that keeps the newest line, also when the program that told it is killed.
class Notary final : public Witness {
 public:
  explicit Notary(fs::path file) : file_(std::move(file)) {}
  std::string name() const override { return "the notary"; }
  bool outside_of(const fs::path&) const override { return true; }
  Result<std::optional<Mark>> newest() const override {
    std::ifstream in(file_);
    Mark mark;
    std::string hash;
    if (!(in >> mark.number >> hash)) return std::optional<Mark>();
    const auto bytes = from_hex(hash).value();
    std::copy(bytes.begin(), bytes.end(), mark.hash.begin());
    return std::optional(mark);
  }
  Result<void> tell(const Mark& mark, Instant) const override {
    if (!deaf) std::ofstream(file_) << mark.number << " " << to_hex(mark.hash);
    return Done{};
  }
  bool deaf = false;

 private:
  fs::path file_;
};

class Restored : public BooksOnDisk {
 protected:
  void SetUp() override {
    notary_ = std::make_shared<Notary>(elsewhere_.path / "notary");
    settings_ = {.folder = folder.path, .signer = key.signer(), .witnesses = {notary_}, .check = key.check()};
    auto books = Books::open(settings_, clock).value();
    ASSERT_TRUE(set_up(*books));
    ASSERT_TRUE(sell(*books, receipt(1), 100));
    ASSERT_TRUE(books->query([&](Moment& moment) { return backup(moment, copy(), key.check()); }));
    for (int running = 2; running <= 4; ++running) ASSERT_TRUE(sell(*books, receipt(running), 100));
  }
  fs::path copy() const { return elsewhere_.path / "copy.db"; }
  Mark newest() {
    auto connection = Connection::open((folder.path / books_file).string(), Connection::Mode::write).value();
    const auto anchor = newest_anchor(*connection).value();
    return {anchor.number, anchor.hash};
  }
  Restoration agreed(const Mark& from) { return {.from = from, .former = newest(), .copy = "copy.db", .sold = 3, .first = "admin", .second = "miller", .reason = "the disk", .time = noon, .kept = "before-restore-1"}; }
  /// What stands in the folder is whole, and goes on; how many receipts it holds.
  std::int64_t receipts() {
    const auto done = perform(settings_, clock);
    EXPECT_TRUE(done) << done.error().what;
    auto books = Books::open(settings_, clock);
    EXPECT_TRUE(books) << books.error().what;
    if (!books) return -1;
    const auto sold = (*books)->query([](Moment& moment) { return sqlite_of(moment).number("SELECT count(*) FROM sale"); }).value();
    const auto report = (*books)->query([&](Moment& moment) { return verify(moment, {key.check(), folder.path / anchor_log_file}); }).value();
    EXPECT_TRUE(report.ok()) << report.first->table << "/" << report.first->key << ": " << report.first->why;
    EXPECT_TRUE(sell(**books, receipt(static_cast<int>(sold) + 1), 100)) << "and the shop goes on";
    return sold;
  }
  std::string first_entry() {
    auto connection = Connection::open((folder.path / books_file).string(), Connection::Mode::write).value();
    auto cursor = connection->prepare("SELECT operator FROM audit WHERE action='restore'");
    return cursor.step().value() ? std::string(cursor.get_text(0)) : "";
  }

  Folder elsewhere_;
  std::shared_ptr<Notary> notary_;
  BooksSettings settings_;
};

TEST_F(Restored, what_the_copy_lacks_is_named) {
  auto books = Connection::open((folder.path / books_file).string(), Connection::Mode::write).value();
  auto of_copy = Connection::open(copy().string(), Connection::Mode::read).value();
  const auto missing = missing_in(*books, *of_copy).value();
  EXPECT_EQ(missing.sold, 3);
  EXPECT_EQ(missing.booked, 0) << "a receipt's own entry is the receipt";
  ASSERT_EQ(missing.last.size(), 3U);
  EXPECT_EQ(missing.last.front().number, receipt(4));
  EXPECT_LT(missing.copy.number, missing.books.number);
  EXPECT_EQ(missing_in(*of_copy, *books).error().code, "copy_of_other_books") << "nobody goes forward by this";
}

TEST_F(Restored, what_was_booked_without_a_receipt_is_counted_too) {
  {
    auto books = Books::open(settings_, clock).value();
    const auto brought = books->run(cashier, [](const books::Reader&) -> Result<books::Decision<Done>> {
      books::Decision<Done> decision;
      const auto money = Money::minor(90000);
      decision.changes.append.emplace_back(books::Entry{"deposit/3/1", "till/3/1", noon, "2026-11-20", books::Operation::deposit, 0, {{"bank/3", money}, {"safe/3", -money}}});
      books::Invoice paper;
      paper.series = "A", paper.number = 1, paper.name = "A-0001", paper.time = noon, paper.business_day = "2026-11-20";
      decision.changes.put.emplace_back(paper);
      return decision;
    });
    ASSERT_TRUE(brought.ok());
  }
  auto books = Connection::open((folder.path / books_file).string(), Connection::Mode::write).value();
  auto of_copy = Connection::open(copy().string(), Connection::Mode::read).value();
  const auto missing = missing_in(*books, *of_copy).value();
  EXPECT_EQ(missing.booked, 1) << "the bank has it, and the safe of the copy, too";
  EXPECT_EQ(missing.invoiced, 1) << "the copy gives its number once more";
}

TEST_F(Restored, the_older_books_stand_there_and_say_who_put_them_and_the_former_ones_lie_beside_them) {
  const auto former = newest();
  const auto slip = short_text(former);
  const auto from = stage(copy(), folder.path, key.check(), noon).value();
  EXPECT_EQ(receipts(), 4) << "nobody ordered it: the books are what they were";
  EXPECT_EQ(stage(copy(), folder.path, key.check(), noon).value(), from);
  ASSERT_TRUE(order(folder.path, agreed(from), key.signer()));
  const auto done = perform(settings_, clock).value();
  ASSERT_TRUE(done && !done->refused) << done->refused->what;
  EXPECT_EQ(receipts(), 1);
  EXPECT_EQ(first_entry(), "admin");
  const auto rows = read_restorations(*Connection::open((folder.path / books_file).string(), Connection::Mode::write).value()).value();
  ASSERT_EQ(rows.size(), 1U);
  EXPECT_EQ(rows[0].second, "miller");
  EXPECT_EQ(rows[0].from, from);
  EXPECT_GT(rows[0].former.number, former.number) << "where they ended";
  EXPECT_TRUE(fs::exists(folder.path / "before-restore-1" / books_file));
  EXPECT_TRUE(fs::exists(folder.path / "before-restore-1" / anchor_log_file));
  auto restored = Connection::open((folder.path / books_file).string(), Connection::Mode::write).value();
  EXPECT_TRUE(hold_slip(*restored, slip, key.check())) << "a slip of the former books is believed by what was signed";
  EXPECT_EQ(hold_slip(*restored, slip).error().code, "books_older_than_witness") << "and by nobody without the vault's key";
}

TEST_F(Restored, at_a_terminal_killed_at_every_step_the_next_start_finds_whole_books_and_the_former_ones_beside_them) {
  const std::vector<std::string> points{"decided", "log_aside", "books.db_aside", "books.db_in_place", "anchors.log_aside", "anchors.log_in_place", "moved"};
  for (const auto& point : points) {
    SCOPED_TRACE(point);
    Folder own;
    fs::copy(folder.path, own.path, fs::copy_options::recursive);
    // The former books as a program leaves them that was killed: what was sold last stands in the log beside the database alone.
    auto settings = settings_;
    settings.folder = own.path;
    settings.witnesses = {};
    settings.log_may_be_short = true;
    ASSERT_TRUE(is_killed_at([&] {
      auto books = Books::open(settings, clock).value();
      static_cast<void>(sell(*books, receipt(5), 100));
      die();
    }));
    ASSERT_TRUE(is_killed_at([&] { static_cast<void>(restore(copy(), own.path, key.check(), noon, death_at(point))); })) << "it never came to this point";
    std::swap(folder.path, own.path);
    std::swap(settings_, settings);
    EXPECT_EQ(receipts(), 1);
    const auto former = Connection::open((folder.path / "before-restore-2026-11-20T12.00.00.000Z" / books_file).string(), Connection::Mode::write).value();
    EXPECT_EQ(former->number("SELECT count(*) FROM sale").value(), 5) << "with what stood in their log";
    EXPECT_FALSE(fs::exists(folder.path / moving_folder) || fs::exists(folder.path / "restore.part"));
    std::swap(folder.path, own.path);
    std::swap(settings_, settings);
  }
}

TEST_F(Restored, at_a_terminal_nobody_else_reads_the_books_in_a_new_folder_or_in_one_that_everybody_could_open) {
  const auto made = elsewhere_.path / "other" / "machine", open_to_all = elsewhere_.path / "open";
  fs::create_directories(open_to_all);
  fs::permissions(open_to_all, fs::perms::owner_all | fs::perms::group_read | fs::perms::group_exec | fs::perms::others_read | fs::perms::others_exec);
  for (const auto& to : {made, open_to_all}) {
    ASSERT_TRUE(restore(copy(), to, key.check(), noon));
    EXPECT_EQ(fs::status(to).permissions(), fs::perms::owner_all) << to;
  }
}

TEST_F(Restored, at_a_terminal_twice_in_one_moment_writes_over_nothing) {
  ASSERT_TRUE(restore(copy(), folder.path, key.check(), noon));
  ASSERT_TRUE(restore(copy(), folder.path, key.check(), noon));
  const auto sold = [&](const std::string& name) { return Connection::open((folder.path / name / books_file).string(), Connection::Mode::write).value()->number("SELECT count(*) FROM sale").value(); };
  EXPECT_EQ(sold("before-restore-2026-11-20T12.00.00.000Z"), 4);
  EXPECT_EQ(sold("before-restore-2026-11-20T12.00.00.000Z-2"), 1);
}

TEST_F(Restored, killed_at_every_step_it_is_before_or_after) {
  const std::vector<std::string> points{"order_written", "ordered", "found_good", "row_written", "entry_written", "ready", "decided", "log_aside", "books.db_aside", "books.db_in_place",
                                        "anchors.log_aside", "anchors.log_in_place", "moved"};
  for (const auto& point : points) {
    SCOPED_TRACE(point);
    Folder own;
    fs::copy(folder.path, own.path, fs::copy_options::recursive);
    auto settings = settings_;
    settings.folder = own.path;
    const auto notary = std::make_shared<Notary>(own.path / "notary");
    fs::copy_file(elsewhere_.path / "notary", own.path / "notary");
    settings.witnesses = {notary};
    ASSERT_TRUE(is_killed_at([&] {
      const RestoreHook hook = death_at(point);
      auto here = agreed(stage(copy(), own.path, key.check(), noon).value());
      if (order(own.path, here, key.signer(), hook)) static_cast<void>(perform(settings, clock, hook));
    })) << "it never came to this point";
    std::swap(folder.path, own.path);
    std::swap(settings_, settings);
    const auto sold = receipts();
    EXPECT_EQ(sold, point == "order_written" ? 4 : 1);
    EXPECT_EQ(first_entry(), point == "order_written" ? "" : "admin");
    EXPECT_FALSE(fs::exists(folder.path / moving_folder) || fs::exists(folder.path / ordered_folder));
    EXPECT_EQ(receipts(), sold + 1) << "and once more";
    std::swap(folder.path, own.path);
    std::swap(settings_, settings);
  }
}

/// From here on no file of this process grows beyond that.
void disk_ends_at(rlim_t bytes) {
  ::signal(SIGXFSZ, SIG_IGN);
  const rlimit little{.rlim_cur = bytes, .rlim_max = RLIM_INFINITY};
  ::setrlimit(RLIMIT_FSIZE, &little);
}

TEST_F(Restored, on_a_full_disk_the_books_are_what_they_were_and_with_room_it_goes_on) {
  enum class FullAt : std::uint8_t { copying, ordering, doing };
  int refused = 0;
  for (const auto full_at : {FullAt::copying, FullAt::ordering, FullAt::doing})
    for (const auto room : {0U, 100U, 4'096U, 40'000U, 400'000U}) {
      SCOPED_TRACE(fmt::format("{} {}", static_cast<int>(full_at), room));
      Folder own;
      fs::copy(folder.path, own.path, fs::copy_options::recursive);
      auto settings = settings_;
      settings.folder = own.path;
      fs::copy_file(elsewhere_.path / "notary", own.path / "notary");
      settings.witnesses = {std::make_shared<Notary>(own.path / "notary")};
      const auto child = ::fork();
      if (child == 0) {
        if (full_at == FullAt::copying) disk_ends_at(room);
        const auto from = stage(copy(), own.path, key.check(), noon);
        if (!from) ::_exit(1);
        const auto wanted = agreed(*from);
        if (full_at == FullAt::ordering) disk_ends_at(room);
        if (!order(own.path, wanted, key.signer())) ::_exit(2);
        if (full_at == FullAt::doing) disk_ends_at(room);
        ::_exit(perform(settings, clock) ? 0 : 3);
      }
      int status = 0;
      ::waitpid(child, &status, 0);
      ASSERT_TRUE(WIFEXITED(status)) << "it was killed by " << WTERMSIG(status);
      const auto how = WEXITSTATUS(status);
      refused += how == 0 ? 0 : 1;
      EXPECT_FALSE(how == 1 && fs::exists(own.path / "restore-part")) << "what was copied by half is not kept";
      std::swap(folder.path, own.path);
      std::swap(settings_, settings);
      EXPECT_EQ(receipts(), how == 1 || how == 2 ? 4 : 1) << "what was ordered is done as soon as there is room";
      std::swap(folder.path, own.path);
      std::swap(settings_, settings);
    }
  EXPECT_GE(refused, 9);
}

TEST_F(Restored, who_was_cut_off_while_the_copy_was_proved_hears_of_it_at_the_next_start) {
  static_cast<void>(stage(copy(), folder.path, key.check(), noon).value());  // and the program ends before the order is written
  const auto performed = perform(settings_, clock);
  ASSERT_TRUE(performed && *performed && (*performed)->refused);
  EXPECT_EQ((*performed)->refused->details.at("why"), word_of(NotDone::broken_off));
  EXPECT_EQ((*performed)->done.copy, copy().filename().string());
  EXPECT_EQ(receipts(), 4) << "nothing was changed";
  EXPECT_FALSE(fs::exists(folder.path / "restore-part"));
  EXPECT_FALSE(perform(settings_, clock).value()) << "it is said once";
}

TEST_F(Restored, an_order_is_good_for_what_they_agreed_and_for_nothing_else) {
  const auto from = stage(copy(), folder.path, key.check(), noon).value();
  auto alone = agreed(from);
  alone.second = "admin";
  EXPECT_EQ(order(folder.path, alone, key.signer()).error().code, "same_person");
  const auto stands = [&](std::string_view why, NotDone cause) {
    const auto performed = perform(settings_, clock);
    ASSERT_TRUE(performed) << why << performed.error().what;
    const auto& done = *performed;
    ASSERT_TRUE(done && done->refused) << why;
    EXPECT_EQ(done->refused->details.at("why"), word_of(cause)) << why;
    EXPECT_GE(receipts(), 4) << why;
  };
  ASSERT_TRUE(order(folder.path, agreed(from), TestKey().signer()));
  stands("another vault signed it", NotDone::not_signed);
  static_cast<void>(stage(copy(), folder.path, key.check(), noon).value());
  ASSERT_TRUE(order(folder.path, agreed(from), key.signer()));
  {
    const auto connection = Connection::open((folder.path / ordered_folder / books_file).string(), Connection::Mode::write).value();
    ASSERT_TRUE(connection->run("UPDATE restoration SET second='nobody'"));
  }
  stands("somebody changed it", NotDone::not_signed);
  static_cast<void>(stage(copy(), folder.path, key.check(), noon).value());
  ASSERT_TRUE(order(folder.path, agreed(from), key.signer()));
  ASSERT_TRUE(sell(*Books::open(settings_, clock).value(), receipt(7), 100));
  stands("something was sold after they agreed: whoever kept an old order does nothing with it", NotDone::sold_since);
}

TEST_F(Restored, a_witness_that_was_away_believes_the_signed_way_and_no_other) {
  notary_->deaf = true;
  const auto known = notary_->newest().value();
  const auto from = stage(copy(), folder.path, key.check(), noon).value();
  ASSERT_TRUE(order(folder.path, agreed(from), key.signer()));
  ASSERT_TRUE(perform(settings_, clock).value());
  EXPECT_EQ(receipts(), 1) << "it still knows the former books, which lie there";
  EXPECT_EQ(notary_->newest().value(), known);
  by_hand("UPDATE restoration SET reason='another'");
  EXPECT_EQ(Books::open(settings_, clock).error().code, "books_older_than_witness") << "not what the vault signed";
  by_hand("UPDATE restoration SET reason='the disk'");
  ASSERT_TRUE(Books::open(settings_, clock));
  fs::rename(folder.path / "before-restore-1", folder.path / "gone");
  EXPECT_EQ(Books::open(settings_, clock).error().code, "books_older_than_witness") << "without the former books nobody can say what it knows";
}

TEST_F(Restored, put_back_twice_slips_and_witnesses_of_the_first_books_are_still_believed) {
  notary_->deaf = true;
  const auto first = newest();
  const auto from = stage(copy(), folder.path, key.check(), noon).value();
  ASSERT_TRUE(order(folder.path, agreed(from), key.signer()));
  ASSERT_TRUE(perform(settings_, clock).value());
  EXPECT_EQ(receipts(), 1);
  auto again = agreed(stage(copy(), folder.path, key.check(), noon).value());
  again.sold = 1;
  again.kept = "before-restore-2";
  ASSERT_TRUE(order(folder.path, again, key.signer()));
  const auto done = perform(settings_, clock).value();
  ASSERT_TRUE(done && !done->refused) << done->refused->what;
  EXPECT_EQ(receipts(), 1) << "the witness that was away both times knows what was put aside first";
  const auto restored = Connection::open((folder.path / books_file).string(), Connection::Mode::read).value();
  EXPECT_TRUE(hold_slip(*restored, short_text(first), key.check()));
  fs::rename(folder.path / "before-restore-2", folder.path / "gone");
  EXPECT_EQ(hold_slip(*restored, short_text(first), key.check()).error().code, "books_older_than_witness") << "nothing leads to them any more";
}

}  // namespace
}  // namespace kwota::store
