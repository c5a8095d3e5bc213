// New prices come into force by two people, who agreed to what was written when the second one looked.
#include "sell/remote/publish.h"

#include <gtest/gtest.h>

#include "people/approval.h"
#include "sell/customer/change.h"
#include "sell/remote/test_line.h"

namespace kwota::remote {
namespace {

constexpr auto december = "2026-12-01";

class PublishWorld : public LineWorld {
 public:
  PublishWorld() {
    hire("ma", "manager");
    hire("mo", "manager");
    write("0.60");
  }
  void write(const std::string& price) {
    const auto text = std::string(R"({"from":")") + december + R"(","counter":{"months":1,"start":"01-01"},"energy":{"price":")" + price + R"("},"limits":{"min_pay":"5","max_pay":"5000"}})";
    EXPECT_TRUE(apply(customer::draft_version(books, {"steps", december, text, books::PlanStatus::draft, "", ""})).ok());
  }
  Result<books::PlanVersion> publish_it(std::int64_t approval, const std::string& who = "ma") { return apply(publish(books, {"steps", december, 0, approval}, as(who))); }
  Result<books::PlanVersion> withdraw_it(std::int64_t approval) { return apply(withdraw(books, {"steps", december, approval}, as("ma"))); }
  std::int64_t agreed(const Error& needed) {
    EXPECT_EQ(needed.code, "approval_needed");
    const auto asked = apply(people::ask_approval(books, people::request_of(needed.details, ""), as("ma")));
    EXPECT_TRUE(apply(people::decide_approval(books, {asked->number, true, ""}, as("mo"))).ok());
    return asked->number;
  }
};

TEST(Publish, nobody_publishes_or_withdraws_prices_alone) {
  PublishWorld world;
  EXPECT_EQ(world.publish_it(0, "zhao").error().code, "permission_denied");
  const auto alone = world.publish_it(0);
  ASSERT_FALSE(alone.ok());
  const auto published = world.publish_it(world.agreed(alone.error()));
  ASSERT_TRUE(published.ok()) << published.error().code;
  EXPECT_EQ(published->approved_by, "mo");
  const auto back = world.withdraw_it(0);
  ASSERT_FALSE(back.ok());
  const auto number = world.agreed(back.error());
  EXPECT_EQ(world.withdraw_it(number)->withdrawal_approved_by, "mo");
  EXPECT_EQ(world.books.find<books::Approval>(number)->decision, books::ApprovalStatus::used);
}

TEST(Publish, who_works_at_one_station_changes_no_prices_of_all) {
  PublishWorld world;
  auto of_one = world.as("ma");
  of_one.who.station = "E";
  EXPECT_EQ(publish(world.books, {"steps", december, 0, 0}, of_one).error().code, "whole_utility") << "a colleague of his would be second enough";
  ASSERT_TRUE(world.publish_it(world.agreed(world.publish_it(0).error())).ok());
  EXPECT_EQ(withdraw(world.books, {"steps", december, 0}, of_one).error().code, "whole_utility");
}

TEST(Publish, what_was_written_anew_is_agreed_to_anew) {
  PublishWorld world;
  const auto number = world.agreed(world.publish_it(0).error());
  world.write("0.95");
  EXPECT_EQ(world.publish_it(number).error().code, "approval_differs") << "the second person saw other prices";
  EXPECT_TRUE(world.publish_it(world.agreed(world.publish_it(0).error())).ok());
}

}  // namespace
}  // namespace kwota::remote
