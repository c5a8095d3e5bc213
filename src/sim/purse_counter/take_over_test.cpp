// The books are put back to an older copy while farmers' cards go on: what a card proves is taken over, and the laws of money hold afterwards.
#include "sim/purse_counter/lost_hours.h"

namespace kwota::sim {
namespace {

using TakeOver = LostHours;

TEST_F(TakeOver, a_card_that_was_loaded_in_the_lost_hours_is_taken_over_with_its_own_proof) {
  copy();
  EXPECT_EQ(carry(*book("50.00").order).condition.state, SaleStatus::applied);
  EXPECT_EQ(carry(*book("40.00").order).condition.state, SaleStatus::applied);
  const auto tac = office->read([&](const books::Reader& books) -> Result<std::string> { return books.last<books::PurseMove>(account, 1)->proof; }).value();
  put_back();
  EXPECT_EQ(purse_row().balance, yuan(200));
  const auto proven = request().proven;
  EXPECT_EQ(proven.counter, SequenceNumber{3});
  ASSERT_EQ(proven.log.size(), 3u);
  EXPECT_EQ(proven.log[0].amount, yuan(40));
  EXPECT_EQ(proven.log[0].n, SequenceNumber{3});
  EXPECT_EQ(proven.proof, tac) << "the card keeps the proof of its newest load";
  EXPECT_EQ(taken_over().sale.credit, Credit{yuan(90)});
  EXPECT_EQ(purse_row().n, SequenceNumber{3});
  EXPECT_EQ(purse_row().not_known, Money{});
  EXPECT_EQ(ledger_of("taken_over/purse"), yuan(90));
  EXPECT_EQ(carry(*book("10.00").order).condition.state, SaleStatus::applied);
  EXPECT_EQ(look().seen->balance, yuan(300));
  books_stand();
}

TEST_F(TakeOver, a_card_that_holds_less_though_it_was_loaded_is_told_by_its_log_and_its_records_come_home_later) {
  copy();
  EXPECT_EQ(carry(*book("50.00").order).condition.state, SaleStatus::applied);
  water(mill, 1'000);
  put_back();
  card->reset();
  for (int i = 0; i < 2; ++i) water(road, 40'000);
  const auto booked = book("10.00");  // it holds less than the books know: only its counter tells
  const auto refused = carry(*booked.order);
  EXPECT_EQ(refused.condition.state, SaleStatus::reversed);
  EXPECT_EQ(refused.written.cause->code, "purse_counter_differs");
  EXPECT_EQ(refused.written.cause->details.at("found"), "2");
  EXPECT_EQ(taken_over().sale.credit, Credit{yuan(50)});
  EXPECT_EQ(purse_row().balance, yuan(169));
  EXPECT_EQ(purse_row().not_known, yuan(81));
  reader.read(mill);
  reader.read(road);
  bring_home();
  static_cast<void>(look());  // the pumps' clock has gone on since, the office's has not
  EXPECT_EQ(purse_row().not_known, Money{});
  EXPECT_EQ(ledger_of("used/irrigation"), -yuan(81));
  EXPECT_EQ(carry(*book("10.00").order).condition.state, SaleStatus::applied);
  books_stand();
}

TEST_F(TakeOver, records_of_what_he_paid_with_the_lost_money_that_come_before_are_proven_by_it) {
  copy();
  EXPECT_EQ(carry(*book("100.00").order).condition.state, SaleStatus::applied);
  for (int i = 0; i < 5; ++i) water(road, 50'000);
  put_back();
  reader.read(road);
  bring_home();
  EXPECT_EQ(newest_watering(road).state, WateringStatus::late) << "beyond what the books know to have been on it";
  EXPECT_EQ(taken_over().sale.credit, Credit{yuan(100)});
  EXPECT_EQ(newest_watering(road).state, WateringStatus::proven);
  EXPECT_EQ(purse_row().balance, yuan(50));
  EXPECT_EQ(purse_row().not_known, Money{});
  books_stand();
}

TEST_F(TakeOver, a_booking_that_the_copy_has_open_is_settled_by_the_card_and_no_more_is_believed_by_that) {
  const auto booked = book("30.00");
  auto reader_gone = gone_at(0x52, true);
  EXPECT_EQ(desk_of_cards().carry(reader_gone, *booked.order, as("li")).value().condition.state, SaleStatus::in_doubt);
  copy();
  EXPECT_EQ(look().settled.size(), 1u);
  EXPECT_EQ(carry(*book("50.00").order).condition.state, SaleStatus::applied);
  put_back();
  EXPECT_EQ(look().settled.at(0).state, SaleStatus::applied) << "its counter has passed it";
  EXPECT_EQ(purse_row().balance, yuan(230));
  EXPECT_EQ(taken_over().sale.credit, Credit{yuan(50)});
  EXPECT_EQ(purse_row().balance, yuan(280));
  books_stand();
}

TEST_F(TakeOver, a_first_card_that_was_made_in_the_lost_hours_becomes_its_accounts_own_with_all_that_it_proves) {
  farmer_with_blank_card(5);
  copy();
  issue("80.00");
  EXPECT_EQ(carry(*book("20.00").order).condition.state, SaleStatus::applied);
  water(mill, 1'000);
  const auto number = *purse_row().card;
  put_back();
  card->reset();
  EXPECT_FALSE(purse_row().card) << "the books know of none";
  EXPECT_EQ(taken_over().sale.credit, Credit{yuan(100)});
  EXPECT_EQ(purse_row().card, number);
  EXPECT_EQ(purse_row().state, books::PurseStatus::active);
  EXPECT_EQ(purse_row().n, SequenceNumber{2});
  EXPECT_EQ(purse_row().not_known, yuan(1)) << "until the well's record comes home";
  EXPECT_EQ(ledger_of("taken_over/purse"), yuan(100));
  const auto kept_card = office->read([&](const books::Reader& books) -> Result<books::Card> { return *books.find<books::Card>(number); }).value();
  EXPECT_EQ(kept_card.state, books::CardStatus::active);
  EXPECT_EQ(kept_card.issue_number, 1);
  EXPECT_FALSE(kept_card.valid_to.empty());
  EXPECT_EQ(carry(*book("10.00").order).condition.state, SaleStatus::applied) << "it is loaded as any";
  EXPECT_EQ(look().seen->balance, yuan(109));
  books_stand();
}

TEST_F(TakeOver, a_first_card_of_the_lost_hours_whose_number_was_granted_anew_since_is_nobodys) {
  copy();
  farmer_with_blank_card(5);
  issue("80.00");
  const auto account_then = account;
  put_back();
  run("import", [&](const auto&, const auto&) -> Result<books::Decision<Done>> { return books::Decision<Done>{{{books::Customer{.number = CustomerNumber::from(1'006), .name = "李", .created = noon}}, {}}, Done{}}; }, "sun");
  account = granted_to(CustomerNumber::from(1'006));
  ASSERT_EQ(account, account_then) << "the next one gets the number that was lost";
  const auto asked = request();
  EXPECT_EQ(office->read([&, context = as("li")](const books::Reader& books) { return purse::take_over(books, asked, context); }).error().code, "card_names_another");
}

TEST_F(TakeOver, a_card_that_counts_less_than_the_books_is_never_taken_over) {
  const auto before = card->state();
  EXPECT_EQ(carry(*book("50.00").order).condition.state, SaleStatus::applied);
  card = std::make_unique<CardOs>(card_in_memory(before, random));
  const auto asked = request();
  EXPECT_EQ(office->read([&, context = as("li")](const books::Reader& books) { return purse::take_over(books, asked, context); }).error().code, "purse_counter_behind");
}

/// In the lost hours his card was lost as well, the next one was made, and what the lost one held was paid over to it.
class NextCard : public TakeOver {
 protected:
  void lose_and_make_next() {
    lost = std::move(card);
    EXPECT_EQ(carry(*lose_and_replace(8).order).condition.state, SaleStatus::applied);
    pay_over_after_the_waiting_time();
  }
  std::string code_of(const purse::TakeOverRequest& asked) {
    return office->read([&, context = as("li")](const books::Reader& books) { return purse::take_over(books, asked, context); }).error().code;
  }
  std::string paid_over_again() {
    purse::PayOverRequest asked{claim(), account, seen(), 0};
    return office->read([&, context = as("li")](const books::Reader& books) { return purse::pay_over(books, asked, context); }).error().code;
  }
  books::Purse lost_purse() {
    return office->read([&](const books::Reader& books) -> Result<books::Purse> { return *books.find<books::Purse>(account, 1); }).value();
  }
  std::unique_ptr<CardOs> lost;
};

/// Whether the lost one's record comes home before its next one is taken over, and whether somebody had blocked it before.
class NextCardInEveryOrder : public NextCard, public testing::WithParamInterface<std::tuple<bool, bool>> {};

TEST_P(NextCardInEveryOrder, is_his_again_and_what_the_lost_one_held_is_paid_once) {
  const auto [record_first, blocked_first] = GetParam();
  copy();
  water(mill, 30'000);
  reader.read(mill);
  bring_home();
  lose_and_make_next();
  const auto number = *purse_row().card;
  EXPECT_EQ(purse_row().balance, yuan(170));
  put_back();
  EXPECT_EQ(purse_row().number, 1) << "the books have the lost one in force";
  if (blocked_first) run("block", [&](const auto& books, const auto& context) { return purse::block_purse(books, {account, "lost"}, context); });
  if (record_first) bring_home();
  EXPECT_EQ(code_of(request()), "rest_not_said");
  rest = purse::LostRest::paid_over;
  EXPECT_EQ(taken_over().sale.credit, Credit{yuan(170)});
  if (!record_first) {
    EXPECT_EQ(lost_purse().not_known, yuan(30)) << "until its record comes again";
    bring_home();
  }
  EXPECT_EQ(newest_watering(mill).state, WateringStatus::proven);
  EXPECT_EQ(lost_purse().not_known, Money{});
  EXPECT_EQ(lost_purse().state, books::PurseStatus::paid_over);
  EXPECT_EQ(purse_row().card, number);
  EXPECT_EQ(purse_row().balance, yuan(170));
  EXPECT_EQ(ledger_of("taken_over/purse"), Money{}) << "all of it is money that the books know";
  EXPECT_EQ(ledger_of("prepaid/purse"), -yuan(170));
  EXPECT_EQ(paid_over_again(), "nothing_waits");
  EXPECT_EQ(carry(*book("10.00").order).condition.state, SaleStatus::applied);
  EXPECT_EQ(look().seen->balance, yuan(180));
  card = std::move(lost);
  const auto found = look();
  EXPECT_EQ(office->read([&, context = as("li")](const books::Reader& books) { return purse::quote_load(books, {account, "10.00", found.for_shop()}, context); }).error().code, "blocked_card");
  books_stand();
}

INSTANTIATE_TEST_SUITE_P(TakeOver, NextCardInEveryOrder, testing::Combine(testing::Bool(), testing::Bool()));

TEST_F(NextCard, whose_money_waits_still_gets_it_once_the_books_have_it) {
  copy();
  lost = std::move(card);
  EXPECT_EQ(carry(*lose_and_replace(8).order).condition.state, SaleStatus::applied);
  EXPECT_EQ(carry(*book("50.00").order).condition.state, SaleStatus::applied);
  put_back();
  card->reset();
  rest = purse::LostRest::waits;
  EXPECT_EQ(taken_over().sale.credit, Credit{yuan(50)});
  EXPECT_EQ(ledger_of("taken_over/purse"), yuan(50));
  pay_over_after_the_waiting_time();
  EXPECT_EQ(look().seen->balance, yuan(250));
  EXPECT_EQ(ledger_of("prepaid/purse"), -yuan(250));
  EXPECT_EQ(paid_over_again(), "nothing_waits");
  books_stand();
}

TEST_F(NextCard, that_was_loaded_after_the_paying_over_proves_both_and_the_load_alone_is_new_to_the_books) {
  copy();
  lose_and_make_next();
  EXPECT_EQ(carry(*book("50.00").order).condition.state, SaleStatus::applied);
  put_back();
  card->reset();
  rest = purse::LostRest::paid_over;
  EXPECT_EQ(taken_over().sale.credit, Credit{yuan(250)});
  EXPECT_EQ(ledger_of("taken_over/purse"), yuan(50));
  EXPECT_EQ(ledger_of("prepaid/purse"), -yuan(250));
  EXPECT_EQ(paid_over_again(), "nothing_waits");
  books_stand();
}

TEST_F(NextCard, that_was_only_made_is_his_without_a_move) {
  copy();
  lost = std::move(card);
  EXPECT_EQ(carry(*lose_and_replace(8).order).condition.state, SaleStatus::applied);
  put_back();
  card->reset();
  EXPECT_EQ(taken_over().sale.credit, Credit{Money{}});
  EXPECT_EQ(purse_row().moves, 0);
  pay_over_after_the_waiting_time();
  EXPECT_EQ(look().seen->balance, yuan(200));
  books_stand();
}

TEST_F(NextCard, after_which_another_one_is_made_is_kept_and_what_it_got_is_no_part_of_the_other) {
  copy();
  lose_and_make_next();
  const auto in_lost_hours = *purse_row().card;
  put_back();
  auto former = std::move(card);
  EXPECT_EQ(carry(*lose_and_replace(9).order).condition.state, SaleStatus::applied);
  EXPECT_NE(*purse_row().card, in_lost_hours) << "the same card of the same account, and another number";
  auto in_force = std::move(card);
  card = std::move(former);
  card->reset();
  rest = purse::LostRest::paid_over;
  EXPECT_EQ(code_of(request()), "card_followed");
  card = std::move(in_force);
  pay_over_after_the_waiting_time();
  EXPECT_EQ(look().seen->balance, yuan(200));
  books_stand();
}

}  // namespace
}  // namespace kwota::sim
