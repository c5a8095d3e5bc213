// A counter opens a farmer's account: who he is, where he waters, a blank card and the first money – one booking.
#include "sell/purse/opening.h"

#include <gtest/gtest.h>

#include "books/lookup.h"
#include "sell/purse/test_farm.h"
#include "sell/settings/declared.h"

namespace kwota::purse {
namespace {

struct FirstDay : testing::Test, Farm {
  void SetUp() override { card.serial = serial(1); }
  void nothing_is_reviewed() { books.put(settings::always_counting(9, settings::SettingName::purse_review, 0)); }
  OpenRequest known(const std::string& pay = "200.00") {
    return {.claim = claim(), .granted = 0, .application = {farmer(), "", terms(), ""}, .pay = pay, .seen = card.seen(), .paying = {}, .confirmed = {}};
  }
  OpenRequest unregistered(const std::string& name) {
    auto request = known();
    request.application.customer = {};
    books::Customer row;
    row.name = name;
    request.application.unregistered = row;
    return request;
  }
  Result<Outcome> opened(const OpenRequest& request, const std::string& who = "wang") { return World::apply(open_account(books, request, as(who))); }
  template <class Answer>
  std::string code(const Result<Answer>& result) const { return result.ok() ? "" : result.error().code; }
  FarmerCard card;
};

TEST_F(FirstDay, where_none_is_reviewed_the_account_the_card_and_the_first_money_are_one_booking) {
  nothing_is_reviewed();
  EXPECT_EQ(quote_opening(books, known(), as("wang"))->after, yuan(200));
  const auto booked = opened(known()).value();
  ASSERT_TRUE(booked.order);
  EXPECT_EQ(booked.order->work, CardWork::issue);
  EXPECT_EQ(booked.order->amount, yuan(200));
  EXPECT_EQ(write(*booked.order, card).state, SaleStatus::applied);
  const auto account = booked.sale.account;
  EXPECT_EQ(books.find<books::Account>(account)->state, books::AccountStatus::open);
  EXPECT_EQ(purse_of(account).state, books::PurseStatus::active);
  EXPECT_EQ(purse_of(account).area_2, "11010002");
  EXPECT_EQ(purse_of(account).balance, yuan(200));
  EXPECT_EQ(prepaid(), yuan(200));
  const auto application = books.select(books::PurseApplication::of_customer, farmer());
  ASSERT_EQ(application.size(), 1U) << "who opened it for whom, and with what, stands in the register of applications as of every card";
  EXPECT_EQ(application.front().state, books::ApplicationStatus::granted);
  EXPECT_EQ(application.front().account, account);
}

TEST_F(FirstDay, somebody_new_comes_into_the_books_with_his_account) {
  nothing_is_reviewed();
  const auto booked = opened(unregistered("Sun Qi")).value();
  EXPECT_EQ(books.find<books::Customer>(booked.order->customer)->name, "Sun Qi");
  EXPECT_EQ(booked.order->holder, "Sun Qi") << "and onto his card";
}

TEST_F(FirstDay, no_card_is_granted_where_the_currency_has_other_decimals_than_pumps) {
  auto utility = books::utility_of(books);
  utility.minor_digits = 3;
  books.put(utility);
  EXPECT_EQ(code(purse::apply(books, known().application, as("wang"))), "purse_of_hundredths");
  nothing_is_reviewed();
  EXPECT_EQ(code(opened(known())), "purse_of_hundredths");
}

TEST_F(FirstDay, where_applications_are_reviewed_the_counter_opens_only_what_was_granted) {
  EXPECT_EQ(code(opened(known())), "application_needed");
  EXPECT_EQ(code(quote_opening(books, known(), as("wang"))), "application_needed");
  EXPECT_TRUE(books.select(books::PurseApplication::of_customer, farmer()).empty());
  auto request = known();
  request.granted = granted();
  const auto booked = opened(request).value();
  EXPECT_EQ(booked.sale.account, request.granted);
  EXPECT_EQ(write(*booked.order, card).state, SaleStatus::applied);
  EXPECT_EQ(purse_of(request.granted).balance, yuan(200));
  request.claim = claim();
  EXPECT_EQ(code(opened(request)), "unknown_draft") << "it has its card now";
}

TEST_F(FirstDay, somebody_new_may_apply_and_is_in_the_books_while_it_waits) {
  books::Customer row;
  row.name = "Sun Qi";
  const auto waits = World::apply(purse::apply(books, {{}, "E", terms(), "", row}, as("wang"))).value();
  EXPECT_EQ(waits.state, books::ApplicationStatus::waiting);
  EXPECT_EQ(books.find<books::Customer>(waits.customer)->name, "Sun Qi");
}

TEST_F(FirstDay, what_stands_against_it_leaves_nothing_behind) {
  nothing_is_reviewed();
  auto twice = known();
  twice.application.terms.area_2 = twice.application.terms.area_1;
  EXPECT_EQ(code(opened(twice)), "area_number_twice");
  auto without = known();
  without.seen = no_card();
  EXPECT_EQ(code(opened(without)), "no_card");
  EXPECT_EQ(code(opened(known("0.00"))), "bad_amount");
  EXPECT_EQ(code(opened(known(), "qian")), "permission_denied");
  EXPECT_TRUE(books.select(books::PurseApplication::of_customer, farmer()).empty());
  EXPECT_TRUE(opened(known()).ok());
  EXPECT_EQ(code(opened(known())), "has_purse_account");
}

TEST_F(FirstDay, torn_away_the_money_goes_back_and_the_account_waits_for_its_card) {
  nothing_is_reviewed();
  const auto booked = opened(known()).value();
  auto shows = card.shows();
  shows.counter = {};
  seal(*booked.order);
  EXPECT_EQ(World::apply(settle(books, event(*booked.order), shows, as("wang"))).value().state, SaleStatus::reversed);
  const auto account = booked.sale.account;
  EXPECT_EQ(purse_of(account).state, books::PurseStatus::granted);
  EXPECT_EQ(prepaid(), Money{});
}

TEST_F(FirstDay, asked_twice_with_one_key_it_is_opened_once) {
  nothing_is_reviewed();
  const auto request = known();
  const auto first = opened(request).value();
  const auto again = opened(request).value();
  EXPECT_EQ(again.sale.number, first.sale.number);
  EXPECT_TRUE(again.repeated);
  EXPECT_EQ(books.select(books::PurseApplication::of_customer, farmer()).size(), 1U);
}

}  // namespace
}  // namespace kwota::purse
