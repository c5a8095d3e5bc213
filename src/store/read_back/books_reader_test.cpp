#include "store/sqlite/reader.h"

#include <gtest/gtest.h>
#include <sqlite3.h>

#include <algorithm>

#include "books/lookup.h"
#include "books/memory.h"
#include "store/lists/views.h"
#include "store/sqlite/schema.h"
#include "store/test_books.h"

namespace kwota::store {
namespace {

/// What SQLite will do for a statement, step by step.
std::vector<std::string> plan_of(Connection& connection, const std::string& sql) {
  std::vector<std::string> steps;
  auto cursor = connection.prepare("EXPLAIN QUERY PLAN " + sql);
  while (cursor.step().value()) steps.emplace_back(cursor.get_text(3));
  return steps;
}

/// All ways in which a table can be asked by one order of it, so that each is among the connection's prepared statements.
void ask_in_every_way(const books::Reader& books, const books::Table& table, const books::Index* index) {
  const auto columns = index == nullptr ? static_cast<std::size_t>(table.key_columns)
                                        : static_cast<std::size_t>(std::ranges::count_if(index->columns, [](auto column) { return !column.empty(); }));
  for (std::size_t equal = 0; equal <= columns; ++equal)
    for (const bool newest : {false, true})
      for (const int bounds : {0, 1, 2}) {
        books::Query query{.table = &table, .index = index, .equal = std::vector<books::Value>(equal, books::Value("x")), .from = {}, .up_to = {},
                           .newest = newest, .limit = 5};
        if (bounds != 0 && equal == columns) continue;
        if (bounds == 1) query.from = books::Value("x");
        if (bounds == 2) query.up_to = books::Value("x");
        books.each(query, [](const books::ValueSource&) { return true; });
      }
}

TEST(Lookups, none_walks_through_a_table_that_grows_and_none_is_sorted) {
  auto connection = Connection::open("", Connection::Mode::memory).value();
  ASSERT_TRUE(migrate(*connection, indexes_of_orders()));
  const BooksReader books(*connection);
  for (const auto* table : books::all_tables()) {
    if (table->keyed) ask_in_every_way(books, *table, nullptr);
    for (const auto* index : table->indexes) ask_in_every_way(books, *table, index);
  }
  ASSERT_FALSE(books.failure()) << books.failure()->what;
  std::vector<std::string> asked;
  for (auto* one = sqlite3_next_stmt(connection->handle(), nullptr); one != nullptr; one = sqlite3_next_stmt(connection->handle(), one))
    if (const std::string sql = sqlite3_sql(one); sql.starts_with("SELECT")) asked.push_back(sql);
  EXPECT_GT(asked.size(), 4 * books::all_tables().size());
  for (const auto& sql : asked)
    for (const auto& step : plan_of(*connection, sql)) {
      EXPECT_FALSE(step.starts_with("USE TEMP")) << step << " in " << sql;
      // From one end of the order on, a few rows: a walk that ends by itself.
      const bool from_an_end = sql.find("=?") == std::string::npos;
      EXPECT_TRUE(!step.starts_with("SCAN") || from_an_end) << step << " in " << sql;
    }
}

class Bookkeeper : public testing::Test {
 protected:
  void SetUp() override { ASSERT_TRUE(test::set_up(*books)); }
  void change(books::Changes changes) {
    ASSERT_TRUE(books->run({"admin", "import", ""}, [&](const books::Reader&) -> Result<books::Decision<Done>> {
      return books::Decision<Done>{changes, Done{}};
    }));
  }
  template <class Question> auto look(Question&& wanted) {
    return books->read([&](const books::Reader& reader) -> Result<decltype(wanted(reader))> { return wanted(reader); }).value();
  }
  ManualClock clock{test::noon};
  std::unique_ptr<Books> books = Books::in_memory(clock).value();
};

TEST_F(Bookkeeper, knows_a_customer_by_the_identity_number) {
  change({{books::Customer{.number = CustomerNumber::from(5), .name = "Wang", .identity_number = "130100198001011234", .created = test::noon}}, {}});
  const auto number_of = [&](const char* identity) {
    return look([&](const books::Reader& reader) {
      const auto found = books::customer_with_identity(reader, identity);
      return found ? found->number : CustomerNumber{};
    });
  };
  EXPECT_EQ(number_of("130100198001011234"), CustomerNumber::from(5));
  EXPECT_EQ(number_of("130100198001011235"), CustomerNumber{});
  EXPECT_EQ(number_of(""), CustomerNumber{}) << "nobody's number is not everybody's";
}

TEST_F(Bookkeeper, takes_for_newest_what_the_meter_said_last_and_not_what_came_last) {
  const auto statement_of = [](std::uint32_t count, std::int64_t used_e5, std::int64_t wh, std::int64_t remaining) {
    return books::Statement{.meter = test::meter_number, .chain = "meter/000000123456", .taken = test::noon, .carrier = books::Carrier::card,
                            .remaining = Money::minor(remaining), .count = SequenceNumber{count}, .used_e5 = used_e5, .energy = Energy::wh(wh)};
  };
  const auto newest = [&] {
    return look([](const books::Reader& reader) { return books::newest_statement(reader, test::meter_number)->remaining.amount(); });
  };
  change({{}, {statement_of(2, 700, 30, 1)}});
  change({{}, {statement_of(1, 900, 40, 2)}});
  EXPECT_EQ(newest(), 1) << "an older number";
  change({{}, {statement_of(2, 600, 20, 3)}});
  EXPECT_EQ(newest(), 1) << "the same number, less used";
  change({{}, {statement_of(2, 700, 31, 4)}});
  EXPECT_EQ(newest(), 4) << "free energy moves the energy register alone";
  change({{}, {statement_of(3, 700, 31, 5)}});
  EXPECT_EQ(newest(), 5);
  EXPECT_EQ(look([](const books::Reader& reader) { return reader.newest<books::Statement>(9, test::meter_number).size(); }), 5u);
}

TEST_F(Bookkeeper, says_what_some_columns_say_as_the_whole_row_says_it) {
  using books::Statement;
  const Statement statement{.meter = test::meter_number, .number = 1, .chain = "meter/000000123456", .taken = test::noon, .carrier = books::Carrier::card, .card = CardSerial{{1}},
                            .unit = Unit::energy, .remaining = Credit::of(Unit::energy, 7), .raw = "00ff"};
  change({{}, {statement}});
  books::Memory memory;
  memory.append(statement);
  const auto holds = [](const books::Reader& reader) {
    EXPECT_EQ(reader.last(books::columns(&Statement::remaining), test::meter_number), Credit::of(Unit::energy, 7)) << "with its unit, which nobody named";
    EXPECT_EQ(reader.last(books::columns(&Statement::raw, &Statement::card), test::meter_number), (std::tuple{books::Hex{"00ff"}, std::optional{CardSerial{{1}}}}));
    EXPECT_EQ(reader.newest(books::columns(&Statement::chain), Statement::by_progress, 9, test::meter_number), std::vector<std::string>{"meter/000000123456"}) << "which no column keeps";
    EXPECT_EQ(reader.last<Statement>(test::meter_number)->chain, "meter/000000123456");
    EXPECT_TRUE(reader.among_newest(books::columns(&Statement::card), 9, [](const auto& card) { return card == CardSerial{{1}}; }, test::meter_number));
    EXPECT_FALSE(reader.among_newest(books::columns(&Statement::card), 9, [](const auto& card) { return card == CardSerial{{2}}; }, test::meter_number));
    return true;
  };
  EXPECT_TRUE(look(holds));
  EXPECT_TRUE(holds(memory));
}

}  // namespace
}  // namespace kwota::store
