// No list of what grows with the years is read as a whole for a page: asked of the database itself, for each offered filter and sort.
#include <gtest/gtest.h>

#include <set>

#include "store/lists/list_walk.h"
#include "store/lists/list_where.h"
#include "store/test_books.h"

namespace kwota::store {
namespace {

std::vector<std::string> steps_of(Connection& connection, const std::string& sql) {
  std::vector<std::string> steps;
  auto cursor = connection.prepare("EXPLAIN QUERY PLAN " + sql);
  for (;;) {
    const auto row = cursor.step();
    EXPECT_TRUE(row.ok()) << sql << ": " << (row.ok() ? "" : row.error().what);
    if (!row.ok() || !*row) return steps;
    steps.emplace_back(cursor.get_text(3));
  }
}

bool has(const std::string& text, std::string_view part) { return text.find(part) != std::string::npos; }

std::string value_of(const Column& column) {
  switch (column.kind) {
    case ColumnKind::flag: return "true";
    case ColumnKind::time:
    case ColumnKind::date:
    case ColumnKind::local_time: return "2026-11-20";
    default: return "1";
  }
}

/// What is wrong with the way in which SQL is run; empty: nothing. `whole`: it walks all rows in the order of an index or of the table, and ends
/// when the page is full.
std::string flaw(Connection& connection, const std::string& sql, bool whole) {
  int walks = 0;
  for (const auto& step : steps_of(connection, sql)) {
    if (has(step, "TEMP B-TREE") || has(step, "AUTOMATIC")) return step;
    if (has(step, "SCAN") && !has(step, "CONSTANT ROW") && !has(step, "SCAN (subquery") && !has(step, "json_each") && (!whole || ++walks > (has(sql, "UNION ALL") ? 2 : 1))) return step;
  }
  return "";
}

class ListPlans : public ::testing::Test {
 protected:
  void SetUp() override { books = Books::in_memory(clock).value(); }
  void look(const ListRequest& request, const std::string& what) {
    ASSERT_TRUE(books->query([&](Moment& moment) -> Result<Done> {
      auto& connection = sqlite_of(moment);
      TRY(walk, walk_of(request));
      // A partial index holds what the view's own condition says.
      const bool whole = walk.walked.bound.empty();
      for (const bool after : {false, true}) EXPECT_EQ(flaw(connection, sql_of_walk(walk, after), whole), "") << what << "\n" << sql_of_walk(walk, after);
      EXPECT_EQ(flaw(connection, sql_of_row(walk), false), "") << what << "\n" << sql_of_row(walk);
      EXPECT_EQ(flaw(connection, sql_of_count(walk), whole), "") << what << "\n" << sql_of_count(walk);
      return Done{};
    }).ok());
    ++looked;
  }
  /// The order alone, with a period of its sort, and with both ends of it.
  void look(const View& view, const Order& order, bool down) {
    const auto sort = order.sort.starts_with('-') ? order.sort.substr(1) : order.sort;
    ListRequest request{.view = view.name, .sort = (down ? "-" : "") + sort};
    if (!order.filter.empty()) {
      const auto* column = find_column(view, order.filter);
      ASSERT_NE(column, nullptr) << view.name << " has no column " << order.filter;
      request.filters.push_back({order.filter, Match::is, value_of(*column)});
    }
    const auto* by = find_column(view, sort);
    ASSERT_NE(by, nullptr) << view.name << " has no column " << sort;
    const auto what = view.name + " " + order.filter + " by " + request.sort;
    look(request, what);
    request.filters.push_back({sort, Match::from, value_of(*by)});
    look(request, what + " from");
    request.filters.push_back({sort, Match::to, value_of(*by)});
    look(request, what + " from .. to");
  }
  const ManualClock clock{test::noon};
  std::unique_ptr<Books> books;
  int looked = 0;
};

TEST_F(ListPlans, each_offered_filter_and_sort_is_walked_by_its_index) {
  for (const auto& view : views())
    for (const auto& order : view.orders)
      for (const bool down : {false, true}) look(view, order, down);
  EXPECT_GT(looked, 400);
}

TEST_F(ListPlans, rows_of_the_books_are_counted_in_an_index_and_not_in_their_table) {
  for (const auto* view : {"sales", "statements", "journal", "audit", "instructions"})
    ASSERT_TRUE(books->query([&](Moment& moment) -> Result<Done> {
      auto& connection = sqlite_of(moment);
      TRY(walk, walk_of({.view = view}));
      bool covered = false;
      for (const auto& step : steps_of(connection, sql_of_count(walk))) covered = covered || has(step, "COVERING INDEX");
      EXPECT_TRUE(covered) << sql_of_count(walk);
      return Done{};
    }).ok());
}

TEST_F(ListPlans, the_quick_search_finds_by_indexes_and_walks_no_list) {
  int looked = 0;
  for (const auto& view : views())
    for (const auto* typed : {"12 345", "Li Wei", "王芳"})
      for (const bool personal : {true, false}) {
        if (view.searches.empty()) continue;
        ASSERT_TRUE(books->query([&](Moment& moment) -> Result<Done> {
          auto& connection = sqlite_of(moment);
          TRY(walk, walk_of({.view = view.name, .search = typed, .personal = personal}));
          for (const auto& sql : {sql_of_walk(walk, false), sql_of_walk(walk, true), sql_of_count(walk), sql_of_sums(walk)})
            for (const auto& step : steps_of(connection, sql)) {
              ++looked;
              EXPECT_FALSE(has(step, "SCAN t") || has(step, "AUTOMATIC")) << view.name << ": " << step << "\n" << sql;
              // What was found is gone through again, and is little.
              EXPECT_TRUE(!has(step, "SCAN") || has(step, "(subquery") || has(step, "CONSTANT ROW")) << view.name << ": " << step << "\n" << sql;
            }
          return Done{};
        }).ok());
      }
  EXPECT_GT(looked, 400);
}

TEST(SearchWays, each_is_taken_where_a_number_was_typed) {
  constexpr std::string_view one = "SELECT * FROM (";
  for (const auto& view : views()) {
    const auto sql = condition_of_ways({.view = view.name, .search = "123456", .personal = true}, view).sql;
    std::size_t taken = 0;
    for (auto at = sql.find(one); at != std::string::npos; at = sql.find(one, at + one.size())) ++taken;
    EXPECT_EQ(taken, view.searches.size()) << view.name << ": a hole that nothing fills\n" << sql;
  }
}

TEST_F(ListPlans, what_an_order_goes_by_is_never_nothing) {
  for (const auto& view : views())
    for (const auto& order : view.orders) {
      ASSERT_FALSE(order.terms.empty());
      for (const auto& term : order.terms) EXPECT_EQ(term.find('('), std::string::npos) << view.name << ": " << term << " is no bare column";
    }
}

TEST_F(ListPlans, lists_of_what_grows_are_never_sorted_as_a_whole) {
  const std::set<std::string> small{"places", "stations", "tills", "codes", "plans", "plan-versions", "operators", "people-changes", "clock-corrections", "key-versions",
                                    "jobs", "imports", "month-ends", "reading-routes", "key-devices", "key-ceremonies", "key-campaigns", "key-journal", "office-messages", "partners", "reading-plans", "areas", "area-numbers", "wells", "well-meters", "well-heads", "handhelds", "tool-orders", "tool-answers", "account-applications", "outlets", "stock-lots", "circuits", "invoice-series", "card-stock"};
  for (const auto& view : views()) EXPECT_EQ(view.orders.empty(), small.contains(view.name)) << view.name;
}

}  // namespace
}  // namespace kwota::store
