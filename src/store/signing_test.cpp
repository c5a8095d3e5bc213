// Who signs what while the vault is away, and what becomes of it.
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <fstream>
#include <future>

#include "store/test_vault_away.h"

namespace kwota::store {
namespace {

using namespace test;

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
  EXPECT_EQ(accept("chen", "").error().code, "same_person");
  ASSERT_TRUE(accept("chen", "wu"));
  {
    auto books = open_books();
    ASSERT_TRUE(sell(*books, receipt(2), 100));
  }
  const auto report = verified();
  EXPECT_TRUE(report.ok()) << report.first->why;
  EXPECT_EQ(report.signatures.accepted, 1);
}

TEST_F(VaultAway, in_a_station_of_one_person_he_accepts_them_alone) {
  dies_with_an_unsigned_group(true);
  EXPECT_EQ(accept("chen", "chen").error().code, "same_person");
  ASSERT_TRUE(accept("chen", "")) << "or its books would never start again";
  EXPECT_TRUE(Books::open(settings(), clock));
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

/// Whoever writes into the books by hand after that.
class PutBackByHand : public VaultAway {
 protected:
  std::string code_of_putting_back() {
    const auto done = put_back(*by_sql(), folder.path, key.check(), noon);
    return done.ok() ? "" : done.error().code;
  }
  std::int64_t customers() { return by_sql()->number("SELECT count(*) FROM customer").value(); }
  std::string log() {
    std::ifstream in(folder.path / anchor_log_file);
    return {std::istreambuf_iterator<char>(in), {}};
  }
};

TEST_F(PutBackByHand, signed_groups_behind_the_unsigned_ones_are_kept_for_books_are_put_back_at_their_end_only) {
  dies_with_an_unsigned_group();
  ASSERT_TRUE(accept("chen", "wu"));
  {
    auto books = open_books();
    ASSERT_TRUE(sell(*books, receipt(2), 100));
  }
  ASSERT_TRUE(by_sql()->run("DELETE FROM acceptance"));
  const auto before = log();
  EXPECT_EQ(code_of_putting_back(), "groups_not_last");
  EXPECT_EQ(customers(), 2) << "and nothing was changed";
  EXPECT_EQ(log(), before);
}

TEST_F(PutBackByHand, what_would_not_pass_verify_afterwards_is_left_as_it_stands_and_its_row_is_named) {
  dies_with_an_unsigned_group();
  ASSERT_TRUE(by_sql()->run("UPDATE sale SET tendered = tendered + 100000"));
  const auto before = log();
  const auto done = put_back(*by_sql(), folder.path, key.check(), noon);
  ASSERT_FALSE(done.ok());
  EXPECT_EQ(done.error().code, "cannot_put_back");
  EXPECT_TRUE(done.error().details.at("row").starts_with("sale/")) << done.error().details.at("row");
  EXPECT_EQ(customers(), 2);
  EXPECT_EQ(log(), before);
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

}  // namespace
}  // namespace kwota::store
