// R17: meters come onto walls, leave them, and hang somewhere else.
#include <gtest/gtest.h>

#include "collect/report/making/test_house.h"

namespace kwota::report {
namespace {

using namespace test;

TEST(Meters, meters_come_go_and_are_swapped) {
  House books;
  const auto hang = [&](MeterNumber number, books::MeterStatus state) {
    books::Meter meter;
    meter.number = number;
    meter.model = "DDSY1";
    meter.maker = "A";
    meter.state = state;
    books.put(meter);
  };
  hang(lamp, books::MeterStatus::removed);
  hang(pump, books::MeterStatus::installed);
  books::Account account;
  account.number = 100001;
  account.station = "E";
  account.meter = pump;
  account.opened = moment("2026-03-01");
  account.state = books::AccountStatus::open;
  books.put(account);
  books::MeterSwap swap;
  swap.account = 100001;
  swap.number = 1;
  swap.time = moment("2026-10-12");
  swap.old_meter = lamp;
  swap.new_meter = pump;
  books.put(swap);
  books::StockMeter stock;
  stock.meter = pump;
  stock.test_due = parse_date("2026-10-31").value();
  books.put(stock);
  const auto made = report_of(books, "R17", {.period = "2026-10"});
  ASSERT_EQ(made.rows.size(), 1U);
  EXPECT_EQ(made.rows[0].cells, (std::vector<Cell>{1, 1, 1, 1, 1, 1, 19, 1, 0, 0}));
  EXPECT_EQ(report_of(books, "R17", {.period = "2026-11"}).totals[0], Cell(1));
  EXPECT_EQ(report_of(books, "R17", {.period = "2026-10-01..2026-10-30"}).totals[7], Cell(0)) << "its test is due on the last of the month";
  EXPECT_EQ(report_of(books, "R17", {.period = "2026-09"}).totals[5], Cell(1)) << "the old one hung there since March";
  auto last = swap;  // its supply ends: it is taken off, and none is put in its place
  last.number = 2;
  last.time = moment("2026-11-20");
  last.old_meter = pump;
  last.new_meter = {};
  books.put(last);
  hang(pump, books::MeterStatus::removed);
  const auto ended = report_of(books, "R17", {.period = "2026-11"});
  ASSERT_EQ(ended.rows.size(), 1U);
  EXPECT_EQ(ended.rows[0].cells[3], Cell(1)) << "taken off";
  EXPECT_EQ(ended.rows[0].cells[4], Cell(0)) << "but for no other";
  account.number = 100002;  // it was tested, and hangs at somebody else's
  account.meter = pump;
  account.opened = moment("2027-01-10");
  books.put(account);
  hang(pump, books::MeterStatus::installed);
  EXPECT_EQ(report_of(books, "R17", {.period = "2026-11"}).totals, ended.totals) << "November is what it was";
  EXPECT_TRUE(report_of(books, "R17", {.period = "2026-12"}).rows.empty()) << "it lay in the store";
  const auto again = report_of(books, "R17", {.period = "2027-01"}).rows.at(0).cells;
  EXPECT_EQ((std::vector<Cell>{again.begin(), again.begin() + 7}), (std::vector<Cell>{0, 1, 0, 0, 0, 1, 21})) << "put in, and as old as it hangs there";
  EXPECT_EQ(report_of(books, "R17", {.period = "2026-10-20..2027-01-31"}).totals[3], Cell(1)) << "gone once, come once";
}

TEST(Meters, a_meter_stays_on_its_wall_when_its_customer_leaves) {
  House books;
  books.put(books::Meter{.number = lamp, .model = "DDSY1", .state = books::MeterStatus::installed});
  books::Account account;
  account.number = 100001, account.station = "E", account.meter = lamp;
  account.opened = moment("2026-03-01"), account.closed = moment("2026-06-20");
  books.put(account);
  const auto closing = [&](const char* period) { return report_of(books, "R17", {.period = period}).totals[5]; };
  EXPECT_EQ(closing("2026-07"), Cell(1)) << "nobody has taken it off";
  account.number = 100002, account.opened = moment("2026-08-01"), account.closed = {};
  books.put(account);
  EXPECT_EQ(closing("2026-07"), Cell(1));
  EXPECT_EQ(report_of(books, "R17", {.period = "2026-08"}).totals[1], Cell(0)) << "it has not come";
}

}  // namespace
}  // namespace kwota::report
