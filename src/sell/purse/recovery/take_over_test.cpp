// The books were restored from an older copy: a farmer who was at the counter since has a card that is ahead of them.
#include "sell/purse/recovery/take_over.h"

#include <gtest/gtest.h>

#include "people/approval.h"
#include "sell/purse/card_number.h"
#include "sell/purse/contact.h"
#include "sell/purse/spent.h"
#include "sell/purse/test_farm.h"

namespace kwota::purse {
namespace {

struct LostHours : testing::Test, Farm {
  void SetUp() override {
    hire("guo", "manager");
    card.serial = serial(1);
    account = with_card(card, "200.00");
  }
  template <class Answer>
  std::string code(const Result<Answer>& result) const { return result.ok() ? "" : result.error().code; }
  /// Of which the books know nothing any more.
  void was_loaded(Money amount) {
    card.counter = card.counter.next();
    card.balance += amount;
    log.insert(log.begin(), {card.counter, true, amount, "330110000001", "2026-11-20 14:00:00"});
  }
  TakeOverRequest request() { return {.claim = claim(), .account = account, .reason = "books restored", .seen = card.seen(), .proven = {card.counter, 0, log, "16EAD516"}, .approval = 0}; }
  std::int64_t agreed(const TakeOverRequest& asked) {
    const auto refused = take_over(books, asked, as("zhao", "T-02"));
    EXPECT_EQ(code(refused), "approval_needed");
    const auto waits = World::apply(people::ask_approval(books, people::request_of(refused.error().details, "books restored"), as("zhao", "T-02"))).value();
    EXPECT_TRUE(World::apply(people::decide_approval(books, {waits.number, true, ""}, as("guo", ""))).ok());
    return waits.number;
  }
  Outcome taken_over() {
    auto asked = request();
    asked.approval = agreed(asked);
    return World::apply(take_over(books, asked, as("zhao", "T-02"))).value();
  }
  FarmerCard card;
  std::vector<LoggedMove> log;
  std::int64_t account = 0;
};

TEST_F(LostHours, what_his_card_holds_beyond_the_books_is_taken_over_by_two_and_he_is_served_again) {
  was_loaded(yuan(50));
  EXPECT_EQ(code(load_card(account, card, "30.00")), "purse_exceeds_books");
  const auto done = taken_over();
  EXPECT_EQ(done.state, SaleStatus::applied);
  EXPECT_EQ(done.sale.approved_by, "guo");
  EXPECT_EQ(done.sale.credit, Credit{yuan(50)});
  EXPECT_FALSE(done.order) << "nothing is written on the card";
  EXPECT_EQ(purse_of(account).n, card.counter);
  EXPECT_EQ(purse_of(account).balance, yuan(250));
  EXPECT_EQ(purse_of(account).not_known, Money{});
  EXPECT_EQ(prepaid(), yuan(250));
  EXPECT_EQ(balance("taken_over/purse"), yuan(50)) << "what some till took money for in the lost hours";
  EXPECT_EQ(balance("till/E/T-02/cash"), yuan(100)) << "its float, and nothing of this";
  const auto move = *books.last<books::PurseMove>(account, 1);
  EXPECT_EQ(move.kind, books::PurseMoveKind::taken_over);
  EXPECT_EQ(move.proof, "16EAD516");
  const auto booked = load_card(account, card, "30.00").value();
  EXPECT_EQ(write(*booked.order, card).state, SaleStatus::applied);
  EXPECT_EQ(purse_of(account).balance, yuan(280));
}

TEST_F(LostHours, what_he_has_used_of_it_since_is_not_known_as_ever) {
  was_loaded(yuan(50));
  was_loaded(yuan(40));
  card.balance -= yuan(120);  // 170 are left: less than the books know
  ASSERT_TRUE(World::apply(note_contact(books, {card.serial, card.balance, 6}, as("wang"))).ok());
  EXPECT_EQ(taken_over().sale.credit, Credit{yuan(90)}) << "its log says what was loaded";
  EXPECT_EQ(purse_of(account).not_known, yuan(120));
  EXPECT_EQ(purse_of(account).missing, 3) << "by its offline counter";
  EXPECT_EQ(room_of(purse_of(account)), yuan(290));
}

TEST_F(LostHours, where_its_log_has_no_room_for_the_loads_any_more_its_balance_speaks) {
  was_loaded(yuan(50));
  log.clear();
  card.balance -= yuan(20);
  EXPECT_EQ(taken_over().sale.credit, Credit{yuan(30)});
  EXPECT_EQ(purse_of(account).balance, yuan(230));
}

TEST_F(LostHours, a_card_that_is_only_ahead_is_taken_over_without_money) {
  was_loaded(yuan(50));
  log.clear();
  card.balance -= yuan(80);
  EXPECT_EQ(taken_over().sale.credit, Credit{Money{}});
  EXPECT_EQ(balance("taken_over/purse"), Money{});
  EXPECT_EQ(purse_of(account).not_known, yuan(30));
  EXPECT_EQ(write(*load_card(account, card, "10.00").value().order, card).state, SaleStatus::applied);
}

TEST_F(LostHours, a_booking_that_was_open_is_settled_first_and_no_money_beyond_it_is_believed) {
  const auto open = load_card(account, card, "60.00").value();
  seal(*open.order);
  card.obey(*open.order);
  was_loaded(yuan(50));
  EXPECT_EQ(code(take_over(books, request(), as("zhao", "T-02"))), "sale_in_doubt");
  auto shows = card.shows();
  shows.counter = open.order->n;
  EXPECT_EQ(World::apply(settle(books, event(*open.order, false), shows, as("wang"))).value().state, SaleStatus::applied);
  EXPECT_EQ(purse_of(account).balance, yuan(260)) << "the card holds 310, and nobody has said why";
  EXPECT_EQ(taken_over().sale.credit, Credit{yuan(50)});
  EXPECT_EQ(purse_of(account).balance, yuan(310));
}

TEST_F(LostHours, another_number_is_another_agreement) {
  was_loaded(yuan(50));
  auto asked = request();
  asked.approval = agreed(asked);
  was_loaded(yuan(10));
  asked.seen = card.seen();
  asked.proven = {card.counter, 0, log, ""};
  EXPECT_EQ(code(take_over(books, asked, as("zhao", "T-02"))), "approval_differs");
}

TEST_F(LostHours, what_stands_against_it_is_named) {
  EXPECT_EQ(code(take_over(books, request(), as("zhao", "T-02"))), "nothing_to_take_over");
  was_loaded(yuan(50));
  EXPECT_EQ(code(take_over(books, request(), as("wang"))), "permission_denied");
  auto silent = request();
  silent.reason.clear();
  EXPECT_EQ(code(take_over(books, silent, as("zhao", "T-02"))), "reason_missing");
  auto grey = request();
  grey.seen->grey = true;
  EXPECT_EQ(code(take_over(books, grey, as("zhao", "T-02"))), "card_grey");
  auto strange = request();
  strange.seen->card = serial(9);
  EXPECT_EQ(code(take_over(books, strange, as("zhao", "T-02"))), "unknown_card");
  auto put_back = request();
  put_back.proven.counter = SequenceNumber{};
  EXPECT_EQ(code(take_over(books, put_back, as("zhao", "T-02"))), "purse_counter_behind") << "it is never believed";
  ASSERT_TRUE(World::apply(block_purse(books, {account, "lost"}, as("zhao", "T-02"))).ok());
  EXPECT_EQ(code(take_over(books, request(), as("zhao", "T-02"))), "blocked_card");
}

/// His card with 200.00 was lost in those hours as well, and another one was made.
struct NextCard : LostHours {
  void SetUp() override {
    LostHours::SetUp();
    next.serial = drawn_after(Duration::hours(1));
  }
  CardSerial drawn_after(Duration later) const { return card_number(books.only<books::Utility>()->county, clock.now() + later); }
  void got(Money amount) {
    next.counter = next.counter.next();
    next.balance += amount;
    log.insert(log.begin(), {next.counter, true, amount, "330110000001", "2026-11-20 14:00:00"});
  }
  TakeOverRequest of_next(LostRest rest) {
    auto asked = request();
    asked.seen = next.seen();
    asked.seen->account = account;
    asked.proven = {next.counter, 0, log, "16EAD516", serial(77), true, "2046-12-31", 1};
    asked.rest = rest;
    return asked;
  }
  Outcome taken_over_next(LostRest rest) {
    auto asked = of_next(rest);
    asked.approval = agreed(asked);
    return World::apply(take_over(books, asked, as("zhao", "T-02"))).value();
  }
  std::string paid_over() {
    PayOverRequest asked{claim(), account, next.seen(), 0};
    const auto refused = pay_over(books, asked, as("zhao", "T-02"));
    if (code(refused) != "approval_needed") return code(refused);
    const auto waits = World::apply(people::ask_approval(books, people::request_of(refused.error().details, "lost"), as("zhao", "T-02"))).value();
    EXPECT_TRUE(World::apply(people::decide_approval(books, {waits.number, true, ""}, as("guo", ""))).ok());
    asked.approval = waits.number;
    EXPECT_EQ(write(*World::apply(pay_over(books, asked, as("zhao", "T-02"))).value().order, next).state, SaleStatus::applied);
    return "";
  }
  void block() { ASSERT_TRUE(World::apply(block_purse(books, {account, "lost"}, as("zhao", "T-02"))).ok()); }
  books::Purse lost() const { return *books.find<books::Purse>(account, 1); }
  FarmerCard next;
};

TEST_F(NextCard, it_is_his_and_what_it_got_of_the_lost_one_is_never_paid_over_again) {
  got(yuan(200));
  const auto asked = take_over(books, of_next(LostRest::not_said), as("zhao", "T-02"));
  EXPECT_EQ(code(asked), "rest_not_said");
  EXPECT_EQ(asked.error().details.at("sum"), "200.00");
  const auto done = taken_over_next(LostRest::paid_over);
  EXPECT_EQ(done.sale.credit, Credit{yuan(200)});
  EXPECT_EQ(balance("taken_over/purse"), Money{}) << "it is money that the books know";
  EXPECT_EQ(prepaid(), yuan(200));
  EXPECT_EQ(purse_of(account).number, 2);
  EXPECT_EQ(purse_of(account).card, next.serial);
  EXPECT_EQ(purse_of(account).balance, yuan(200));
  EXPECT_EQ(lost().state, books::PurseStatus::paid_over);
  EXPECT_TRUE(books.find(books::BlackListed::of_card, card.serial)) << "no well serves the lost one";
  EXPECT_EQ(books.find<books::Card>(card.serial)->state, books::CardStatus::replaced);
  EXPECT_EQ(books.find<books::Card>(next.serial)->issue_number, 2);
  EXPECT_EQ(paid_over(), "nothing_waits");
  EXPECT_EQ(write(*load_card(account, next, "30.00").value().order, next).state, SaleStatus::applied);
  EXPECT_EQ(code(load_card(account, card, "30.00")), "blocked_card") << "the lost one is found";
}

TEST_F(NextCard, the_lost_one_may_have_been_blocked_before) {
  block();
  got(yuan(200));
  EXPECT_EQ(taken_over_next(LostRest::paid_over).sale.credit, Credit{yuan(200)});
  EXPECT_EQ(lost().state, books::PurseStatus::paid_over);
  EXPECT_EQ(prepaid(), yuan(200));
  EXPECT_EQ(paid_over(), "nothing_waits");
}

TEST_F(NextCard, what_nobody_has_paid_over_waits_still_and_what_was_loaded_is_taken_over) {
  got(yuan(50));
  EXPECT_EQ(taken_over_next(LostRest::waits).sale.credit, Credit{yuan(50)});
  EXPECT_EQ(balance("taken_over/purse"), yuan(50));
  EXPECT_EQ(lost().state, books::PurseStatus::blocked);
  EXPECT_EQ(*waiting(books, account), yuan(200));
  clock.advance(Duration::hours(16 * 24));
  EXPECT_EQ(paid_over(), "");
  EXPECT_EQ(purse_of(account).balance, yuan(250));
  EXPECT_EQ(paid_over(), "nothing_waits");
  EXPECT_EQ(prepaid(), yuan(250));
}

TEST_F(NextCard, one_that_was_only_made_gets_what_waits) {
  EXPECT_EQ(taken_over_next(LostRest::not_said).sale.credit, Credit{Money{}}) << "nothing came onto it: nothing is asked";
  EXPECT_EQ(purse_of(account).moves, 0);
  clock.advance(Duration::hours(16 * 24));
  EXPECT_EQ(paid_over(), "");
  EXPECT_EQ(purse_of(account).balance, yuan(200));
}

TEST_F(NextCard, what_the_lost_one_was_loaded_with_in_those_hours_is_beyond_the_books) {
  got(yuan(250));
  EXPECT_EQ(taken_over_next(LostRest::paid_over).sale.credit, Credit{yuan(250)});
  EXPECT_EQ(balance("taken_over/purse"), yuan(50));
  EXPECT_EQ(prepaid(), yuan(250));
  EXPECT_EQ(purse_of(account).not_known, Money{});
}

TEST_F(NextCard, what_the_lost_one_had_spent_by_records_that_are_lost_is_not_known_of_it_until_they_come_again) {
  got(yuan(170));
  EXPECT_EQ(taken_over_next(LostRest::paid_over).sale.credit, Credit{yuan(170)});
  EXPECT_EQ(lost().not_known, yuan(30));
  EXPECT_EQ(room_of(lost()), yuan(30)) << "so much a record of it may still take";
  EXPECT_EQ(waiting(books, account), std::nullopt) << "and nothing of it is paid over any more";
}

TEST_F(NextCard, where_its_log_has_no_room_for_it_any_more_all_that_waits_counts_as_paid_over) {
  got(yuan(200));
  log.clear();
  next.balance -= yuan(120);
  EXPECT_EQ(code(take_over(books, of_next(LostRest::not_said), as("zhao", "T-02"))), "rest_not_said");
  EXPECT_EQ(taken_over_next(LostRest::paid_over).sale.credit, Credit{yuan(200)});
  EXPECT_EQ(purse_of(account).not_known, yuan(120)) << "as ever";
  EXPECT_EQ(prepaid(), yuan(200));
}

TEST_F(NextCard, where_the_books_know_it_and_have_lost_the_paying_over_alone_the_same_is_asked) {
  block();
  const auto made = World::apply(replace_card(books, {claim(), account, serial(9), {}}, as("wang"))).value();
  ASSERT_TRUE(World::apply(issued(books, event(*made.order), true, as("wang"))).ok());
  next.serial = made.order->card;
  got(yuan(200));
  auto asked = of_next(LostRest::not_said);
  EXPECT_EQ(code(take_over(books, asked, as("zhao", "T-02"))), "rest_not_said");
  asked.rest = LostRest::paid_over;
  asked.approval = agreed(asked);
  ASSERT_TRUE(World::apply(take_over(books, asked, as("zhao", "T-02"))).ok());
  EXPECT_EQ(balance("taken_over/purse"), Money{});
  EXPECT_EQ(paid_over(), "nothing_waits");
  EXPECT_EQ(prepaid(), yuan(200));
}

TEST_F(NextCard, one_that_another_has_followed_is_kept) {
  got(yuan(50));
  auto first = next;
  next = {.serial = drawn_after(Duration::hours(2)), .counter = {}, .balance = {}};
  log.clear();
  got(yuan(200));
  EXPECT_EQ(taken_over_next(LostRest::paid_over).sale.credit, Credit{yuan(200)});
  auto asked = of_next(LostRest::not_said);
  asked.seen->card = first.serial;
  EXPECT_EQ(code(take_over(books, asked, as("zhao", "T-02"))), "card_followed");
}

TEST_F(NextCard, a_card_that_these_books_make_later_has_another_number_than_any_of_the_lost_hours) {
  block();
  const auto made_now = [&] { return World::apply(replace_card(books, {claim(), account, serial(9), {}}, as("wang"))); };
  const auto before = books;
  const auto lost_hours = made_now().value().order->card;
  books = before;  // put back
  clock.advance(Duration::seconds(1));
  const auto made = made_now().value();
  ASSERT_TRUE(World::apply(issued(books, event(*made.order), true, as("wang"))).ok());
  EXPECT_NE(made.order->card, lost_hours) << "it is the same card of the same account in the same year";
  auto asked = of_next(LostRest::not_said);
  asked.seen->card = lost_hours;
  EXPECT_EQ(account_of_lost_card(books, *asked.seen, as("zhao", "T-02")), account);
  EXPECT_EQ(code(take_over(books, asked, as("zhao", "T-02"))), "card_followed");
}

TEST_F(NextCard, of_a_card_that_names_another_account_or_none_nobody_is_told) {
  auto seen = *of_next(LostRest::not_said).seen;
  EXPECT_EQ(account_of_lost_card(books, seen, as("zhao", "T-02")), account);
  seen.account = account + 1;
  EXPECT_EQ(account_of_lost_card(books, seen, as("zhao", "T-02")), std::nullopt);
  seen.account = {};
  EXPECT_EQ(account_of_lost_card(books, seen, as("zhao", "T-02")), std::nullopt);
}

TEST_F(NextCard, a_booking_of_the_lost_one_that_was_open_is_settled_first_by_blocking_it) {
  const auto open = load_card(account, card, "60.00").value();
  seal(*open.order);
  got(yuan(260));
  EXPECT_EQ(code(take_over(books, of_next(LostRest::paid_over), as("zhao", "T-02"))), "sale_in_doubt");
  block();
  EXPECT_EQ(taken_over_next(LostRest::paid_over).sale.credit, Credit{yuan(260)});
  EXPECT_EQ(prepaid(), yuan(260));
  EXPECT_EQ(balance("taken_over/purse"), Money{});
}

TEST_F(NextCard, another_answer_is_another_agreement) {
  got(yuan(50));
  auto asked = of_next(LostRest::paid_over);
  asked.approval = agreed(asked);
  asked.rest = LostRest::waits;
  EXPECT_EQ(code(take_over(books, asked, as("zhao", "T-02"))), "approval_differs");
}

}  // namespace
}  // namespace kwota::purse
