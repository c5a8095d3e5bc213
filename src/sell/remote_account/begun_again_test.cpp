// An account at the server that ended and begins there again is the same customer's: what a period counts of him goes on.
#include <gtest/gtest.h>

#include "sell/remote_account/test_office_world.h"

namespace kwota::remote_account {
namespace {

struct Stepped : OfficeWorld {
  Stepped() {
    books.put(books::PlanVersion{"flat", "2026-11-01", R"({"from":"2026-11-01","counter":{"months":1,"start":"01-01"},"energy":{"steps":[{"to":"50","price":"0.50"},{"price":"0.80"}]}})",
                                 books::PlanStatus::published, "", ""});
  }
  Money ended_at(const std::string& shows) { return apply(end(books, {.account = account, .closing = {shows, {}}}, as("lu")))->balance; }
};

TEST(BalanceAtTheOffice, that_ends_and_begins_again_within_a_month_goes_on_in_the_steps_of_that_month) {
  Stepped world;
  ASSERT_TRUE(world.put_on().ok());
  EXPECT_EQ(world.ended_at("140"), -Money::minor(20'00)) << "40 kWh at 0.50";
  ASSERT_TRUE(world.put_on(OfficeWorld::terms(), "140").ok());
  world.until("2026-11-22T02:00:00Z");
  EXPECT_EQ(world.ended_at("180"), -Money::minor(49'00)) << "10 kWh more at 0.50, 30 at 0.80: as if it had never ended";
}

TEST(BalanceAtTheOffice, that_begins_again_in_another_month_begins_with_its_first_step) {
  Stepped world;
  ASSERT_TRUE(world.put_on().ok());
  EXPECT_EQ(world.ended_at("160"), -Money::minor(33'00)) << "50 kWh at 0.50, 10 at 0.80";
  world.until("2026-12-03T02:00:00Z");
  ASSERT_TRUE(world.put_on(OfficeWorld::terms(), "160").ok());
  EXPECT_EQ(world.ended_at("200"), -Money::minor(53'00)) << "40 kWh at 0.50";
}

}  // namespace
}  // namespace kwota::remote_account
