// A year goes out of the books: killed at every step it goes on to the same end; an archive that is missing, cut, edited or exchanged is named; what was
// archived is still there for whoever asks.
#include "store/archive.h"

#include <signal.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <fstream>

#include "store/backup.h"
#include "store/restoration.h"
#include "store/sqlite/archives.h"
#include "store/test_books_on_disk.h"
#include "store/test_child.h"

namespace kwota::store {
namespace {

using namespace test;
namespace fs = std::filesystem;

constexpr int sales_of_a_year = 450;  // more than two windows
const Instant later = noon + Duration::days(800);

class Archived : public BooksOnDisk {
 protected:
  void SetUp() override {
    auto books = open();
    ASSERT_TRUE(set_up(*books));
    for (int running = 1; running <= sales_of_a_year; ++running) ASSERT_TRUE(sell(*books, receipt(running), 100));
    settle(*books, 1, sales_of_a_year - 1);
    clock.set(later);
    ASSERT_TRUE(sell(*books, receipt(sales_of_a_year + 1), 100));
    order(*books, 2026);
  }
  /// Nothing is expected of them any more; the last one is still on its way.
  void settle(Books& books, int from, int to) {
    ASSERT_TRUE(books.run(cashier, [=](const books::Reader&) -> Result<books::Decision<Done>> {
      books::Decision<Done> decision;
      for (int running = from; running <= to; ++running) decision.changes.put.emplace_back(books::SaleState{receipt(running), books::SaleStatus::reversed, noon, 0});
      return decision;
    }));
  }
  void order(Books& books, std::int64_t year) {
    ASSERT_TRUE(books.run({"admin", "archive", ""}, [=](const books::Reader&) -> Result<books::Decision<Done>> {
      books::Decision<Done> decision;
      decision.changes.put.emplace_back(books::Archive{.year = year, .ordered = later, .first = "admin", .second = "miller", .reason = "the disk"});
      return decision;
    }));
  }
  Result<ArchiveResult> archive(const ArchiveWork& work = {}, std::int64_t year = 2026) {
    auto books = open();
    return archive_year(*books, year, end, {"admin", "archive", ""}, clock, work);
  }
  std::string document(int running) {
    auto books = open();
    return books->read([&](const books::Reader& reader) -> Result<std::string> { return reader.find<books::Sale>(receipt(running))->document; }).value();
  }
  std::int64_t away() {
    auto connection = Connection::open((folder.path / books_file).string(), Connection::Mode::read).value();
    return connection->number("SELECT count(*) FROM sale WHERE document LIKE '@%'").value();
  }
  fs::path file() {
    auto connection = Connection::open((folder.path / books_file).string(), Connection::Mode::read).value();
    return folder.path / archives_folder / archives_of(*connection)->at(0).file;
  }
  void expect_found(const char* table, const std::string& key, const char* what) {
    const auto report = verified();
    ASSERT_TRUE(report.first) << table << "/" << key << " was not found";
    EXPECT_EQ(report.first->table + "/" + report.first->key + " " + std::string(word_of(report.first->what)), std::string(table) + "/" + key + " " + what) << report.first->why;
  }
  void expect_in_order() {
    const auto report = verified();
    EXPECT_TRUE(report.ok()) << report.first->table << "/" << report.first->key << " " << word_of(report.first->what) << ": " << report.first->why;
  }
  /// With a hand that may write.
  void in_archive(const std::string& sql) {
    fs::permissions(file(), fs::perms::owner_all);
    ASSERT_EQ(std::system(fmt::format("sqlite3 '{}' \"{}\"", file().string(), sql).c_str()), 0);
  }
  /// The books, as another folder: what one attempt does to them is no other's affair.
  void copy_books(const fs::path& to) {
    fs::remove_all(to);
    fs::create_directories(to);
    for (const auto* name : {books_file, anchor_log_file}) fs::copy_file(folder.path / name, to / name);
  }
  void expect_in_order(const fs::path& there) {
    auto connection = Connection::open((there / books_file).string(), Connection::Mode::write).value();
    const auto report = verify(*connection, {key.check(), there / anchor_log_file}).value();
    EXPECT_TRUE(report.ok()) << report.first->table << "/" << report.first->key << " " << word_of(report.first->what) << ": " << report.first->why;
  }
  Result<ArchiveResult> archive_in(const fs::path& there, const ArchiveWork& work = {}) {
    auto books = Books::open({.folder = there, .signer = key.signer()}, clock).value();
    return archive_year(*books, 2026, end, {"admin", "archive", ""}, clock, work);
  }
  Instant end = noon + Duration::days(60);
};

/// From here on no file of this process grows beyond that.
void no_file_beyond(rlim_t bytes) {
  ::signal(SIGXFSZ, SIG_IGN);
  const rlimit little{.rlim_cur = bytes, .rlim_max = RLIM_INFINITY};
  ::setrlimit(RLIMIT_FSIZE, &little);
}

TEST_F(Archived, keeps_its_sales_and_reads_their_slips_where_they_lie) {
  const auto before = verified();
  const auto made = archive();
  ASSERT_TRUE(made.ok()) << made.error().code << " " << made.error().what;
  EXPECT_EQ(made->row.slips, sales_of_a_year - 1);
  EXPECT_EQ(away(), sales_of_a_year - 1) << "what is still on its way, and what came later, stays";
  EXPECT_EQ(document(1), "{\"lines\":[]}");
  EXPECT_EQ(document(sales_of_a_year), "{\"lines\":[]}");
  expect_in_order();
  EXPECT_EQ(verified().rows, before.rows + 2) << "two entries of the audit trail, and no row less";
  EXPECT_EQ(fs::status(file()).permissions() & fs::perms::owner_write, fs::perms::none);
  auto books = open();
  EXPECT_TRUE(sell(*books, receipt(sales_of_a_year + 2), 100)) << "and the next sale is the next sale";
  EXPECT_EQ(books->query([](Moment& moment) { return archive_of(moment, receipt(7)); }).value(), 2026);
  EXPECT_EQ(books->query([](Moment& moment) { return archive_of(moment, receipt(sales_of_a_year)); }).value(), 0);
  EXPECT_TRUE(books->proof_of(receipt(7)));
  const auto alone = [](const books::Reader& reader) -> Result<std::optional<std::string>> { return reader.find(books::columns(&books::Sale::document), receipt(1)); };
  EXPECT_EQ(books->read(alone).value(), "{\"lines\":[]}") << "also where nothing else of the sale is asked for";
}

TEST_F(Archived, once_and_only_when_it_was_ordered) {
  EXPECT_EQ(archive({}, 2025).error().code, "archive_not_ordered");
  const auto first = archive();
  ASSERT_TRUE(first.ok());
  const auto again = archive();
  ASSERT_TRUE(again.ok());
  EXPECT_EQ(again->row.sha256, first->row.sha256);
  EXPECT_EQ(again->row.made, first->row.made) << "nothing is done twice";
}

TEST_F(Archived, a_year_without_settled_sales_makes_no_file_and_stands_in_no_later_ones_way) {
  {
    auto books = open();
    order(*books, 2020);
    const auto empty = archive_year(*books, 2020, noon - Duration::days(100), {"admin", "archive", ""}, clock, {});
    ASSERT_TRUE(empty.ok()) << empty.error().code;
    EXPECT_EQ(empty->row.state, books::ArchiveStatus::done);
    EXPECT_EQ(empty->row.slips, 0);
    EXPECT_EQ(empty->row.file, "");
  }
  EXPECT_FALSE(fs::exists(folder.path / archives_folder));
  expect_in_order();
  EXPECT_TRUE(archive());
  expect_in_order();
}

TEST_F(Archived, killed_at_every_step_goes_on_to_the_same_end) {
  const auto copy = folder.path / "as-it-was";
  for (const auto* point : {"written", "closed", "named", "read_back", "noted", "given_up", "given_up 2", "done"}) {
    SCOPED_TRACE(point);
    copy_books(copy);
    const std::string_view named = point;
    const auto hook = death_at(named.substr(0, named.find(' ')), named.ends_with('2') ? 2 : 1);
    ASSERT_TRUE(is_killed_at([&] { static_cast<void>(archive_in(copy, {.hook = hook})); })) << "it never came to this point";
    expect_in_order(copy);
    const auto made = archive_in(copy);
    ASSERT_TRUE(made.ok()) << made.error().code;
    EXPECT_EQ(made->row.slips, sales_of_a_year - 1);
    EXPECT_FALSE(fs::exists(copy / archives_folder / "2026.part"));
    expect_in_order(copy);
  }
}

TEST_F(Archived, a_file_that_is_missing_cut_or_edited_is_named) {
  ASSERT_TRUE(archive());
  const auto whole = folder.path / "whole.db";
  fs::copy_file(file(), whole);
  const auto put_back = [&] {
    fs::remove(file());
    fs::copy_file(whole, file());
  };
  fs::rename(file(), folder.path / "elsewhere.db");
  expect_found("archive", "2026", "removed");
  EXPECT_EQ(document(1), "@2026") << "and nobody is told something else";
  put_back();
  expect_in_order();
  fs::permissions(file(), fs::perms::owner_all);
  fs::resize_file(file(), fs::file_size(file()) - 4096);
  expect_found("archive", "2026", "changed");
  put_back();
  for (const auto* sql : {"UPDATE slip SET document='{}' WHERE sale='R3-000007'", "DELETE FROM slip WHERE sale='R3-000007'", "INSERT INTO slip VALUES(1, 'R3-999999', '{}')",
                          "UPDATE slip SET sale='R3-0000070' WHERE sale='R3-000007'"}) {
    SCOPED_TRACE(sql);
    in_archive(sql);
    expect_found("archive", "2026", "changed");
    put_back();
  }
  expect_in_order();
}

TEST_F(Archived, an_edited_slip_is_found_even_where_the_books_were_made_to_name_the_edited_file) {
  ASSERT_TRUE(archive());
  in_archive("UPDATE slip SET document='{\\\"lines\\\":[1]}' WHERE sale='R3-000007'");
  const auto hash = to_hex(sha256_of_file(file()).value());
  by_hand(fmt::format("UPDATE archive SET sha256=x'{}', bytes={}", hash, fs::file_size(file())));
  expect_found("sale", "R3-000007", "changed");
}

TEST_F(Archived, a_mark_without_an_archive_and_a_row_that_was_taken_out_are_found) {
  ASSERT_TRUE(archive());
  const auto copy = folder.path / "copy.db";
  by_hand("VACUUM INTO '" + copy.string() + "'");
  const auto back = [&] {
    for (const auto* end_of : {"", "-wal", "-shm"}) fs::remove(folder.path / (std::string(books_file) + end_of));
    fs::copy_file(copy, folder.path / books_file);
  };
  by_hand("DELETE FROM archive");
  expect_found("sale", "R3-000001", "changed");
  back();
  by_hand("UPDATE sale SET document='@2026' WHERE number='R3-000450'");
  expect_found("sale", "R3-000450", "changed");
  back();
  by_hand("UPDATE sale SET document='@1999' WHERE number='R3-000003'");
  expect_found("sale", "R3-000003", "changed");
  back();
  by_hand("UPDATE archive SET second='wang'");
  expect_found("archive", "2026", "changed");
}

TEST_F(Archived, two_years_that_were_exchanged_are_named) {
  ASSERT_TRUE(archive());
  const auto first = file();
  {
    auto books = open();
    settle(*books, sales_of_a_year, sales_of_a_year + 1);
    order(*books, 2028);
  }
  end = later + Duration::days(30);
  const auto second = archive({}, 2028);
  ASSERT_TRUE(second.ok()) << second.error().code;
  EXPECT_EQ(second->row.slips, 2) << "what was on its way two years ago goes with the year in which it was settled";
  expect_in_order();
  const auto other = folder.path / archives_folder / second->row.file;
  fs::rename(first, folder.path / "x");
  fs::rename(other, first);
  fs::rename(folder.path / "x", other);
  expect_found("archive", "2026", "changed");
}

TEST_F(Archived, a_document_that_is_not_the_archives_stays_in_the_books) {
  bool first = true;
  const auto made = archive({.hook = [&](std::string_view at) {
    if (at == "noted" && std::exchange(first, false)) by_hand("UPDATE sale SET document='{\\\"lines\\\":[2]}' WHERE number='R3-000300'");
  }});
  ASSERT_FALSE(made.ok());
  EXPECT_EQ(made.error().code, "archive_differs");
  EXPECT_EQ(document(300), "{\"lines\":[2]}");
  expect_found("sale", "R3-000300", "changed");
}

TEST_F(Archived, broken_off_it_leaves_no_part_and_goes_on_later) {
  const auto made = archive({.ended = [] { return true; }});
  EXPECT_EQ(made.error().code, "took_too_long");
  EXPECT_FALSE(fs::exists(folder.path / archives_folder / "2026.part"));
  EXPECT_EQ(away(), 0);
  EXPECT_TRUE(archive());
  expect_in_order();
}

TEST_F(Archived, where_nothing_can_be_written_nothing_is_changed) {
  std::ofstream(folder.path / archives_folder) << "no folder";
  const auto made = archive();
  ASSERT_FALSE(made.ok());
  EXPECT_EQ(away(), 0);
  expect_in_order();
  fs::remove(folder.path / archives_folder);
  EXPECT_TRUE(archive());
}

TEST_F(Archived, on_a_full_disk_it_is_refused_and_with_room_it_goes_on) {
  const auto copy = folder.path / "as-it-was";
  int refused = 0;
  for (const auto room : {0U, 4'096U, 30'000U, 100'000U}) {
    SCOPED_TRACE(room);
    copy_books(copy);
    const int status = end_of_child([&] {
      auto books = Books::open({.folder = copy, .signer = key.signer()}, clock).value();
      no_file_beyond(room);
      const auto made = archive_year(*books, 2026, end, {"admin", "archive", ""}, clock, {});
      return made.ok() ? 0 : fs::exists(copy / archives_folder / "2026.part") ? 2 : 1;
    });
    ASSERT_TRUE(WIFEXITED(status));
    ASSERT_NE(WEXITSTATUS(status), 2) << "half a file is left";
    refused += WEXITSTATUS(status);
    expect_in_order(copy);
    ASSERT_TRUE(archive_in(copy));
    expect_in_order(copy);
  }
  EXPECT_GE(refused, 2);
}

TEST_F(Archived, books_that_are_put_back_find_their_archive_though_it_lay_only_beside_the_copy) {
  ASSERT_TRUE(archive());
  const auto copies = folder.path / "backups";
  fs::create_directories(copies);
  {
    auto books = open();
    ASSERT_TRUE(books->query([&](Moment& moment) { return backup(moment, copies / "monday.db", key.check()); }));
  }
  const auto name = file().filename();
  fs::remove_all(folder.path / archives_folder);
  expect_found("archive", "2026", "removed");
  const auto staged = stage(copies / "monday.db", folder.path, key.check(), later);
  ASSERT_TRUE(staged.ok()) << staged.error().what;
  EXPECT_TRUE(fs::exists(folder.path / archives_folder / name));
  expect_in_order();
}

TEST_F(Archived, copies_have_it_beside_them_and_are_put_back_with_it) {
  ASSERT_TRUE(archive());
  const Folder other_disk;
  const auto safe = other_disk.path / "a" / "safe", elsewhere = other_disk.path / "b" / "away";
  fs::create_directories(safe);
  fs::create_directories(elsewhere);
  {
    auto books = open();
    const auto saved = books->query([&](Moment& moment) { return backup(moment, safe / "monday.db", key.check()); });
    ASSERT_TRUE(saved.ok()) << saved.error().what;
  }
  EXPECT_TRUE(fs::exists(safe / archives_folder / file().filename()));
  const auto restored = restore(safe / "monday.db", elsewhere, key.check(), later);
  ASSERT_TRUE(restored.ok()) << restored.error().what;
  auto books = Books::open({.folder = elsewhere, .signer = key.signer()}, clock).value();
  EXPECT_EQ(books->read([&](const books::Reader& reader) -> Result<std::string> { return reader.find<books::Sale>(receipt(1))->document; }).value(), "{\"lines\":[]}");
  fs::remove_all(safe / archives_folder);
  fs::create_directories(other_disk.path / "c" / "place");
  EXPECT_EQ(restore(safe / "monday.db", other_disk.path / "c" / "place", key.check(), later).error().code, "backup_bad") << "half of the books is no copy";
}

}  // namespace
}  // namespace kwota::store
