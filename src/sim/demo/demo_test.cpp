// A year of a small utility made of rows, so that what the sample's history promises can be asked for in seconds.
#include "sim/demo/demo.h"

#include <fmt/format.h>
#include <gtest/gtest.h>


#include "sim/demo/test_utility.h"

namespace kwota::demo {
namespace {

TEST(Demo, a_morning_before_the_windows_open_is_a_good_day_to_begin_too) {
  for (const auto* now : {"2026-11-23T05:50:00+08:00", "2026-11-22T15:00:00+08:00"}) {
    SampleUtility utility(parse_instant(now).value(), 40);
    const auto lived = utility.live();
    ASSERT_TRUE(lived.ok()) << now << ": " << lived.error().code << " " << lived.error().what;
    EXPECT_GT(utility.sales().size(), 150U);
    for (const auto& sale : utility.sales()) EXPECT_LE(sale.time, parse_instant(now).value());
  }
}

TEST(Demo, the_same_seed_and_day_give_the_same_history) {
  const auto now = parse_instant("2026-11-23T15:00:00+08:00").value();
  SampleUtility one(now, 25), other(now, 25);
  ASSERT_TRUE(one.live().ok());
  ASSERT_TRUE(other.live().ok());
  const auto a = one.sales(), b = other.sales();
  ASSERT_EQ(a.size(), b.size());
  for (std::size_t i = 0; i < a.size(); ++i) EXPECT_EQ(fmt::format("{} {} {}", a[i].number, a[i].tendered.minor(), a[i].time.ms()), fmt::format("{} {} {}", b[i].number, b[i].tendered.minor(), b[i].time.ms()));
}

}  // namespace
}  // namespace kwota::demo
