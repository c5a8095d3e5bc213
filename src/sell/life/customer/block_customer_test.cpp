#include "sell/life/customer/block_customer.h"

#include <gtest/gtest.h>

#include "people/approval.h"
#include "sell/remote/test_line.h"

namespace kwota::life {
namespace {

using remote::li_account;
using remote::li_card;
using remote::LineWorld;

/// Li is blocked, and whether somebody alone may lift it depends on his right.
class BlockedWorld : public LineWorld {
 public:
  BlockedWorld() {
    hire("su", "supervisor");
    hire("ma", "manager");
    EXPECT_TRUE(apply(block_customer(books, {number, true, "the seal was broken", 0}, as("su"))).ok());
  }
  books::Customer li() const { return *books.find<books::Customer>(number); }
  books::Customer active() const {
    auto row = li();
    row.state = books::CustomerStatus::active;
    row.state_reason = "paid the fine";
    return row;
  }
  Result<books::Customer> lift(std::int64_t approval, const std::string& who = "su") { return apply(block_customer(books, {number, false, "paid the fine", approval}, as(who))); }
  Result<books::Customer> by_form(std::int64_t approval) { return apply(correct_customer(books, active(), approval, as("su"))); }
  /// What was refused is asked for, and the manager agrees.
  std::int64_t agreed(const Error& needed) {
    const auto asked = apply(people::ask_approval(books, people::request_of(needed.details, "paid the fine"), as("su")));
    EXPECT_TRUE(apply(people::decide_approval(books, {asked->number, true, ""}, as("ma"))).ok());
    return asked->number;
  }
  const CustomerNumber number = books.find<books::Account>(li_account)->customer;
};

TEST(BlockCustomer, nothing_is_sold_until_two_people_have_lifted_the_block) {
  BlockedWorld world;
  EXPECT_EQ(world.sell_to(li_account, "50.00", li_card).error().code, "customer_blocked");
  const auto alone = world.lift(0);
  ASSERT_EQ(alone.error().code, "approval_needed");
  EXPECT_EQ(world.li().state, books::CustomerStatus::blocked);
  const auto number = world.agreed(alone.error());
  ASSERT_TRUE(world.lift(number).ok());
  EXPECT_EQ(world.li().state_reason, "paid the fine");
  EXPECT_EQ(world.books.find<books::Approval>(number)->decision, books::ApprovalStatus::used);
  EXPECT_TRUE(world.sell_to(li_account, "50.00", li_card).ok());
  EXPECT_EQ(world.lift(number).error().code, "customer_not_blocked");
}

TEST(BlockCustomer, the_form_lifts_no_block_alone_either) {
  BlockedWorld world;
  const auto alone = world.by_form(0);
  ASSERT_EQ(alone.error().code, "approval_needed");
  ASSERT_TRUE(world.by_form(world.agreed(alone.error())).ok());
  EXPECT_EQ(world.li().state, books::CustomerStatus::active);
  auto merged = world.active();
  merged.state = books::CustomerStatus::merged;
  EXPECT_EQ(correct_customer(world.books, merged, 0, world.as("ma")).error().code, "unknown_state");
}

TEST(BlockCustomer, who_has_the_whole_right_lifts_it_alone_and_a_cashier_never) {
  BlockedWorld world;
  EXPECT_EQ(world.lift(0, "wang").error().code, "permission_denied");
  EXPECT_TRUE(world.lift(0, "ma").ok());
  EXPECT_EQ(block_customer(world.books, {world.number, true, "", 0}, world.as("su")).error().code, "reason_missing");
  EXPECT_EQ(block_customer(world.books, {world.number, true, "angry", 0}, world.as("wang")).error().code, "permission_denied");
  EXPECT_EQ(block_customer(world.books, {CustomerNumber::from(5), true, "x", 0}, world.as("su")).error().code, "unknown_customer");
}

}  // namespace
}  // namespace kwota::life
