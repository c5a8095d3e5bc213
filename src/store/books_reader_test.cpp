#include "store/books_reader.h"

#include <gtest/gtest.h>
#include <sqlite3.h>

#include <set>

#include "store/schema.h"
#include "store/test_books.h"

namespace kwota::store {
namespace {

/// Asks everything once, so that each lookup is among the connection's prepared statements.
void ask_everything(const books::Reader& books) {
  const auto meter = test::meter_number;
  books.utility(), books.station("3"), books.place("p"), books.till("3", "1"), books.till_of_reader("reader"), books.customer(test::customer_number);
  books.customer_with_identity("130"), books.service_point("p"), books.meter(meter), books.account(100001), books.account_of_meter(meter);
  books.accounts_of_customer(test::customer_number), books.card(CardSerial{}), books.cards_of_account(100001), books.plan("p");
  books.plan_versions("p"), books.codes("reason"), books.operator_named("li"), books.operators(), books.shift("3", "1", 1);
  books.open_shift("3", "1"), books.open_shift_of("li"), books.approval(1), books.next_approval_number(), books.next_account_number();
  books.sale("1"), books.sale_by_client_key("k"), books.sale_state("1"), books.sales_of_account(100001, 5), books.sales_of_shift("3", "1", 1);
  books.newest_instruction(meter), books.instructions(meter, SequenceNumber{1}), books.newest_statement(meter), books.statements(meter, 5);
  books.journal_of_sale("1"), books.balance("till/3/1/cash");
}

/// What SQLite will do for a statement, step by step.
std::vector<std::string> plan_of(Connection& connection, const std::string& sql) {
  std::vector<std::string> steps;
  auto cursor = connection.prepare("EXPLAIN QUERY PLAN " + sql);
  while (cursor.step().value()) steps.emplace_back(cursor.get_text(3));
  return steps;
}

TEST(Lookups, none_walks_through_a_table_that_grows) {
  auto connection = Connection::open("", Connection::Mode::memory).value();
  ASSERT_TRUE(migrate(*connection));
  const BooksReader books(*connection);
  ask_everything(books);
  ASSERT_FALSE(books.failure()) << books.failure()->what;
  std::vector<std::string> asked;
  for (auto* one = sqlite3_next_stmt(connection->handle(), nullptr); one != nullptr; one = sqlite3_next_stmt(connection->handle(), one))
    if (const std::string sql = sqlite3_sql(one); sql.starts_with("SELECT")) asked.push_back(sql);
  EXPECT_GE(asked.size(), 34u) << "a lookup is missing in ask_everything()";
  // One row, and some dozens: read whole on purpose.
  const std::set<std::string> small{"SCAN utility", "SCAN operator"};
  for (const auto& sql : asked)
    for (const auto& step : plan_of(*connection, sql))
      EXPECT_TRUE(!step.starts_with("SCAN") || small.contains(step)) << step << " in " << sql;
}

class Bookkeeper : public testing::Test {
 protected:
  void SetUp() override { ASSERT_TRUE(test::set_up(*books)); }
  void change(books::Changes changes) {
    ASSERT_TRUE(books->run({"admin", "import", ""}, [&](const books::Reader&) -> Result<books::Decision<Done>> {
      return books::Decision<Done>{changes, Done{}};
    }));
  }
  template <class Look> auto look(Look&& wanted) {
    return books->read([&](const books::Reader& reader) -> Result<decltype(wanted(reader))> { return wanted(reader); }).value();
  }
  ManualClock clock{test::noon};
  std::unique_ptr<Books> books = Books::in_memory(clock).value();
};

TEST_F(Bookkeeper, knows_a_customer_by_the_identity_number) {
  change({{books::Customer{.number = CustomerNumber::from(5), .name = "Wang", .identity_number = "130100198001011234", .created = test::noon}}, {}});
  const auto number_of = [&](const char* identity) {
    return look([&](const books::Reader& reader) {
      const auto found = reader.customer_with_identity(identity);
      return found ? found->number : CustomerNumber{};
    });
  };
  EXPECT_EQ(number_of("130100198001011234"), CustomerNumber::from(5));
  EXPECT_EQ(number_of("130100198001011235"), CustomerNumber{});
  EXPECT_EQ(number_of(""), CustomerNumber{}) << "nobody's number is not everybody's";
}

TEST_F(Bookkeeper, takes_for_newest_what_the_meter_said_last_and_not_what_came_last) {
  const auto said = [](std::uint32_t count, std::int64_t used_e5, std::int64_t wh, std::int64_t remaining) {
    return books::Statement{.meter = test::meter_number, .chain = "meter/000000123456", .taken = test::noon, .way = "card",
                            .remaining = Money::minor(remaining), .count = SequenceNumber{count}, .used_e5 = used_e5, .energy = Energy::wh(wh)};
  };
  const auto newest = [&] {
    return look([](const books::Reader& reader) { return reader.newest_statement(test::meter_number)->remaining.minor(); });
  };
  change({{}, {said(2, 700, 30, 1)}});
  change({{}, {said(1, 900, 40, 2)}});
  EXPECT_EQ(newest(), 1) << "an older number";
  change({{}, {said(2, 600, 20, 3)}});
  EXPECT_EQ(newest(), 1) << "the same number, less used";
  change({{}, {said(2, 700, 31, 4)}});
  EXPECT_EQ(newest(), 4) << "free energy moves the energy register alone";
  change({{}, {said(3, 700, 31, 5)}});
  EXPECT_EQ(newest(), 5);
  EXPECT_EQ(look([](const books::Reader& reader) { return reader.statements(test::meter_number, 9).size(); }), 5u);
}

}  // namespace
}  // namespace kwota::store
