// Who bought in days that are no month: once, under what he bought first, or nobody says how many they are.
#include "collect/report/making/buyers.h"

#include <gtest/gtest.h>

#include "collect/report/making/make.h"
#include "collect/report/making/test_books.h"

namespace kwota::report {
namespace {

using namespace test;

TEST(Buyers, of_a_few_days_are_counted_once_under_what_they_bought_first) {
  Books books;
  books.one_till();
  books::Shift shift;
  shift.station = "E";
  shift.till = "1";
  shift.number = 1;
  shift.opened = parse_instant("2026-09-30T08:00:00+08:00").value();
  books.put(shift);
  std::int64_t bought = 0;
  const auto buys = [&](std::int64_t account, const std::string& day, const std::string& who, Operation kind = Operation::recharge) {
    books::Sale sale;
    sale.account = account;
    sale.shift = 1;
    sale.operator_name = who;
    sale.time = parse_instant((day + "T10:00:00+08:00")).value();
    books.sold("R" + std::to_string(++bought), kind, day, {leg(drawer, yuan(10)), leg(ledger::prepaid("electricity"), -yuan(10))}, "1", sale);
  };
  buys(100001, "2026-09-30", "li");
  buys(100001, "2026-10-01", "li");
  buys(100001, "2026-10-03", "wang");
  buys(100002, "2026-10-03", "wang");
  buys(100003, "2026-10-03", "li", Operation::refund);
  buys(100002, "2026-11-01", "li");
  const auto customers = [&](const std::string& period, const std::string& who = {}) {
    return make(books, *report_numbered("R09"), {.period = period, .groups = {"operator"}, .filters = who.empty() ? std::map<std::string, std::string>{} : std::map<std::string, std::string>{{"operator", who}}}).value().totals[2];
  };
  EXPECT_EQ(customers("2026-10-01..2026-10-03"), Cell(2)) << "bought three times, and who was paid back bought nothing";
  EXPECT_EQ(customers("2026-10-01..2026-10-03", "li"), Cell(1));
  EXPECT_EQ(customers("2026-10-01..2026-10-03", "wang"), Cell(1)) << "the first had bought from Li before";
  EXPECT_EQ(customers("2026-10-03"), Cell(2));
  EXPECT_EQ(customers("2026-10-03", "li"), Cell(0));
  EXPECT_EQ(customers("2026-09-30..2026-11-01"), Cell(2)) << "over the borders of months";
  EXPECT_EQ(customers("2026-10-01..2026-10-31"), customers("2026-10")) << "the days of a month, one by one";
  EXPECT_EQ(customers("2025-01-01"), Cell{}) << "before the books began nobody counted";
  for (std::int64_t account = 200000; bought < purchases_most; ++account) buys(account, "2026-10-05", "li");
  EXPECT_EQ(customers("2026-10-05..2026-10-06"), Cell(purchases_most - 6));
  buys(100001, "2026-10-06", "li");
  for (int more = 0; more < 10; ++more) buys(100001, "2026-10-06", "li");
  EXPECT_EQ(customers("2026-10-05..2026-10-06"), Cell{}) << "too many for somebody who waits";
}

}  // namespace
}  // namespace kwota::report
