// A year of a small utility made of rows, so that what the sample's history promises can be asked for in seconds.
#include "sim/demo/demo.h"

#include <fmt/format.h>
#include <gtest/gtest.h>


#include "collect/report/making/make.h"
#include "sim/demo/test_utility.h"

namespace kwota::demo {
namespace {

TEST(Demo, a_morning_before_the_windows_open_is_a_good_day_to_begin_too) {
  for (const auto* now : {"2026-11-23T05:50:00+08:00", "2026-11-22T15:00:00+08:00"}) {
    SampleUtility utility(parse_instant(now).value(), 20);
    const auto lived = utility.live();
    ASSERT_TRUE(lived.ok()) << now << ": " << lived.error().code << " " << lived.error().what;
    EXPECT_GT(utility.sales().size(), 75U);
    for (const auto& sale : utility.sales()) EXPECT_LE(sale.time, parse_instant(now).value());
  }
}

TEST(Demo, a_history_is_as_long_as_it_is_asked_for) {
  const auto now = parse_instant("2026-11-23T15:00:00+08:00").value();
  // Where one subject does not fit any more, or two of them come close to each other.
  for (const int days : {0, 13, 59, 116, 149}) {
    SampleUtility utility(now, days, 90);
    const auto lived = utility.live();
    EXPECT_TRUE(lived.ok()) << days << " days: " << lived.error().code << " " << lived.error().what;
  }
}

TEST(Demo, a_sample_that_is_made_on_a_sunday_has_invoices) {
  // Its series begins ten weeks before, on a Sunday too, when windows are closed.
  SampleUtility utility(parse_instant("2026-11-22T15:00:00+08:00").value(), 70);
  const auto lived = utility.live();
  ASSERT_TRUE(lived.ok()) << lived.error().code << " " << lived.error().what;
  EXPECT_FALSE(utility.books().read([](const books::Reader& reader) -> Result<std::vector<books::Invoice>> { return reader.all<books::Invoice>(); }).value().empty());
}

TEST(Demo, the_same_seed_and_day_give_the_same_history) {
  const auto now = parse_instant("2026-11-23T15:00:00+08:00").value();
  SampleUtility one(now, 14), other(now, 14);
  ASSERT_TRUE(one.live().ok());
  ASSERT_TRUE(other.live().ok());
  const auto a = one.sales(), b = other.sales();
  ASSERT_EQ(a.size(), b.size());
  for (std::size_t i = 0; i < a.size(); ++i) EXPECT_EQ(fmt::format("{} {} {}", a[i].number, a[i].tendered.minor(), a[i].time.ms()), fmt::format("{} {} {}", b[i].number, b[i].tendered.minor(), b[i].time.ms()));
}

TEST(Demo, each_month_is_closed_when_it_is_over_and_R06_says_what_was_used_of_it) {
  SampleUtility utility(parse_instant("2026-11-12T15:00:00+08:00").value(), 40);
  const auto lived = utility.live();
  ASSERT_TRUE(lived.ok()) << lived.error().code << " " << lived.error().what;
  const auto line = [&](const std::string& month, std::string_view name) {
    const auto made = utility.books().read([&](const books::Reader& reader) { return report::make(reader, *report::report_numbered("R06"), {.period = month}); });
    EXPECT_TRUE(made.ok()) << month << ": " << made.error().code;
    if (!made.ok()) return std::int64_t{-1};
    for (const auto& check : made->checks) EXPECT_EQ(check.gap, 0) << month << " " << check.name;
    for (const auto& row : made->rows)
      if (row.names.front() == name) return row.cells.front().value_or(-1);
    return std::int64_t{-1};
  };
  const auto rows = utility.books().read([](const books::Reader& reader) -> Result<std::vector<books::MonthEnd>> { return reader.select<books::MonthEnd>("2026-10"); }).value();
  ASSERT_FALSE(rows.empty());
  EXPECT_EQ(rows.front().operator_name, "miller");
  EXPECT_GT(line("2026-10", "consumption"), 0);
  EXPECT_EQ(line("2026-10", "not_posted"), 0);
  EXPECT_EQ(line("2026-11", "opening"), line("2026-10", "closing"));
  EXPECT_GT(line("2026-11", "not_posted"), 0) << "the month that is on is not closed yet: what its meters have told stands beside";
  EXPECT_EQ(line("2026-11", "closing_expected"), line("2026-11", "closing") - line("2026-11", "not_posted"));
}

}  // namespace
}  // namespace kwota::demo
