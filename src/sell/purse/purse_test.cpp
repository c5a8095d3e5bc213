// Purses at the counter: who gets one, what happens to the money when a card is torn away, and what a lost card still held.
#include <gtest/gtest.h>

#include "people/approval.h"
#include "sell/purse/contact.h"
#include "sell/purse/card_number.h"
#include "sell/purse/test_farm.h"
#include "sell/settings/declared.h"
#include "sell/settings/in_force.h"

namespace kwota::purse {
namespace {

struct PurseDesk : testing::Test, Farm {
  void SetUp() override {
    hire("guo", "manager");
    card.serial = serial(1);
  }
  std::string state_of(const std::string& sale) const { return World::state(sale); }
  template <class Answer>
  std::string code(const Result<Answer>& result) const { return result.ok() ? "" : result.error().code; }
  template <class Refused>
  std::int64_t approved(const Refused& refused, const std::string& who, const std::string& second) {
    const auto& details = refused.error().details;
    const auto asked = World::apply(people::ask_approval(books, people::request_of(details, "because"), as(who, "T-02"))).value();
    EXPECT_TRUE(World::apply(people::decide_approval(books, {asked.number, true, ""}, as(second, ""))).ok());
    return asked.number;
  }
  FarmerCard card;
};

// ---- who gets one ---------------------------------------------------------------------------------------------------------

TEST_F(PurseDesk, an_application_waits_until_somebody_else_grants_it_and_the_grant_opens_an_account_without_meter) {
  const auto application = applies().value();
  EXPECT_EQ(application.state, books::ApplicationStatus::waiting);
  EXPECT_EQ(code(grant(books, application.number, as("wang"))), "permission_denied") << "a cashier grants nothing";
  const auto decided = World::apply(grant(books, application.number, as("zhao", "T-02"))).value();
  EXPECT_EQ(decided.state, books::ApplicationStatus::granted);
  const auto account = books.find<books::Account>(decided.account).value();
  EXPECT_EQ(account.state, books::AccountStatus::draft);
  EXPECT_EQ(account.scheme, "by_purse");
  EXPECT_TRUE(account.meter.is_zero());
  EXPECT_EQ(books::terms_of(purse_of(account.number)), terms());
  EXPECT_FALSE(purse_of(account.number).card);
  EXPECT_EQ(code(grant(books, application.number, as("zhao", "T-02"))), "application_decided");
  EXPECT_EQ(code(applies()), "has_purse_account");
}

TEST_F(PurseDesk, nobody_decides_what_he_has_entered_and_a_refusal_says_why) {
  const auto application = applies("zhao").value();
  EXPECT_EQ(code(grant(books, application.number, as("zhao", "T-02"))), "application_own");
  EXPECT_EQ(code(applies()), "application_waits");
  EXPECT_EQ(code(refuse(books, application.number, "", as("guo", ""))), "reason_missing");
  EXPECT_TRUE(World::apply(refuse(books, application.number, "no well there", as("guo", ""))).ok());
  EXPECT_TRUE(applies().ok()) << "he may apply again";
}

TEST_F(PurseDesk, where_none_is_reviewed_an_application_is_granted_as_it_is_entered) {
  books.put(settings::always_counting(9, settings::SettingName::purse_review, 0));
  const auto decided = applies().value();
  EXPECT_EQ(decided.state, books::ApplicationStatus::granted);
  EXPECT_EQ(decided.decided_by, "wang");
  EXPECT_EQ(purse_of(decided.account).state, books::PurseStatus::granted);
}

TEST_F(PurseDesk, a_card_is_good_at_up_to_four_area_numbers_in_use) {
  const auto refused = [&](auto change) {
    auto wanted = terms();
    change(wanted);
    return code(purse::apply(books, {farmer(), "E", wanted, ""}, as("wang")));
  };
  EXPECT_EQ(refused([](auto& t) { t.area_1.clear(); }), "bad_area_number");
  EXPECT_EQ(refused([](auto& t) { t.area_3 = t.area_1; }), "area_number_twice");
  EXPECT_EQ(refused([](auto& t) { t.area_4 = "99999999"; }), "unknown_area_number");
  EXPECT_EQ(refused([](auto& t) { t.price_class = 256; }), "price_class_out_of_range");
  EXPECT_EQ(refused([](auto& t) { t.village = "v9"; }), "unknown_place");
}

TEST_F(PurseDesk, a_card_is_believed_on_the_chip_alone_that_it_was_made_of) {
  static_cast<void>(with_card(card, "200.00"));
  EXPECT_EQ(code(on_its_chip(books, card.serial, serial(1))), "");
  EXPECT_EQ(code(on_its_chip(books, card.serial, serial(2))), "card_copied");
  EXPECT_EQ(code(on_its_chip(books, serial(9), serial(2))), "") << "of what they do not know the books say nothing";
}

// ---- loading --------------------------------------------------------------------------------------------------------------

TEST_F(PurseDesk, a_card_has_a_number_of_its_own_that_ends_with_a_check_digit) {
  const auto account = with_card(card, "200.00");
  EXPECT_NE(card.serial, serial(1)) << "that is its chip's";
  const auto new_year = Zone::utc().instant({.date = {.year = 2026, .month = 1, .day = 1}});
  EXPECT_EQ(to_text(card_number(0x1309'2500, new_year + Duration::seconds(60))).substr(0, 15), "092526000001875") << "county, year, and so many times 32 ms of it";
  const auto county = books.only<books::Utility>()->county;
  EXPECT_EQ(to_text(card.serial).substr(0, 6), to_text(card_number(county, clock.now())).substr(0, 6));
  EXPECT_LT(card.serial, card_number(county, clock.now())) << "it was drawn before";
  EXPECT_TRUE(is_card_number(card.serial));
  const auto last = card_number(0x1309'2500, Zone::utc().instant({.date = {.year = 2029, .month = 1, .day = 1}}) - Duration::ms(1));
  EXPECT_EQ(to_text(last).substr(0, 15), "092528988199999") << "the last one of the longest year";
  EXPECT_LT(last, card_number(0x1309'2500, Zone::utc().instant({.date = {.year = 2029, .month = 1, .day = 1}})));
  ASSERT_TRUE(World::apply(block_purse(books, {account, "lost"}, as("zhao", "T-02"))).ok());
  const auto now = as("wang");
  books.put(books::Card{.serial = card_number(county, now.now)});
  const auto next = replace_card(books, {claim(), account, serial(2), {}}, now).value().answer;
  EXPECT_EQ(next.order->card, card_number(county, now.now + number_step)) << "two at once: one after the other";
  auto misread = card.serial;
  misread.bytes[3] ^= 1;
  EXPECT_FALSE(is_card_number(misread));
}

TEST_F(PurseDesk, the_first_load_makes_the_card_and_opens_the_account) {
  const auto account = with_card(card, "200.00");
  EXPECT_EQ(books.find<books::Account>(account)->state, books::AccountStatus::open);
  EXPECT_EQ(books.find<books::Card>(card.serial)->state, books::CardStatus::active);
  EXPECT_EQ(purse_of(account).balance, yuan(200));
  EXPECT_EQ(purse_of(account).n, SequenceNumber{1});
  EXPECT_EQ(prepaid(), yuan(200));
  EXPECT_EQ(balance("till/E/T-01/cash"), yuan(300)) << "with the float";
}

TEST_F(PurseDesk, a_card_whose_making_was_torn_goes_on_under_the_number_that_it_was_begun_with) {
  const auto account = granted();
  card.serial = serial(7);
  const auto torn = [&] {
    const auto booked = load_card(account, card, "200.00").value();
    EXPECT_EQ(World::apply(settle(books, event(*booked.order), {}, as("wang"))).value().state, SaleStatus::reversed);
    return booked.order->card;
  };
  const auto first = torn();
  EXPECT_EQ(torn(), first) << "its keys may stand there already";
  card.serial = serial(8);
  const auto another = torn();
  EXPECT_NE(another, first) << "another blank card: two never have one number";
  card.serial = serial(7);
  EXPECT_EQ(torn(), first);
  auto cleared = *books.find<books::Card>(first);
  cleared.state_reason = "cleared";
  books.put(cleared);
  EXPECT_NE(torn(), first) << "it is blank again";
  const auto booked = load_card(account, card, "200.00").value();
  EXPECT_EQ(write(*booked.order, card).state, SaleStatus::applied);
  EXPECT_EQ(purse_of(account).card, booked.order->card);
  EXPECT_EQ(prepaid(), yuan(200));
}

TEST_F(PurseDesk, a_replacement_that_was_torn_gives_its_fee_back_and_no_load_makes_the_card_without_it) {
  const auto account = with_card(card, "200.00");
  ASSERT_TRUE(World::apply(block_purse(books, {account, "lost"}, as("zhao", "T-02"))).ok());
  FarmerCard next{.serial = serial(9), .counter = {}, .balance = {}};
  const auto drawer = balance("till/E/T-01/cash");
  const auto torn = World::apply(replace_card(books, {claim(), account, next.serial, {}}, as("wang"))).value();
  EXPECT_EQ(World::apply(issued(books, event(*torn.order), false, as("wang"))).value().state, SaleStatus::reversed);
  EXPECT_EQ(balance("till/E/T-01/cash"), drawer);
  EXPECT_FALSE(purse_of(account).card);
  EXPECT_EQ(code(load_card(account, next, "50.00")), "next_card_first");
  const auto again = World::apply(replace_card(books, {claim(), account, next.serial, {}}, as("wang"))).value();
  EXPECT_EQ(again.order->card, torn.order->card) << "the same blank card goes on";
  EXPECT_EQ(balance("till/E/T-01/cash"), drawer + settings::money_in_force(books, settings::SettingName::card_fee, clock.now()));
  next.obey(*again.order);
  EXPECT_EQ(World::apply(issued(books, event(*again.order), true, as("wang"))).value().state, SaleStatus::applied);
  EXPECT_EQ(write(*load_card(account, next, "50.00")->order, next).state, SaleStatus::applied);
  EXPECT_EQ(*waiting(books, account), yuan(200)) << "what the lost one held waits still";
  EXPECT_EQ(prepaid(), yuan(250));
}

TEST_F(PurseDesk, a_replacement_that_was_torn_is_made_once_more_and_gets_what_the_lost_card_held) {
  const auto account = with_card(card, "200.00");
  ASSERT_TRUE(World::apply(block_purse(books, {account, "lost"}, as("zhao", "T-02"))).ok());
  FarmerCard next{.serial = serial(9), .counter = {}, .balance = {}};
  const auto torn = World::apply(replace_card(books, {claim(), account, next.serial, {}}, as("wang"))).value();
  EXPECT_EQ(World::apply(issued(books, event(*torn.order), false, as("wang"))).value().state, SaleStatus::reversed);
  const auto again = World::apply(replace_card(books, {claim(), account, next.serial, {}}, as("wang"))).value();
  EXPECT_EQ(purse_of(account).number, 2) << "no third purse";
  next.obey(*again.order);
  EXPECT_EQ(World::apply(issued(books, event(*again.order), true, as("wang"))).value().state, SaleStatus::applied);
  EXPECT_EQ(code(replace_card(books, {claim(), account, serial(8), {}}, as("wang"))), "purse_not_blocked") << "he has it";
  clock.advance(Duration::hours(15 * 24));
  PayOverRequest request{claim(), account, next.seen(), 0};
  request.approval = approved(pay_over(books, request, as("zhao", "T-02")), "zhao", "sun");
  EXPECT_EQ(write(*World::apply(pay_over(books, request, as("zhao", "T-02"))).value().order, next).state, SaleStatus::applied);
  EXPECT_EQ(purse_of(account).balance, yuan(200));
  EXPECT_EQ(code(replace_card(books, {claim(), account, serial(8), {}}, as("wang"))), "purse_not_blocked");
}

TEST_F(PurseDesk, a_replacement_that_is_made_once_more_goes_on_with_its_purse) {
  const auto account = with_card(card, "200.00");
  ASSERT_TRUE(World::apply(block_purse(books, {account, "lost"}, as("zhao", "T-02"))).ok());
  const auto torn = World::apply(replace_card(books, {claim(), account, serial(9), {}}, as("wang"))).value();
  ASSERT_EQ(World::apply(issued(books, event(*torn.order), false, as("wang"))).value().state, SaleStatus::reversed);
  auto purse = purse_of(account);
  purse.moves = 1;
  books.put(purse);
  ASSERT_TRUE(World::apply(replace_card(books, {claim(), account, serial(8), {}}, as("wang"))).ok());
  EXPECT_EQ(purse_of(account).moves, 1) << "or the next move would have a number that is there";
}

TEST_F(PurseDesk, while_the_making_of_a_replacement_is_broken_off_another_blank_card_hears_what_to_do) {
  const auto account = with_card(card, "200.00");
  ASSERT_TRUE(World::apply(block_purse(books, {account, "lost"}, as("zhao", "T-02"))).ok());
  const auto torn = World::apply(replace_card(books, {claim(), account, serial(9), {}}, as("wang"))).value();
  const auto refused = replace_card(books, {claim(), account, serial(8), {}}, as("wang"));
  EXPECT_EQ(code(refused), "making_broken_off");
  EXPECT_EQ(refused.error().details.at("sale"), torn.sale.number) << "that goes on with its own blank card, or is given up";
}

TEST_F(PurseDesk, he_may_have_watered_since_and_only_the_counter_says_what_became_of_a_load) {
  const auto account = with_card(card, "200.00");
  card.balance -= yuan(30);
  const auto booked = load_card(account, card, "50.00").value();
  EXPECT_EQ(booked.order->before, yuan(170));
  seal(*booked.order);
  card.obey(*booked.order);
  // The card is torn away before it answers; he waters before he comes back.
  EXPECT_EQ(World::apply(in_doubt(books, event(*booked.order), as("wang")))->state, SaleStatus::in_doubt);
  EXPECT_EQ(code(load_card(account, card, "10.00")), "sale_in_doubt") << "one at a time";
  card.balance -= yuan(100);
  const auto settled = World::apply(settle(books, event(*booked.order, false), card.shows(), as("wang"))).value();
  EXPECT_EQ(settled.state, SaleStatus::applied);
  EXPECT_EQ(settled.move->balance, yuan(120));
  EXPECT_EQ(purse_of(account).balance, yuan(120));
  EXPECT_EQ(prepaid(), yuan(250)) << "what he spent stays prepaid until a well's record proves it";
}

TEST_F(PurseDesk, torn_before_it_was_written_the_money_goes_back_at_the_sale) {
  const auto account = with_card(card, "200.00");
  const auto booked = load_card(account, card, "50.00").value();
  seal(*booked.order);
  const auto settled = World::apply(settle(books, event(*booked.order), card.shows(), as("wang"))).value();
  EXPECT_EQ(settled.state, SaleStatus::reversed);
  EXPECT_EQ(settled.move->outcome, books::PurseOutcome::not_done);
  EXPECT_EQ(prepaid(), yuan(200));
  EXPECT_EQ(balance("till/E/T-01/cash"), yuan(300));
  EXPECT_EQ(write(*load_card(account, card, "50.00")->order, card).state, SaleStatus::applied) << "the same counter serves the next one";
}

TEST_F(PurseDesk, torn_and_come_back_the_next_day_it_is_written_without_new_money) {
  const auto account = with_card(card, "200.00");
  const auto booked = load_card(account, card, "50.00").value();
  seal(*booked.order);
  ASSERT_TRUE(World::apply(in_doubt(books, event(*booked.order), as("wang"))).ok());
  clock.advance(Duration::hours(24));
  const auto settled = World::apply(settle(books, event(*booked.order, false), card.shows(), as("wang"))).value();
  ASSERT_TRUE(settled.order);
  EXPECT_EQ(settled.order->n, booked.order->n);
  EXPECT_EQ(write(*settled.order, card).state, SaleStatus::applied);
  EXPECT_EQ(prepaid(), yuan(250));
}

TEST_F(PurseDesk, a_load_in_doubt_is_found_however_much_was_paid_out_meanwhile) {
  const auto account = with_card(card, "200.00");
  const auto off = World::apply(deduct(books, {.claim = claim(), .account = account, .amount = "50.00", .reason = "he asks for it", .seen = card.seen()}, as("zhao", "T-02"))).value();
  write(*off.order, card);
  const auto booked = load_card(account, card, "100.00").value();
  seal(*booked.order);
  card.obey(*booked.order);
  ASSERT_TRUE(World::apply(in_doubt(books, event(*booked.order), as("wang"))).ok());
  for (int i = 0; i < 40; ++i) ASSERT_TRUE(World::apply(pay_out(books, {claim(), account, "1.00", 0}, as("wang"))).ok());
  EXPECT_EQ(code(load_card(account, card, "10.00")), "sale_in_doubt");
  ASSERT_TRUE(unsettled(books, account));
  EXPECT_EQ(World::apply(settle(books, event(*booked.order, false), card.shows(), as("wang")))->state, SaleStatus::applied);
  EXPECT_EQ(purse_of(account).balance, yuan(250));
  EXPECT_FALSE(unsettled(books, account));
}

TEST_F(PurseDesk, a_proof_that_does_not_hold_is_an_exception_and_the_money_is_on_the_card) {
  const auto account = with_card(card, "200.00");
  const auto booked = load_card(account, card, "50.00").value();
  seal(*booked.order);
  card.obey(*booked.order);
  auto shows = card.shows();
  shows.proof_holds = false;
  const auto settled = World::apply(settle(books, event(*booked.order), shows, as("wang"))).value();
  EXPECT_EQ(settled.state, SaleStatus::carried);
  EXPECT_EQ(settled.move->outcome, books::PurseOutcome::unproven);
  EXPECT_EQ(purse_of(account).balance, yuan(250));
}

TEST_F(PurseDesk, a_counter_that_nobody_moved_stops_everything) {
  const auto account = with_card(card, "200.00");
  const auto booked = load_card(account, card, "50.00").value();
  auto strange = event(*booked.order);
  strange.n = SequenceNumber{7};
  EXPECT_EQ(code(sealing(books, strange, as("wang"))), "purse_counter_differs");
  seal(*booked.order);
  auto shows = card.shows();
  shows.counter = SequenceNumber{};
  const auto settled = World::apply(settle(books, event(*booked.order), shows, as("wang"))).value();
  EXPECT_TRUE(settled.contradicts);
  EXPECT_EQ(settled.state, SaleStatus::in_doubt);
  EXPECT_EQ(prepaid(), yuan(250)) << "nothing moved";
}

TEST_F(PurseDesk, two_tills_never_load_one_card_at_once_and_a_repeated_request_is_answered_from_the_books) {
  const auto account = with_card(card, "200.00");
  const auto quote = quote_load(books, {account, "50.00", card.seen()}, as("wang")).value();
  const LoadRequest request{.claim = claim(), .quote = quote.id, .seen = card.seen(), .paying = {}, .confirmed = counter::codes_of(quote.confirm)};
  const auto booked = World::apply(load(books, request, as("wang"))).value();
  EXPECT_EQ(code(load_card(account, card, "60.00", "T-02")), "sale_in_doubt");
  const auto again = World::apply(load(books, request, as("wang"))).value();
  EXPECT_TRUE(again.repeated);
  EXPECT_EQ(again.sale.number, booked.sale.number);
}

TEST_F(PurseDesk, what_stands_against_a_load_is_named) {
  const auto account = with_card(card, "200.00");
  auto other = card;
  other.serial = serial(9);
  EXPECT_EQ(code(load_card(account, other, "50.00")), "unknown_card");
  card.grey = true;
  EXPECT_EQ(code(load_card(account, card, "50.00")), "card_grey");
  card.grey = false;
  EXPECT_EQ(code(load_card(account, card, "2900.00")), "hoarding");
  EXPECT_EQ(code(load_card(account, card, "0.01")), "load_too_small") << "a slip of a key";
  EXPECT_EQ(code(load_card(account, card, "0.00")), "bad_amount");
  auto rich = card;
  rich.balance += yuan(1);
  EXPECT_EQ(code(load_card(account, rich, "50.00")), "purse_exceeds_books");
  const auto quote = quote_load(books, {account, "50.00", card.seen()}, as("wang")).value();
  card.balance -= yuan(1);
  EXPECT_EQ(code(load(books, {.claim = claim(), .quote = quote.id, .seen = card.seen(), .paying = {}, .confirmed = {}}, as("wang"))), "quote_stale");
  EXPECT_EQ(code(counter::quote(books, {account, "50.00", "", ""}, as("wang"))), "balance_on_card") << "no price of a meter fits a purse";
}

TEST_F(PurseDesk, a_supplement_has_a_reason_and_above_the_limit_a_second_person) {
  const auto account = with_card(card, "200.00");
  SupplementRequest request{.claim = claim(), .account = account, .amount = "30.00", .reason_code = "fault", .reason = "the pump ran dry", .seen = card.seen()};
  EXPECT_EQ(code(supplement(books, request, as("wang"))), "permission_denied");
  EXPECT_EQ(code(supplement(books, request, as("zhao", "T-02"))), "approval_needed");
  request.approval = approved(supplement(books, request, as("zhao", "T-02")), "zhao", "sun");
  const auto booked = World::apply(supplement(books, request, as("zhao", "T-02"))).value();
  EXPECT_EQ(write(*booked.order, card).state, SaleStatus::applied);
  EXPECT_EQ(balance("supplement/fault"), yuan(30));
  EXPECT_EQ(prepaid(), yuan(230));
}

// ---- off the card ---------------------------------------------------------------------------------------------------------

TEST_F(PurseDesk, what_is_deducted_is_owed_when_the_card_has_proved_it) {
  const auto account = with_card(card, "200.00");
  const DeductRequest request{.claim = claim(), .account = account, .amount = "50.00", .reason = "he moves away", .seen = card.seen()};
  EXPECT_EQ(code(deduct(books, request, as("wang"))), "permission_denied");
  const auto booked = World::apply(deduct(books, request, as("zhao", "T-02"))).value();
  EXPECT_EQ(counter::refund_due(books, account), Money{});
  EXPECT_EQ(write(*booked.order, card).state, SaleStatus::applied);
  EXPECT_EQ(counter::refund_due(books, account), yuan(50));
  EXPECT_EQ(prepaid(), yuan(150));
  const auto paid = World::apply(pay_out(books, {claim(), account, "50.00", 0}, as("zhao", "T-02"))).value();
  EXPECT_EQ(paid.sale.tendered, -yuan(50));
  EXPECT_EQ(counter::refund_due(books, account), Money{});
  EXPECT_EQ(code(deduct(books, {.claim = claim(), .account = account, .amount = "151.00", .reason = "too much", .seen = card.seen()}, as("zhao", "T-02"))), "card_holds_less");
}

TEST_F(PurseDesk, closing_empties_the_card_pays_out_and_ends_it) {
  const auto account = with_card(card, "150.00");
  card.balance -= yuan(20);
  const auto ordered = World::apply(order_closing(books, {claim(), account, card.seen(), 0}, as("zhao", "T-02"))).value();
  EXPECT_EQ(code(close_account(books, {claim(), account, no_card(), 0}, as("zhao", "T-02"))), "purse_not_empty");
  EXPECT_EQ(write(*ordered.order, card).state, SaleStatus::applied);
  EXPECT_EQ(code(close_account(books, {claim(), account, no_card(), 0}, as("zhao", "T-02"))), "drawer_short");
  const auto closed = World::apply(close_account(books, {claim(), account, no_card(), 0}, as("wang")));
  ASSERT_TRUE(closed.ok()) << closed.error().code;
  EXPECT_EQ(closed->sale.tendered, -yuan(130));
  EXPECT_EQ(books.find<books::Account>(account)->state, books::AccountStatus::closed);
  EXPECT_EQ(books.find<books::Card>(card.serial)->state, books::CardStatus::closed);
  EXPECT_EQ(prepaid(), yuan(20)) << "what he spent waits for its record";
  EXPECT_EQ(code(load_card(account, card, "50.00")), "account_closed");
  EXPECT_EQ(code(close_account(books, {claim(), account, no_card(), 0}, as("wang"))), "account_closed") << "who asks again is not sent for the card";
}

TEST_F(PurseDesk, a_load_that_his_debts_would_take_all_of_says_so_and_not_that_a_meter_gets_nothing) {
  const auto account = with_card(card, "150.00");
  books.put(books::Debt{.number = 1, .account = account, .kind = "fine", .document = "F-1", .amount = yuan(40), .raised = clock.now(), .since = "2026-01-01", .rule = books::DebtRule::first});
  const auto refused = load_card(account, card, "30.00");
  ASSERT_FALSE(refused.ok());
  EXPECT_EQ(refused.error().code, "debts_take_all");
  EXPECT_EQ(refused.error().details.at("need"), "40.01");
}

TEST_F(PurseDesk, what_a_farmer_is_owed_at_the_end_pays_what_he_owes_by_name_first) {
  const auto account = with_card(card, "150.00");
  books.put(books::Debt{.number = 1, .account = account, .kind = "fine", .document = "F-1", .amount = yuan(40), .raised = clock.now(), .since = "2026-01-01"});
  const auto ordered = World::apply(order_closing(books, {claim(), account, card.seen(), 0}, as("wang"))).value();
  write(*ordered.order, card);
  const auto closed = World::apply(close_account(books, {claim(), account, no_card(), 0}, as("wang")));
  ASSERT_TRUE(closed.ok()) << closed.error().code;
  EXPECT_EQ(closed->sale.tendered, -yuan(110));
  EXPECT_EQ(counter::document_of(closed->sale)->at("debts_settled").as_int64(), 4000) << "and his slip says so";
  EXPECT_EQ(debts::left_of(books, *books.find<books::Debt>(1)), Money{});
  EXPECT_EQ(counter::refund_due(books, account), Money{});
}

TEST_F(PurseDesk, a_closing_that_was_torn_leaves_the_account_open) {
  const auto account = with_card(card, "150.00");
  const auto ordered = World::apply(order_closing(books, {claim(), account, card.seen(), 0}, as("zhao", "T-02"))).value();
  seal(*ordered.order);
  EXPECT_EQ(World::apply(settle(books, event(*ordered.order, false), card.shows(), as("wang")))->state, SaleStatus::reversed);
  EXPECT_EQ(books.find<books::Account>(account)->state, books::AccountStatus::open);
  EXPECT_EQ(counter::refund_due(books, account), Money{});
}

// ---- lost -----------------------------------------------------------------------------------------------------------------

TEST_F(PurseDesk, what_a_lost_card_held_is_paid_over_once_after_the_waiting_time_by_two) {
  const auto account = with_card(card, "200.00");
  EXPECT_EQ(code(block_purse(books, {account, "lost"}, as("wang"))), "permission_denied");
  ASSERT_TRUE(World::apply(block_purse(books, {account, "lost"}, as("zhao", "T-02"))).ok());
  EXPECT_EQ(code(load_card(account, card, "10.00")), "blocked_card");
  FarmerCard next{.serial = serial(2), .counter = {}, .balance = {}};
  const auto replaced = World::apply(replace_card(books, {claim(), account, next.serial, {}}, as("wang"))).value();
  next.obey(*replaced.order);
  EXPECT_TRUE(World::apply(issued(books, event(*replaced.order), true, as("wang"))).ok());
  EXPECT_EQ(waiting(books, account), yuan(200));
  PayOverRequest request{claim(), account, next.seen(), 0};
  EXPECT_EQ(code(pay_over(books, request, as("wang"))), "permission_denied");
  EXPECT_EQ(code(pay_over(books, request, as("zhao", "T-02"))), "waits_until");
  EXPECT_EQ(code(order_closing(books, {claim(), account, next.seen(), 0}, as("zhao", "T-02"))), "purse_waits") << "or it would be nobody's";
  clock.advance(Duration::hours(15 * 24));
  EXPECT_EQ(code(pay_over(books, request, as("zhao", "T-02"))), "approval_needed") << "however little it is";
  request.approval = approved(pay_over(books, request, as("zhao", "T-02")), "zhao", "sun");
  EXPECT_EQ(books.find<books::Approval>(request.approval)->content, people::Proposal(people::Proposed::pay_over).number(people::Part::account, account).money(people::Part::sum, yuan(200), 2).canonical());
  const auto booked = World::apply(pay_over(books, request, as("zhao", "T-02"))).value();
  EXPECT_EQ(write(*booked.order, next).state, SaleStatus::applied);
  EXPECT_EQ(purse_of(account).balance, yuan(200));
  EXPECT_EQ(books.find<books::Purse>(account, 1)->state, books::PurseStatus::paid_over);
  EXPECT_EQ(prepaid(), yuan(200)) << "no money moved";
  EXPECT_EQ(code(pay_over(books, {claim(), account, next.seen(), 0}, as("zhao", "T-02"))), "nothing_waits");
}

TEST_F(PurseDesk, no_paying_over_makes_a_card_hold_more_than_a_pump_can_show) {
  const auto account = with_card(card, "200.00");
  ASSERT_TRUE(World::apply(block_purse(books, {account, "lost"}, as("zhao", "T-02"))).ok());
  FarmerCard next{.serial = serial(2), .counter = {}, .balance = {}};
  const auto replaced = World::apply(replace_card(books, {claim(), account, next.serial, {}}, as("wang"))).value();
  next.obey(*replaced.order);
  ASSERT_TRUE(World::apply(issued(books, event(*replaced.order), true, as("wang"))).ok());
  auto rich = purse_of(account);  // the utility once allowed more than it does today
  rich.balance = rich.brought = next.balance = Money::minor(99'999'999 - 20'000 + 1);
  books.put(rich);
  clock.advance(Duration::hours(15 * 24));
  const auto refused = pay_over(books, {claim(), account, next.seen(), 0}, as("zhao", "T-02"));
  ASSERT_EQ(code(refused), "purse_full");
  EXPECT_EQ(refused.error().details.at("most"), "199.99");
  rich.balance = rich.brought = next.balance -= Money::minor(1);
  books.put(rich);
  EXPECT_EQ(code(pay_over(books, {claim(), account, next.seen(), 0}, as("zhao", "T-02"))), "approval_needed") << "to the fen it fits";
}

TEST_F(PurseDesk, a_lost_card_that_is_found_again_takes_nothing_off_what_a_torn_deduction_left_to_its_holder) {
  const auto account = with_card(card, "200.00");
  const auto off = World::apply(deduct(books, {.claim = claim(), .account = account, .amount = "30.00", .reason = "he asks for it", .seen = card.seen()}, as("zhao", "T-02"))).value();
  seal(*off.order);
  card.obey(*off.order);
  ASSERT_TRUE(World::apply(in_doubt(books, event(*off.order), as("zhao", "T-02"))).ok());
  ASSERT_TRUE(World::apply(block_purse(books, {account, "lost"}, as("zhao", "T-02"))).ok());
  EXPECT_EQ(waiting(books, account), yuan(200)) << "nobody was given the thirty";
  clock.advance(Duration::hours(1));
  ASSERT_TRUE(World::apply(note_contact(books, {card.serial, card.balance, {}}, as("wang"))).ok());
  EXPECT_EQ(waiting(books, account), yuan(200));
  EXPECT_EQ(purse_of(account).not_known, Money{});
}

TEST_F(PurseDesk, a_load_in_doubt_on_a_card_that_is_lost_is_the_holders_money_either_way) {
  const auto account = with_card(card, "200.00");
  const auto booked = load_card(account, card, "50.00").value();
  seal(*booked.order);
  ASSERT_TRUE(World::apply(in_doubt(books, event(*booked.order), as("wang"))).ok());
  ASSERT_TRUE(World::apply(block_purse(books, {account, "stolen"}, as("zhao", "T-02"))).ok());
  EXPECT_EQ(state_of(booked.sale.number), "carried");
  EXPECT_EQ(waiting(books, account), yuan(250));
}

TEST_F(PurseDesk, a_card_that_is_lost_in_the_middle_of_a_closing_keeps_its_money_and_the_account_goes_on) {
  const auto account = with_card(card, "200.00");
  const auto ordered = World::apply(order_closing(books, {claim(), account, card.seen(), 0}, as("zhao", "T-02"))).value();
  seal(*ordered.order);
  ASSERT_TRUE(World::apply(in_doubt(books, event(*ordered.order), as("zhao", "T-02"))).ok());
  ASSERT_TRUE(World::apply(block_purse(books, {account, "lost on the way"}, as("zhao", "T-02"))).ok());
  EXPECT_EQ(state_of(ordered.sale.number), "reversed");
  EXPECT_EQ(waiting(books, account), yuan(200));
  EXPECT_EQ(books.find<books::Account>(account)->state, books::AccountStatus::open);
  FarmerCard next{.serial = serial(2), .counter = {}, .balance = {}};
  const auto replaced = World::apply(replace_card(books, {claim(), account, next.serial, {}}, as("wang"))).value();
  next.obey(*replaced.order);
  EXPECT_TRUE(World::apply(issued(books, event(*replaced.order), true, as("wang"))).ok());
  EXPECT_EQ(code(close_account(books, {claim(), account, next.seen(), 0}, as("zhao", "T-02"))), "purse_not_empty") << "nothing was ordered any more";
  EXPECT_EQ(code(order_closing(books, {claim(), account, next.seen(), 0}, as("zhao", "T-02"))), "purse_waits");
  clock.advance(Duration::hours(15 * 24));
  PayOverRequest request{claim(), account, next.seen(), 0};
  request.approval = approved(pay_over(books, request, as("zhao", "T-02")), "zhao", "sun");
  EXPECT_EQ(write(*World::apply(pay_over(books, request, as("zhao", "T-02"))).value().order, next).state, SaleStatus::applied);
  EXPECT_EQ(purse_of(account).balance, yuan(200));
}

}  // namespace
}  // namespace kwota::purse
