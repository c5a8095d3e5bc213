// What a closing slip says was sold is what reports say of the same receipts.
#include "collect/report/making/shift_figures.h"

#include <gtest/gtest.h>

#include "collect/report/making/make.h"
#include "collect/report/making/test_books.h"

namespace kwota::report {
namespace {

using namespace test;

constexpr auto day = "2026-10-20";

books::Sale in_shift(std::int64_t shift, Credit credit) {
  books::Sale sale;
  sale.shift = shift;
  sale.unit = credit.unit();
  sale.credit = credit;
  sale.account = 100001;
  sale.plan = "homes";
  return sale;
}

/// Two shifts of a till on one day: kWh with a tax and a fee, a sale that never happened, water.
Books two_shifts() {
  Books books;
  books.put(books::Plan{"homes", "homes", "", R"({"commodity":"electricity"})"});
  books.put(books::Plan{"water", "water", "", R"({"commodity":"water"})"});
  const auto kwh = [](std::int64_t units) { return Credit::of(kwota::Unit::energy, units * 1000); };
  books.sold("R1", Operation::recharge, day, {leg(drawer, yuan(60)), leg("prepaid/electricity", -yuan(50)), leg(ledger::tax("vat"), -yuan(6)), leg(ledger::fee("card"), -yuan(4))}, "1", in_shift(1, kwh(100)));
  books.sold("R2", Operation::recharge, day, {leg(drawer, yuan(10)), leg("prepaid/electricity", -yuan(10))}, "1", in_shift(1, kwh(20)));
  books.post("R2/reversed", Operation::reversed, day, {leg(drawer, -yuan(10)), leg("prepaid/electricity", yuan(10))});
  auto water = in_shift(1, Credit::of(kwota::Unit::volume, 4'250));
  water.plan = "water";
  books.sold("R3", Operation::recharge, day, {leg(drawer, yuan(30)), leg("prepaid/water", -yuan(30))}, "1", water);
  books.sold("R4", Operation::recharge, day, {leg(drawer, yuan(7)), leg("prepaid/electricity", -yuan(7))}, "1", in_shift(2, kwh(14)));
  return books;
}

books::Shift shift_of(std::int64_t number) {
  books::Shift shift;
  shift.station = "E";
  shift.till = "1";
  shift.number = number;
  return shift;
}

TEST(ShiftFigures, tell_each_service_by_itself_with_its_tax_and_of_what_its_money_is_made) {
  const auto books = two_shifts();
  const auto first = shift_figures(books, shift_of(1));
  ASSERT_EQ(first.size(), 2U);
  EXPECT_EQ(first[0].commodity, "electricity");
  EXPECT_EQ(first[0].received, yuan(60)) << "what never happened is in it, and was undone";
  EXPECT_EQ(first[0].tax, yuan(6));
  EXPECT_EQ(first[0].made_of, yuan(60));
  EXPECT_EQ(first[0].energy, Energy::kwh(120)) << "as it was booked, as R07 has it";
  EXPECT_EQ(first[1].commodity, "water");
  EXPECT_EQ(first[1].volume, Volume::litres(4'250));
  EXPECT_EQ(first[1].made_of, yuan(30));
}

TEST(ShiftFigures, of_all_shifts_of_a_day_are_what_R07_says_of_the_day) {
  const auto books = two_shifts();
  const auto report = make(books, *report_numbered("R07"), {.period = day, .groups = {"commodity"}}).value();
  const auto of = [&](std::string_view figure, const MadeRow& row) {
    for (std::size_t i = 0; i < report.columns.size(); ++i)
      if (report.columns[i].figure == figure && report.columns[i].show == Show::figure) return row.cells[i].value_or(0);
    return std::int64_t{-1};
  };
  std::map<std::string, ShiftFigures> sums;
  for (const auto number : {1, 2})
    for (const auto& one : shift_figures(books, shift_of(number))) {
      auto& sum = sums[one.commodity];
      sum.received += one.received;
      sum.tax += one.tax;
      sum.energy += one.energy;
      sum.volume += one.volume;
    }
  ASSERT_EQ(report.rows.size(), 2U);
  for (const auto& row : report.rows) {
    const auto& sum = sums.at(row.names.front());
    EXPECT_EQ(sum.received.minor(), of("received", row)) << row.names.front();
    EXPECT_EQ(sum.tax.minor(), of("tax", row));
    EXPECT_EQ(sum.energy.wh(), of("units_energy", row));
    EXPECT_EQ(sum.volume.litres(), of("units_volume", row));
  }
}

TEST(ShiftFigures, of_a_shift_that_sold_nothing_are_none) { EXPECT_TRUE(shift_figures(two_shifts(), shift_of(3)).empty()); }

}  // namespace
}  // namespace kwota::report
