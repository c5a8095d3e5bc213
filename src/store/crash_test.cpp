// Bad luck: the process is killed at every point of a group and at random moments, the disk is full, the disk breaks.
#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <signal.h>
#include <sqlite3.h>
#include <sys/wait.h>
#include <unistd.h>

#include <future>
#include <random>

#include "store/test_books.h"
#include "store/test_child.h"
#include "store/test_key.h"
#include "store/verify/verify.h"

namespace kwota::store {
namespace {

using namespace test;

/// The receipts whose sales were acknowledged to somebody outside of the process that was killed.
class Bystander {
 public:
  Bystander() { EXPECT_EQ(::pipe(ends_), 0); }
  void acknowledged(int running) const {
    EXPECT_EQ(::write(ends_[1], &running, sizeof running), static_cast<ssize_t>(sizeof running));
  }
  /// Listens until so many are acknowledged (or the other side is gone).
  void listen(int count) {
    int running = 0;
    while (count-- > 0 && ::read(ends_[0], &running, sizeof running) == static_cast<ssize_t>(sizeof running))
      received_.push_back(running);
  }
  std::vector<int> received() {
    ::close(ends_[1]);
    auto all = std::move(received_);
    for (int running = 0; ::read(ends_[0], &running, sizeof running) == static_cast<ssize_t>(sizeof running);)
      all.push_back(running);
    ::close(ends_[0]);
    return all;
  }

 private:
  int ends_[2] = {-1, -1};
  std::vector<int> received_;
};

/// Sells one after the other until somebody ends it; in groups, so that a kill can meet several sales at once.
[[noreturn]] void sell_for_ever(const std::filesystem::path& folder, const Bystander& witness, Hook hook, int first) {
  ManualClock clock(noon);
  auto books = Books::open({.folder = folder, .hook = std::move(hook)}, clock).value();
  for (int running = first;; running += 4) {
    std::vector<std::future<bool>> answers;
    for (int i = 0; i < 4; ++i) {
      auto promise = std::make_shared<std::promise<bool>>();
      answers.push_back(promise->get_future());
      books->submit(
          cashier, [=](const books::Reader& reader) { return decide_sale(reader, receipt(running + i), 100); },
          [promise, &witness, running, i](Result<std::string> result) {
            if (result) witness.acknowledged(running + i);
            promise->set_value(result.ok());
          });
    }
    for (auto& answer : answers)
      if (!answer.get()) ::_exit(3);
  }
}

/// Everything acknowledged is there, the money adds up, verify passes; returns how many sales there are.
std::int64_t inspect(const std::filesystem::path& folder, const std::vector<int>& acknowledged) {
  ManualClock clock(noon);
  auto books = Books::open({.folder = folder}, clock).value();
  const auto number = [&](const std::string& sql) {
    return books->query([&](Moment& moment) { return sqlite_of(moment).number(sql); }).value();
  };
  for (const int running : acknowledged)
    EXPECT_EQ(number(fmt::format("SELECT count(*) FROM sale WHERE number='{}'", receipt(running))), 1) << running;
  const auto sales = number("SELECT count(*) FROM sale");
  EXPECT_EQ(number("SELECT coalesce(sum(amount), 0) FROM balance WHERE account='till/3/1/cash'"), 100 * sales);
  EXPECT_EQ(number("SELECT count(*) FROM journal"), sales);
  EXPECT_EQ(number("SELECT sold FROM meter"), sales);
  const auto report = books->query([&](Moment& moment) {
                             auto& connection = sqlite_of(moment);
                             return verify(connection, {{}, folder / anchor_log_file});
                           })
                          .value();
  EXPECT_TRUE(report.ok()) << report.first->table << "/" << report.first->key << ": " << report.first->why;
  EXPECT_EQ(sell(*books, receipt(static_cast<int>(sales) + 1), 100).value(), receipt(static_cast<int>(sales) + 1))
      << "and the shop goes on";
  return sales + 1;
}

void prepare(const std::filesystem::path& folder) {
  ManualClock clock(noon);
  ASSERT_TRUE(set_up(*Books::open({.folder = folder}, clock).value()));
}

TEST(Killed, at_every_point_of_a_group_nothing_acknowledged_is_lost) {
  for (const std::string_view point : {"group_begun", "decided", "applied", "sealed", "committed", "logged", "answered"}) {
    for (const int nth : {1, 3, 6}) {
      SCOPED_TRACE(fmt::format("{} {}", point, nth));
      Folder folder;
      prepare(folder.path);
      Bystander witness;
      ASSERT_TRUE(is_killed_at([&] { sell_for_ever(folder.path, witness, death_at(point, nth), 1); })) << "it never came to this point";
      inspect(folder.path, witness.received());
    }
  }
}

TEST(Killed, at_any_moment_and_again_and_again_nothing_acknowledged_is_lost) {
  const auto seed = std::random_device{}();
  SCOPED_TRACE(fmt::format("seed {}", seed));
  std::mt19937 dice(seed);
  Folder folder;
  prepare(folder.path);
  std::int64_t sales = 0;
  for (int round = 0; round < 12; ++round) {
    Bystander witness;
    const auto child = ::fork();
    if (child == 0) sell_for_ever(folder.path, witness, {}, static_cast<int>(sales) + 1);
    witness.listen(std::uniform_int_distribution(1, 40)(dice));
    ::kill(child, SIGKILL);
    int status = 0;
    ::waitpid(child, &status, 0);
    ASSERT_TRUE(WIFSIGNALED(status)) << "the child ended by itself with " << status;
    sales = inspect(folder.path, witness.received());
  }
  EXPECT_GT(sales, 12);
}

TEST(DiskFull, a_sale_that_finds_no_room_is_refused_and_the_next_one_that_does_is_booked) {
  ManualClock clock(noon);
  auto books = Books::in_memory(clock).value();
  ASSERT_TRUE(set_up(*books));
  ASSERT_TRUE(sell(*books, receipt(1), 100));
  const auto pages = [&](const char* pragma) {
    return books->query([&](Moment& moment) { return sqlite_of(moment).number(pragma); }).value();
  };
  const auto used = pages("PRAGMA page_count");
  pages(fmt::format("PRAGMA max_page_count={}", used).c_str());
  int running = 2;
  Result<std::string> answer = std::string();
  while ((answer = sell(*books, receipt(running), 100)).ok()) ++running;
  EXPECT_EQ(answer.error().code, "disk_full");
  pages("PRAGMA max_page_count=100000");
  EXPECT_TRUE(sell(*books, receipt(running), 100));
  EXPECT_EQ(pages("SELECT count(*) FROM sale"), running);
  EXPECT_EQ(pages("SELECT amount FROM balance WHERE account='till/3/1/cash'"), 100 * running);
  const auto report = books->query([](Moment& moment) { return verify(moment, {}); }).value();
  EXPECT_TRUE(report.ok()) << report.first->table << "/" << report.first->key << ": " << report.first->why;
}

TEST(Proof, a_receipt_proves_its_sale_and_nothing_else) {
  Folder folder;
  ManualClock clock(noon);
  const TestKey key, other;
  auto books = Books::open({.folder = folder.path, .signer = key.signer()}, clock).value();
  ASSERT_TRUE(set_up(*books));
  for (int i = 1; i <= 3; ++i) ASSERT_TRUE(sell(*books, receipt(i), 100));
  for (int i = 1; i <= 3; ++i) {
    const auto proof = books->proof_of(receipt(i)).value();
    EXPECT_TRUE(check_proof(proof, key.check()));
    EXPECT_FALSE(check_proof(proof, other.check())) << "another vault's key";
    auto forged = proof;
    forged.leaf[5] ^= 1;
    EXPECT_FALSE(check_proof(forged, key.check()));
    forged = proof;
    forged.anchor.time = forged.anchor.time + Duration::ms(1);
    EXPECT_FALSE(check_proof(forged, key.check()));
    forged = proof;
    (*forged.anchor.signature)[63] ^= 1;
    EXPECT_FALSE(check_proof(forged, key.check()));
  }
  EXPECT_EQ(books->proof_of("R3-000009").error().code, "no_such_sale");
}

TEST(Merkle, every_leaf_of_every_tree_finds_the_root_and_no_other_leaf_does) {
  EXPECT_TRUE(rc::check([] {
    const auto rows = *rc::gen::container<std::vector<Digest>>(rc::gen::arbitrary<Digest>());
    RC_PRE(!rows.empty());
    const auto leaf = *rc::gen::inRange<std::size_t>(0, rows.size());
    const auto path = merkle_path(rows, leaf);
    RC_ASSERT(climb(rows[leaf], path) == merkle_root(rows));
    auto other = rows[leaf];
    other[0] ^= 0x40;
    RC_ASSERT(climb(other, path) != merkle_root(rows));
  }));
}

}  // namespace
}  // namespace kwota::store
