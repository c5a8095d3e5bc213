// When balances at the server are charged: at the first look, after a contact, and every half hour – each day once.
#include "work/head_end/balances.h"

#include <gtest/gtest.h>

#include "sell/remote_account/charge.h"

namespace kwota::head_end {
namespace {

constexpr std::int64_t account = 100001;
const auto home_meter = MeterNumber::from(21);

/// Books with one account at the office, 0.60 a kWh, charged to the twentieth.
struct Office {
  Office() {
    put(books::Utility{.name = "County", .currency = "CNY", .zone = "Asia/Shanghai"});
    put(books::Station{"E", "East", "R1"});
    put(books::Customer{.number = CustomerNumber::from(7), .name = "He Ping", .created = clock.now()});
    put(books::ServicePoint{.code = "W-3", .address = "West village"});
    put(books::Meter{.number = home_meter, .model = "DDZY1352Y", .service_point = "W-3", .state = books::MeterStatus::installed});
    put(books::MeterLink{.meter = home_meter, .address = "tcp://127.0.0.1:1"});
    put(books::Plan{"flat", "Flat", "",
                    R"({"id":"flat","name":"Flat","commodity":"electricity","unit":"kWh","currency":"CNY","minor":2,)"
                    R"("zone":"Asia/Shanghai","quantum":"0.01"})"});
    put(books::PlanVersion{"flat", "2026-01-01", R"({"from":"2026-01-01","energy":{"price":"0.60"}})", books::PlanStatus::published, "", ""});
    put(books::Account{.number = account,
                       .station = "E",
                       .customer = CustomerNumber::from(7),
                       .service_point = "W-3",
                       .meter = home_meter,
                       .plan = "flat",
                       .state = books::AccountStatus::open});
    tariff::ChargeState charge_state;
    charge_state.charged_to = {{2026, 11, 20}, {{"", tariff::Units{0}}}};
    put(books::RemoteAccount{
        .account = account, .meter = home_meter, .charge_state = tariff::to_text(charge_state), .charged_to = "2026-11-20", .charged_from = "2026-11-20"});
  }
  template <class Row>
  void put(Row row) {
    ASSERT_TRUE(books
                    ->run({"test", "import", ""},
                          [&](const books::Reader&) -> Result<books::Decision<Done>> {
                            return books::Decision<Done>{{{row}, {}}, Done{}};
                          })
                    .ok());
  }
  void freeze(const char* day, std::int64_t wh) {
    put(books::DayFreeze{.meter = home_meter, .day = parse_date(day).value(), .energy = Energy::wh(wh), .received = clock.now()});
  }
  std::size_t days() {
    return books->read([](const books::Reader& reader) -> Result<std::size_t> { return reader.newest<books::DayCharge>(100, account).size(); })
        .value();
  }

  ManualClock clock{*parse_instant("2026-11-21T00:40:00+08:00")};
  std::unique_ptr<store::Books> books = store::Books::in_memory(clock).value();
  std::vector<std::string> moved;
  Balances balances{*books, clock, [this](const books::MeterCommand& command) { moved.push_back(command.content); }};
};

TEST(Balances, what_a_killed_program_had_not_charged_the_first_look_charges) {
  Office office;
  office.freeze("2026-11-21", 10'000);
  EXPECT_EQ(office.balances.charge_in_time().value(), 1U);
  EXPECT_EQ(office.days(), 1U);
  ASSERT_EQ(office.moved.size(), 1U) << "arrears: a trip is queued, and the listeners hear of it";
  EXPECT_NE(office.moved[0].find("trip"), std::string::npos);
}

TEST(Balances, everybody_is_looked_at_once_in_a_half_hour) {
  Office office;
  (void)office.balances.charge_in_time();
  office.freeze("2026-11-21", 10'000);
  EXPECT_EQ(office.balances.charge_in_time().value(), 0U) << "not due yet";
  EXPECT_EQ(office.days(), 0U);
  office.clock.advance(Duration::minutes(30));
  EXPECT_EQ(office.balances.charge_in_time().value(), 1U);
  EXPECT_EQ(office.days(), 1U);
}

TEST(Balances, whoever_has_sales_to_look_for_is_held_up_by_a_few_at_a_time) {
  Office office;
  office.freeze("2026-11-21", 10'000);
  EXPECT_EQ(office.balances.charge_in_time(0).value(), 0U);
  EXPECT_EQ(office.days(), 0U) << "the next look goes on";
  EXPECT_EQ(office.balances.charge_in_time(1).value(), 1U);
  EXPECT_EQ(office.balances.charge_in_time(1).value(), 0U);
  EXPECT_EQ(office.days(), 1U);
}

TEST(Balances, a_contact_charges_its_own_meter_at_once_and_once) {
  Office office;
  office.freeze("2026-11-21", 10'000);
  for (int i = 0; i < 3; ++i) ASSERT_TRUE(office.balances.charge(home_meter).ok());
  ASSERT_TRUE(office.balances.charge(MeterNumber::from(99)).ok()) << "a meter of nobody is nothing to do";
  EXPECT_EQ(office.days(), 1U);
  EXPECT_EQ(office.moved.size(), 1U);
}

}  // namespace
}  // namespace kwota::head_end
