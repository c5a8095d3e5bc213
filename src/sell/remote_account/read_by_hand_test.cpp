// Gas and water at the server: nobody hears the meter, people read it, and what was released is charged.
#include "sell/counter/account/test_world.h"
#include "sell/ledger/chart.h"
#include "sell/remote_account/keep.h"

namespace kwota::remote_account {
namespace {

struct Cellar : counter::World {
  Cellar() {
    books.put(books::Customer{.number = CustomerNumber::from(77), .name = "He Ping", .created = clock.now()});
    books.put(books::ServicePoint{.code = "07-021", .address = "West village"});
    plan("tap", "water", "m3", "3.00");
    plan("flat", "electricity", "kWh", "0.60");
    books.put(books::Meter{.number = meter_number(), .model = "LXS-20", .service_point = "", .commodity = Commodity::water});
    supply("tap");
    hire("lu", "manager");
  }
  void plan(const std::string& id, const std::string& commodity, const std::string& unit, const std::string& price) {
    books.put(books::Plan{id, id, "",
                          R"({"id":")" + id + R"(","name":")" + id + R"(","commodity":")" + commodity + R"(","unit":")" + unit + R"(","currency":"CNY","minor":2,"zone":"Asia/Shanghai","quantum":"0.01"})"});
    books.put(books::PlanVersion{id, "2026-01-01", R"({"from":"2026-01-01","energy":{"price":")" + price + R"("}})", books::PlanStatus::published, "", ""});
  }
  void supply(const std::string& plan) {
    books.put(books::Account{.number = tap, .station = "E", .customer = CustomerNumber::from(77), .service_point = "07-021", .meter = meter_number(), .plan = plan, .state = books::AccountStatus::draft});
  }
  static MeterNumber meter_number() { return MeterNumber::from(4'123'456'811); }
  auto put_on(const std::string& scheme = "read_by_hand", const std::string& shows = "12.5") {
    return apply(begin(books, {.account = tap, .terms = {counter::yuan(20), Money{}, Money{}, false, {}}, .opening = {shows, {}}, .scheme = scheme}, as("lu")));
  }
  void reviewed(const char* day, std::int64_t litres, books::ReviewState state, books::ReadingSource source = books::ReadingSource::typed) {
    books::ReviewedReading row;
    row.meter = meter_number();
    row.day = *parse_date(day);
    row.state = state;
    row.source = source;
    row.taken = clock.now();
    row.energy = row.at_day = Energy::wh(litres);
    books.put(row);
  }
  Charged run() { return *apply(charge(books, tap, as("wang"))); }
  static constexpr std::int64_t tap = 200002;
};

TEST(WaterAtTheOffice, is_charged_by_what_was_read_and_released_and_by_nothing_else) {
  Cellar world;
  EXPECT_EQ(world.put_on("").error().code, "no_link") << "over a line it would need one";
  const auto begun = world.put_on();
  ASSERT_TRUE(begun.ok()) << begun.error().code;
  world.clock.set(*parse_instant("2026-12-01T02:00:00Z"));
  world.reviewed("2026-12-01", 18'900, books::ReviewState::plausible);
  EXPECT_TRUE(world.run().days.empty()) << "typed is not released";
  world.reviewed("2026-12-01", 18'900, books::ReviewState::released, books::ReadingSource::estimate);
  EXPECT_TRUE(world.run().days.empty()) << "an estimate charges nothing";
  world.reviewed("2026-12-01", 18'900, books::ReviewState::released);
  const auto charged = world.run();
  EXPECT_EQ(charged.days.size(), 11U);
  EXPECT_EQ(charged.balance, -Money::minor(19'20)) << "6.40 m3 at 3.00";
  EXPECT_EQ(world.balance(ledger::charged("water")), -Money::minor(19'20));
  EXPECT_EQ(world.balance(ledger::charged("electricity")), Money{});
  EXPECT_TRUE(charged.commands.empty()) << "there is nobody to take an order";
}

TEST(WaterAtTheOffice, is_charged_across_a_register_that_began_anew_and_the_day_says_so) {
  Cellar world;
  ASSERT_TRUE(world.put_on("read_by_hand", "999998").ok());
  world.clock.set(*parse_instant("2026-11-22T02:00:00Z"));
  world.reviewed("2026-11-21", 999'999'000, books::ReviewState::released);
  world.reviewed("2026-11-22", 1'500, books::ReviewState::released);
  const auto charged = world.run();
  ASSERT_EQ(charged.days.size(), 2U);
  EXPECT_FALSE(charged.days[0].turned);
  EXPECT_EQ(charged.days[1].used, Energy::wh(2'500));
  EXPECT_TRUE(charged.days[1].turned);
  EXPECT_EQ(charged.balance, -Money::minor(10'50)) << "3.5 m3 at 3.00";
  EXPECT_EQ(charged.account.trouble, "");
  world.clock.set(*parse_instant("2026-11-23T02:00:00Z"));
  world.reviewed("2026-11-23", 1'400, books::ReviewState::released);
  EXPECT_EQ(world.run().account.trouble, "register_ran_back") << "a tenth back is no turn";
}

TEST(WaterAtTheOffice, is_not_charged_over_a_turn_that_no_supply_carries_in_that_time) {
  Cellar world;
  ASSERT_TRUE(world.put_on("read_by_hand", "980000").ok());
  world.clock.set(*parse_instant("2026-11-22T02:00:00Z"));
  world.reviewed("2026-11-22", 3'000'000, books::ReviewState::released);
  const auto charged = world.run();
  EXPECT_TRUE(charged.days.empty());
  EXPECT_EQ(charged.account.trouble, "register_ran_back") << "23,000 m3 in two days: somebody looks at it";
  EXPECT_EQ(charged.balance, Money{});
}

TEST(WaterAtTheOffice, is_not_priced_by_a_plan_for_electricity) {
  Cellar world;
  world.supply("flat");
  EXPECT_EQ(world.put_on().error().code, "other_commodity");
}

}  // namespace
}  // namespace kwota::remote_account
