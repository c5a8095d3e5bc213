// R20: who stands apart among those who sell.
#include <gtest/gtest.h>

#include "collect/report/making/test_house.h"

namespace kwota::report {
namespace {

using namespace test;

TEST(Operators, who_does_what_others_do_not_is_marked) {
  House books;
  for (int i = 0; i < 12; ++i) {
    books::Sale sale;
    sale.operator_name = "op" + std::to_string(i);
    books.sale("R" + std::to_string(i), Operation::recharge, "2026-10-05", yuan(10), books::SaleStatus::applied, sale);
    books.put(books::SaleState{"R" + std::to_string(i), books::SaleStatus::applied, {}, i == 7 ? 40 : 1});
  }
  const auto made = report_of(books, "R20", {.period = "2026-10"});
  ASSERT_EQ(made.rows.size(), 12U);
  for (const auto& row : made.rows) EXPECT_EQ(row.marked.empty(), row.names[0] != "op7");
  EXPECT_EQ(made.rows[9].marked, std::vector<std::string_view>{"acted_reprints"});
}

TEST(Operators, whoever_agrees_is_counted_too_and_nights_stand_out) {
  House books;
  books::Sale sale;
  sale.operator_name = "wang";
  sale.approved_by = "miller";
  books.sale("R1", Operation::recharge, "2026-10-05", yuan(10), books::SaleStatus::applied, sale);
  const auto made = report_of(books, "R20", {.period = "2026-10"});
  ASSERT_EQ(made.rows.size(), 2U);
  EXPECT_EQ(made.rows[0].names[0], "miller");
  EXPECT_EQ(made.rows[0].cells.back(), Cell(1));
  EXPECT_EQ(made.rows[0].cells[0], Cell(0));
  EXPECT_EQ(made.rows[1].cells[0], Cell(1));
}

TEST(Operators, what_somebody_said_yes_to_is_an_override_of_whoever_booked_it) {
  House books;
  books::Sale large;
  large.operator_name = "wang", large.approved_by = "miller";
  large.document = R"({"lines":[],"confirmed":[{"code":"large_sale","limit":"1000.00"},{"code":"median"}]})";
  books.sale("R1", Operation::recharge, "2026-10-05", yuan(2000), books::SaleStatus::applied, large);
  auto usual = large;
  usual.document = R"({"lines":[],"names":{"customer":"confirmed"}})";
  books.sale("R2", Operation::recharge, "2026-10-05", yuan(10), books::SaleStatus::applied, usual);
  const auto made = report_of(books, "R20", {.period = "2026-10"});
  const auto column = std::ranges::find(made.columns, "acted_overrides", &MadeColumn::figure) - made.columns.begin();
  EXPECT_EQ(made.rows.at(0).cells.at(column), Cell(0)) << "whoever agrees overrides nothing";
  EXPECT_EQ(made.rows[1].cells.at(column), Cell(1)) << "a receipt counts once, whatever was unusual about it";
}

TEST(Operators, what_an_archive_that_is_not_at_hand_says_of_a_receipt_is_asked_for_and_not_taken_for_nothing) {
  struct Away : House {
    void needs_archive(std::int64_t year) const override { asked = year; }
    mutable std::int64_t asked = 0;
  } books;
  books::Sale archived;
  archived.operator_name = "wang";
  archived.document = "@2026";
  books.sale("R1", Operation::recharge, "2026-10-05", yuan(2000), books::SaleStatus::applied, archived);
  static_cast<void>(make(books, *report_numbered("R20"), {.period = "2026-10"}));
  EXPECT_EQ(books.asked, 2026);
}

}  // namespace
}  // namespace kwota::report
