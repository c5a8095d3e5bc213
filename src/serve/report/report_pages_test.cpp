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

struct Page {
  std::string numbers;
  std::optional<std::string> next;
};
Page page_at(report::Made made, std::size_t most, std::string_view cursor) {
  const auto asked = asked_page(most, cursor).value();
  EXPECT_TRUE(belongs(asked, made).ok());
  const auto page = report::page_of(std::move(made), asked.page);
  Page out;
  for (const auto& row : page.made.rows) out.numbers += (out.numbers.empty() ? "" : " ") + row.names.front();
  out.next = next_of(page.made, page.more);
  return out;
}

TEST(ReportPages, follow_one_another_until_all_rows_were_seen_and_total_all_of_them) {
  const auto all = receipts({"R1", "R2", "R3", "R4", "R5"});
  const auto first = page_at(all, 2, "");
  EXPECT_EQ(first.numbers, "R1 R2");
  EXPECT_EQ(report::page_of(all, {.most = 2}).all, 5U);
  EXPECT_EQ(report::page_of(all, {.most = 2}).made.totals, (std::vector<report::Cell>{5}));
  const auto second = page_at(all, 2, first.next.value());
  EXPECT_EQ(second.numbers, "R3 R4");
  const auto last = page_at(all, 2, second.next.value());
  EXPECT_EQ(last.numbers, "R5");
  EXPECT_FALSE(last.next);
  EXPECT_FALSE(page_at(receipts({"R1", "R2"}), 2, "").next) << "a page that is full may be the last";
  EXPECT_EQ(page_at(receipts({"R1", "R2"}), 0, "").numbers, "R1 R2") << "without a size all of them";
}

TEST(ReportPages, what_is_booked_or_goes_meanwhile_moves_no_page) {
  const auto next = page_at(receipts({"R2", "R4", "R6"}), 2, "").next.value();
  EXPECT_EQ(page_at(receipts({"R1", "R2", "R3", "R4", "R5", "R6"}), 9, next).numbers, "R5 R6");
  EXPECT_EQ(page_at(receipts({"R2", "R6"}), 9, next).numbers, "R6") << "the row that it named is none any more";
  EXPECT_EQ(page_at(receipts({"R2"}), 9, next).numbers, "");
}

TEST(ReportPages, a_cursor_of_something_else_is_refused) {
  const auto next = page_at(receipts({"R1", "R2"}), 1, "").next.value();
  auto filtered = receipts({"R1", "R2"});
  filtered.filters["kind"] = "open";
  auto september = receipts({"R1", "R2"});
  september.period = report::parse_period("2026-09").value();
  auto other = receipts({"R1", "R2"});
  other.report = report::report_numbered("R08");
  for (auto* made : {&filtered, &september, &other}) EXPECT_EQ(belongs(asked_page(1, next).value(), *made).error().code, "bad_cursor");
  for (const auto* text : {"R1", "zz", "7b7d", "5b5d", "7b226173", "00"}) EXPECT_EQ(asked_page(1, text).error().code, "bad_cursor") << text;
}

}  // namespace
}  // namespace kwota::serve
