#include "collect/report/making/make.h"
#include "collect/report/making/test_books.h"
#include "sell/ledger/chart.h"

namespace kwota::report {
namespace {

using namespace test;

Books began_in_october() {
  Books books;
  books.sold("R-1", Operation::recharge, "2026-10-05", {leg(drawer, yuan(100)), leg(ledger::prepaid("electricity"), -yuan(100))});
  return books;
}

/// A manager compared the first month with "0.00" of a year ago and took it for growth: the utility had sold with another program then.
TEST(BeforeTheBooks, an_account_says_nothing_of_days_before_they_began) {
  const auto books = began_in_october();
  const auto account = make(books, *report_numbered("R06"), {.period = "2026-10"}).value();
  ASSERT_EQ(account.columns.size(), 3u) << "the month, the year to date, the same month last year";
  EXPECT_EQ(account.rows.front().cells[0], Cell(0)) << "the opening of the month in which they began";
  EXPECT_EQ(account.rows.front().cells[2], Cell{}) << "what stood a year before they do not know";
  const auto earlier = make(books, *report_numbered("R06"), {.period = "2026-09"}).value();
  for (const auto& row : earlier.rows) EXPECT_EQ(row.cells[0], Cell{}) << row.names.front();
}

TEST(BeforeTheBooks, sums_of_such_days_are_not_noughts) {
  const auto books = began_in_october();
  const auto sales = make(books, *report_numbered("R07"), {.period = "2026-09", .groups = {"station"}}).value();
  EXPECT_TRUE(sales.rows.empty());
  EXPECT_EQ(sales.totals.front(), Cell{});
  const auto month = make(books, *report_numbered("R07"), {.period = "2026-11", .groups = {"station"}}).value();
  EXPECT_EQ(month.totals.front(), Cell(0)) << "a month in which nobody bought is known";
}

}  // namespace
}  // namespace kwota::report
