#include "serve/report/report_pages.h"

#include <gtest/gtest.h>

namespace kwota::serve {
namespace {

report::Made receipts(std::initializer_list<const char*> numbers) {
  report::Made made;
  made.report = report::report_numbered("R07");
  made.period = report::parse_period("2026-10").value();
  made.groups = {"number"};
  for (const auto* number : numbers) made.rows.push_back({{number}, {report::Cell(1)}, {}});
  made.totals = {report::Cell(static_cast<std::int64_t>(made.rows.size()))};
  return made;
}

std::string numbers_of(const ReportRows& page) {
  std::string out;
  for (const auto& row : page.made.rows) out += (out.empty() ? "" : " ") + row.names.front();
  return out;
}

TEST(ReportPages, follow_one_another_until_all_rows_were_seen_and_total_all_of_them) {
  const auto first = page_of(receipts({"R1", "R2", "R3", "R4", "R5"}), 2, "").value();
  EXPECT_EQ(numbers_of(first), "R1 R2");
  EXPECT_EQ(first.all, 5U);
  EXPECT_EQ(first.made.totals, (std::vector<report::Cell>{5}));
  const auto second = page_of(receipts({"R1", "R2", "R3", "R4", "R5"}), 2, first.next.value()).value();
  EXPECT_EQ(numbers_of(second), "R3 R4");
  const auto last = page_of(receipts({"R1", "R2", "R3", "R4", "R5"}), 2, second.next.value()).value();
  EXPECT_EQ(numbers_of(last), "R5");
  EXPECT_FALSE(last.next);
  EXPECT_FALSE(page_of(receipts({"R1", "R2"}), 2, "").value().next) << "a page that is full may be the last";
  EXPECT_EQ(numbers_of(page_of(receipts({"R1", "R2"}), 0, "").value()), "R1 R2") << "without a size all of them";
}

TEST(ReportPages, what_is_booked_or_goes_meanwhile_moves_no_page) {
  const auto next = page_of(receipts({"R2", "R4", "R6"}), 2, "").value().next.value();
  EXPECT_EQ(numbers_of(page_of(receipts({"R1", "R2", "R3", "R4", "R5", "R6"}), 9, next).value()), "R5 R6");
  EXPECT_EQ(numbers_of(page_of(receipts({"R2", "R6"}), 9, next).value()), "R6") << "the row that it named is none any more";
  EXPECT_EQ(numbers_of(page_of(receipts({"R2"}), 9, next).value()), "");
}

TEST(ReportPages, a_cursor_of_something_else_is_refused) {
  const auto next = page_of(receipts({"R1", "R2"}), 1, "").value().next.value();
  auto filtered = receipts({"R1", "R2"});
  filtered.filters["kind"] = "open";
  auto september = receipts({"R1", "R2"});
  september.period = report::parse_period("2026-09").value();
  auto other = receipts({"R1", "R2"});
  other.report = report::report_numbered("R08");
  for (auto* made : {&filtered, &september, &other}) EXPECT_EQ(page_of(*made, 1, next).error().code, "bad_cursor");
  for (const auto* text : {"R1", "zz", "7b7d", "5b5d", "7b226173", "00"}) EXPECT_EQ(page_of(receipts({"R1", "R2"}), 1, text).error().code, "bad_cursor") << text;
}

}  // namespace
}  // namespace kwota::serve
