// What one person may not do alone at a balance at the server: make cash of what is none, and give credit.
#include <gtest/gtest.h>

#include "sell/remote_account/test_office_world.h"

namespace kwota::remote_account {
namespace {

TEST(BalanceAtTheOffice, cash_that_was_used_long_ago_makes_no_cash_of_todays_slip) {
  OfficeWorld world;
  ASSERT_TRUE(world.put_on().ok());
  ASSERT_TRUE(world.pay_in("90.00").ok());
  PayRequest slip{.claim = world.claim(), .account = OfficeWorld::account, .amount = "60.00", .paying = {.tenders = {{"card", "60.00", "A41F77"}}}, .confirmed = {"second_sale", "median"}};
  ASSERT_TRUE(world.apply(pay(world.books, slip, world.as("wang"))).ok());
  ASSERT_TRUE(world.pay_in("20.00").ok());
  const auto ended = world.apply(end(world.books, {.account = OfficeWorld::account, .closing = {"250", {}}}, world.as("lu")));
  ASSERT_TRUE(ended.ok()) << ended.error().code;
  EXPECT_EQ(ended->balance, yuan(80)) << "150 kWh took the first 90.00: the slip's 60.00 are left, and 20.00 in cash";
  EXPECT_EQ(world.pay_out_alone(yuan(30)).error().code, "approval_needed");
  EXPECT_TRUE(world.pay_out_alone(yuan(20)).ok());
  EXPECT_EQ(world.pay_out_alone(yuan(1)).error().code, "approval_needed") << "the rest came by the slip";
}

TEST(BalanceAtTheOffice, nobody_gives_credit_alone) {
  OfficeWorld world;
  ASSERT_TRUE(world.put_on().ok());
  TermsRequest request{.account = OfficeWorld::account, .terms = OfficeWorld::terms()};
  request.terms.overdraft = yuan(50);
  const auto alone = change_terms(world.books, request, world.as("lu"));
  ASSERT_EQ(alone.error().code, "approval_needed");
  EXPECT_EQ(alone.error().details.at("content"), people::Proposal(people::Proposed::allow_overdraft).number(people::Part::account, 200001).money(people::Part::sum, yuan(50), 2).canonical());
  request.approval = world.agreed(alone.error(), "lu", "zhao");
  auto more = request;
  more.terms.overdraft = yuan(51);
  EXPECT_EQ(change_terms(world.books, more, world.as("lu")).error().code, "approval_differs");
  ASSERT_TRUE(world.apply(change_terms(world.books, request, world.as("lu"))).ok());
  EXPECT_EQ(world.row().overdraft, yuan(50));
  request.terms.overdraft = yuan(40), request.approval = 0;
  EXPECT_TRUE(world.apply(change_terms(world.books, request, world.as("lu"))).ok()) << "less needs nobody";
}

}  // namespace
}  // namespace kwota::remote_account
