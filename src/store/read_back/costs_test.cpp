#include "store/sqlite/costs.h"

#include <gtest/gtest.h>

#include <set>

#include "store/test_books.h"

namespace kwota::store {
namespace {

using namespace test;

TEST(IndexCosts, every_index_of_a_table_with_so_many_rows_is_weighed) {
  const Folder folder;
  const ManualClock clock{noon};
  {
    auto books = Books::open({folder.path, {}}, clock).value();
    ASSERT_TRUE(set_up(*books));
    for (int i = 1; i <= 20; ++i) ASSERT_TRUE(sell(*books, receipt(i), 1000));
  }
  const auto costs = index_costs((folder.path / books_file).string(), 20);
  ASSERT_TRUE(costs.ok()) << costs.error().what;
  std::set<std::string> of_sale;
  for (const auto& cost : *costs) {
    EXPECT_GT(cost.bytes, 0) << cost.index;
    EXPECT_NE(cost.table, "customer") << "one row is no burden";
    if (cost.table == "sale") of_sale.insert(cost.index);
  }
  EXPECT_TRUE(of_sale.contains("sale_time"));
  EXPECT_TRUE(of_sale.contains("sale_till"));
}

TEST(BareRows, what_sales_left_behind_is_written_once_more_and_nothing_else) {
  const Folder folder;
  const ManualClock clock{noon};
  const auto file = (folder.path / books_file).string(), again = (folder.path / "again.db").string();
  RowCounts before;
  {
    auto books = Books::open({folder.path, {}}, clock).value();
    ASSERT_TRUE(set_up(*books));
    ASSERT_TRUE(sell(*books, receipt(1), 1000));
    before = row_counts(file).value();
    for (int i = 2; i <= 21; ++i) ASSERT_TRUE(sell(*books, receipt(i), 1000));
  }
  const auto bare = BareRows::since(before, file, 20);
  ASSERT_TRUE(bare.ok()) << bare.error().what;
  ASSERT_TRUE(bare->make_tables(again));
  const auto written = bare->write(again, 3);
  ASSERT_TRUE(written.ok()) << written.error().what;
  const auto counts = row_counts(again).value();
  std::int64_t all = 0;
  for (const auto& [table, count] : counts) all += count;
  EXPECT_EQ(all, static_cast<std::int64_t>(bare->count()));
  EXPECT_EQ(counts.at("sale"), 20);
  EXPECT_FALSE(counts.contains("customer")) << "no sale makes one";
}

}  // namespace
}  // namespace kwota::store
