#include <gtest/gtest.h>

#include "books/rows/office/clock.h"
#include "collect/report/making/make.h"
#include "collect/report/making/test_books.h"

namespace kwota::report {
namespace {

using namespace test;

TEST(CorrectedDays, are_said_beside_the_figures_of_whoever_looks_at_them) {
  Books books;
  const auto sell = [&](const char* number) { books.sold(number, Operation::recharge, "2026-10-05", {leg(drawer, yuan(100)), leg("prepaid/electricity", -yuan(100))}); };
  const auto clock = [](const char* text) { return parse_instant(text).value(); };
  const auto said = [&](const char* number, const Asked& asked) { return make(books, *report_numbered(number), asked).value().corrected; };
  const std::vector<std::string> none, day{"2026-10-05"};
  sell("R1");
  books.put(books::ClosedDay{.business_day = "2026-10-05", .station = "E", .closed = clock("2026-10-07T10:00:00+08:00")});
  books.edition = "corrected";  // as the writer counts them while the clock was wrong
  sell("R2");
  EXPECT_EQ(said("R07", {.period = "2026-10"}), none) << "nobody put a clock right";
  books::ClockCorrection right;
  right.number = 1;
  right.wrong_from = clock("2026-10-07T00:00:00+08:00");
  right.wrong_to = clock("2026-10-08T00:00:00+08:00");
  books.put(right);
  for (const auto* number : {"R07", "R12"}) EXPECT_EQ(said(number, {.period = "2026-10"}), day) << number;
  EXPECT_EQ(make_page(books, *report_numbered("R07"), {.period = "2026-10"}, {.most = 1}).value().made.corrected, day);
  EXPECT_EQ(said("R07", {.period = "2026-10-06"}), none);
  books.put(books::Station{"W02", "West", "R2"});
  EXPECT_EQ(said("R07", {.period = "2026-10", .filters = {{"station", "W02"}}}), none) << "of another station";
}

}  // namespace
}  // namespace kwota::report
