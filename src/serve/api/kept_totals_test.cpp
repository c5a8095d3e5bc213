#include "serve/api/kept_totals.h"

#include <gtest/gtest.h>

namespace kwota::serve {
namespace {

TEST(KeptTotals, a_page_after_the_first_is_given_what_was_counted_for_the_first) {
  KeptTotals totals;
  store::ListRequest request{.view = "sales", .filters = {{"till", store::Match::is, "T1"}, {"time", store::Match::from, "2026-11-20"}}};
  EXPECT_FALSE(totals.find(request, 7));
  totals.keep(request, {.total = 12, .exact = true, .sums = {{"tendered", 1250}}, .group = 7});
  EXPECT_EQ(totals.find(request, 7)->total, 12);
  EXPECT_FALSE(totals.find(request, 8)) << "something was booked: the first page counts anew";
  std::swap(request.filters[0], request.filters[1]);
  request.cursor = "0.i1";
  request.sort = "time";
  EXPECT_EQ(totals.find(request, 8)->sums.at("tendered"), 1250) << "whatever the order of the filters and the sort";
}

TEST(KeptTotals, what_one_may_see_is_never_told_to_another) {
  KeptTotals totals;
  const store::ListRequest all{.view = "sales"};
  totals.keep(all, {.total = 12});
  auto other = all;
  other.station = "E1";
  EXPECT_FALSE(totals.find(other, 0));
  other = all;
  other.personal = false;
  EXPECT_FALSE(totals.find(other, 0));
  other = all;
  other.filters = {{"operator", store::Match::is, "li"}};
  EXPECT_FALSE(totals.find(other, 0));
}

TEST(KeptTotals, keeps_no_more_than_it_may) {
  KeptTotals totals;
  for (std::size_t i = 0; i <= KeptTotals::kept_max; ++i) totals.keep({.view = "sales", .search = std::to_string(i)}, {.total = 1});
  EXPECT_FALSE(totals.find({.view = "sales", .search = "0"}, 0));
  EXPECT_TRUE(totals.find({.view = "sales", .search = "1"}, 0));
}

}  // namespace
}  // namespace kwota::serve
