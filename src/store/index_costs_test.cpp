#include "store/sqlite/index_costs.h"

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

}  // namespace
}  // namespace kwota::store
