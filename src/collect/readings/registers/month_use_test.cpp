// What meters counted in a month, whichever way their registers came.
#include "collect/readings/registers/month_use.h"

#include <gtest/gtest.h>

#include "books/memory.h"

namespace kwota::readings {
namespace month_use_test {

const auto noon = *parse_instant("2026-11-20T12:00:00+08:00");
const Zone shanghai = *Zone::find("Asia/Shanghai");
const auto pump_house = MeterNumber::from(4'100'000'009);

struct MonthUse : testing::Test {
  books::Memory books;
  void read(int days_ago, std::int64_t kwh) {
    books::MeterReading row;
    row.meter = pump_house;
    row.due = noon - Duration::days(days_ago);
    row.state = books::ReadingStatus::read;
    row.taken = row.due;
    row.energy = Energy::kwh(kwh);
    books.put(row);
  }
};

TEST_F(MonthUse, thirty_days_between_two_readings_are_a_month) {
  read(30, 1'000);
  read(0, 1'180);
  EXPECT_EQ(month_use(books, pump_house, noon, shanghai), Energy::kwh(180));
}

TEST_F(MonthUse, less_than_a_month_is_brought_to_one_and_less_than_a_fortnight_is_none) {
  read(15, 1'000);
  read(0, 1'060);
  EXPECT_EQ(month_use(books, pump_house, noon, shanghai), Energy::kwh(120));
  EXPECT_FALSE(month_use(books, pump_house, noon - Duration::days(2), shanghai)) << "one register alone";
}

TEST_F(MonthUse, what_is_older_than_that_says_nothing_of_last_month) {
  read(90, 100);
  read(20, 1'000);
  read(0, 1'040);
  EXPECT_EQ(month_use(books, pump_house, noon, shanghai), Energy::kwh(60));
}

TEST_F(MonthUse, a_register_that_the_meter_froze_serves_as_well_and_one_that_went_back_does_not) {
  books.put(books::DayFreeze{.meter = pump_house, .day = shanghai.local(noon - Duration::days(20)).date, .energy = Energy::kwh(500), .received = noon});
  read(0, 600);
  EXPECT_EQ(month_use(books, pump_house, noon, shanghai), Energy::kwh(150)) << "twenty days and a half";
  read(1, 100);
  books.put(books::DayFreeze{.meter = pump_house, .day = shanghai.local(noon).date, .energy = Energy::kwh(90), .received = noon});
  read(0, 80);
  EXPECT_FALSE(month_use(books, pump_house, noon, shanghai));
}

}  // namespace month_use_test
}  // namespace kwota::readings
