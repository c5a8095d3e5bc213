// Accounts at the edges of days and months: a debt of the night, a month that begins while the one before is open.
#include <gtest/gtest.h>

#include <algorithm>

#include "collect/report/making/make.h"
#include "collect/report/making/test_books.h"
#include "sell/ledger/chart.h"
#include "sell/settings/declared.h"

namespace kwota::report {
namespace {

using namespace test;

Cell cell(const Books& books, const char* period, std::string_view name) {
  const auto made = make(books, *report_numbered("R06"), {.period = period}).value();
  return std::ranges::find_if(made.rows, [&](const MadeRow& row) { return row.names.front() == name; })->cells.front();
}

TEST(Days, a_debt_of_the_night_is_raised_on_the_day_that_still_goes_on) {
  Books books;
  books.in_shanghai();
  books.put(settings::always_counting(1, settings::SettingName::day_cut_off, 4));
  books::Debt debt;
  debt.number = 1, debt.account = 100001, debt.amount = yuan(30);
  debt.raised = parse_instant("2026-11-01T02:00:00+08:00").value();
  debt.since = "2026-10-20";
  books.put(debt);
  books::Sale pays;
  pays.account = debt.account;
  books.sold("R1", Operation::recharge, "2026-10-31", {leg(drawer, yuan(10)), leg(ledger::debt("1"), -yuan(10))}, "1", pays);
  const auto of = [&](const char* period) { return make(books, *report_numbered("R14"), {.period = period}).value().totals; };
  EXPECT_EQ(of("2026-10").at(1), Cell(3'000)) << "raised";
  EXPECT_EQ(of("2026-10").at(5), Cell(2'000)) << "closing, after what was paid of it that night";
  EXPECT_EQ(cell(books, "2026-10", "debts_closing"), Cell(2'000));
  EXPECT_EQ(of("2026-11").at(0), Cell(2'000));
  EXPECT_EQ(of("2026-11").at(1), Cell(0));
}

TEST(Days, of_a_month_that_begins_while_the_one_before_is_open_nobody_knows_what_was_used) {
  Books books;
  books.sold("R1", Operation::recharge, "2026-10-05", {leg(drawer, yuan(100)), leg(ledger::prepaid("electricity"), -yuan(100))});
  for (const auto* name : {"consumption", "not_posted", "closing_expected"}) EXPECT_EQ(cell(books, "2026-11", name), Cell{}) << name << ": nothing is booked in November yet, and October's use is not posted";
  books::MonthEnd month;
  month.month = "2026-10";
  month.station = "E";
  month.chain = "months/E";
  books.append(month);
  EXPECT_EQ(cell(books, "2026-11", "consumption"), Cell(0));
  EXPECT_EQ(cell(books, "2026-11", "closing_expected"), Cell(10'000));
}

}  // namespace
}  // namespace kwota::report
