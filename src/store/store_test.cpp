#include <gtest/gtest.h>

#include <future>
#include <set>

#include "store/books.h"
#include "store/lists/views.h"
#include "store/sqlite/columns.h"
#include "store/sqlite/schema.h"
#include "store/sqlite/kept.h"
#include "store/test_books.h"

namespace kwota::store {
namespace {

using namespace test;

Result<std::int64_t> count(Books& books, const std::string& sql) {
  return books.query([&](Moment& moment) { return sqlite_of(moment).number(sql); });
}

Result<std::string> text_of(Connection& connection, const std::string& sql) {
  auto cursor = connection.prepare(sql);
  TRY(row, cursor.step());
  return row ? std::string(cursor.get_text(0)) : "";
}

TEST(Books, what_was_decided_can_be_read) {
  ManualClock clock(noon);
  auto books = Books::in_memory(clock).value();
  ASSERT_TRUE(set_up(*books));
  ASSERT_TRUE(sell(*books, "R3-000001", 100));
  const auto sale =
      books->read([](const books::Reader& reader) -> Result<std::optional<books::Sale>> { return reader.find<books::Sale>("R3-000001"); })
          .value();
  ASSERT_TRUE(sale);
  EXPECT_EQ(sale->tendered, Money::minor(100));
  EXPECT_EQ(sale->meter, meter_number);
  EXPECT_FALSE(sale->card);
  const auto till = books->read([](const books::Reader& reader) -> Result<Money> { return reader.balance("till/3/1/cash"); }).value();
  EXPECT_EQ(till, Money::minor(100));
}

TEST(Schema, every_column_of_every_row_has_its_place) {
  auto connection = Connection::open("", Connection::Mode::memory).value();
  ASSERT_TRUE(migrate(*connection, indexes_of_orders()));
  for (const auto* table : books::all_tables()) {
    std::set<std::string> in_rows, in_table;
    if (table->chained) in_rows = {"id", "position", "hash", "tells"};
    if (table->follows) in_rows = {"told"};
    for (const auto& column : table->columns)
      if (column.type != books::ColumnType::legs) in_rows.emplace(column.name);
    int key = 0;
    auto cursor = connection->prepare(fmt::format("SELECT name, \"notnull\", pk FROM pragma_table_xinfo('{}')", table->name));
    while (cursor.step().value()) {
      in_table.emplace(cursor.get_text(0));
      key += cursor.get_integer(2) > 0 ? 1 : 0;
    }
    EXPECT_EQ(in_rows, in_table) << table->name;
    EXPECT_EQ(key, table->chained ? 1 : table->key_columns) << table->name;
    EXPECT_TRUE(connection->prepare(sql_of(*table).by_key).columns() > 0) << table->name;
  }
}

TEST(Schema, books_of_another_program_are_not_touched) {
  Folder folder;
  ManualClock clock(noon);
  ASSERT_TRUE(Books::open({.folder = folder.path}, clock));
  auto connection = Connection::open((folder.path / books_file).string(), Connection::Mode::write).value();
  ASSERT_TRUE(connection->run("PRAGMA user_version=99"));
  EXPECT_EQ(Books::open({.folder = folder.path}, clock).error().code, "books_of_newer_program");
  ASSERT_TRUE(connection->run("PRAGMA user_version=10"));
  EXPECT_EQ(Books::open({.folder = folder.path}, clock).error().code, "books_of_older_program");
}

TEST(Books, a_second_program_is_kept_out) {
  Folder folder;
  ManualClock clock(noon);
  const auto first = Books::open({.folder = folder.path}, clock).value();
  EXPECT_EQ(Books::open({.folder = folder.path}, clock).error().code, "books_in_use");
}

TEST(Books, everything_is_there_after_a_restart) {
  Folder folder;
  ManualClock clock(noon);
  for (int run = 0; run < 3; ++run) {
    auto books = Books::open({.folder = folder.path}, clock).value();
    if (run == 0) {
      ASSERT_TRUE(set_up(*books));
    }
    for (int i = 1; i <= 3; ++i) ASSERT_TRUE(sell(*books, receipt(run * 3 + i), 10));
    EXPECT_EQ(count(*books, "SELECT count(*) FROM sale").value(), (run + 1) * 3);
    EXPECT_EQ(count(*books, "SELECT amount FROM balance WHERE account='till/3/1/cash'").value(), (run + 1) * 30);
    EXPECT_EQ(count(*books, "SELECT max(position) FROM sale").value(), (run + 1) * 6 - 1)
        << "sales and entries share a till's chain";
  }
}

TEST(Group, a_refusal_refuses_only_itself) {
  Folder folder;
  ManualClock clock(noon);
  auto books = Books::open({.folder = folder.path}, clock).value();
  ASSERT_TRUE(set_up(*books));
  std::vector<std::future<Result<std::string>>> answers;
  const auto submit = [&](auto decide) {
    auto promise = std::make_shared<std::promise<Result<std::string>>>();
    answers.push_back(promise->get_future());
    books->submit(cashier, decide, [promise](Result<std::string> result) { promise->set_value(std::move(result)); });
  };
  submit([](const books::Reader& reader) { return decide_sale(reader, "R3-000001", 10); });
  submit([](const books::Reader& reader) { return decide_sale(reader, "R3-000001", 10); });  // sees the one before it
  submit([](const books::Reader& reader) {  // cannot be applied: same idempotency key
    auto decision = decide_sale(reader, "R3-000002", 10).value();
    decision.changes.append.front().get<books::Sale>().client_key = "key R3-000001";
    return Result<books::Decision<std::string>>(decision);
  });
  submit([](const books::Reader& reader) {  // legs that do not add up
    auto decision = decide_sale(reader, "R3-000002", 10).value();
    decision.changes.append[1].get<books::Entry>().legs.pop_back();
    return Result<books::Decision<std::string>>(decision);
  });
  submit([](const books::Reader& reader) { return decide_sale(reader, "R3-000002", 10); });
  EXPECT_EQ(answers[0].get().value(), "R3-000001");
  EXPECT_EQ(answers[1].get().error().code, "sale_exists");
  EXPECT_EQ(answers[2].get().error().code, "books_conflict");
  EXPECT_EQ(answers[3].get().error().code, "unbalanced_entry");
  EXPECT_EQ(answers[4].get().value(), "R3-000002");
  EXPECT_EQ(count(*books, "SELECT count(*) FROM sale").value(), 2);
  EXPECT_EQ(count(*books, "SELECT count(*) FROM leg").value(), 4);
  EXPECT_EQ(count(*books, "SELECT next_receipt FROM till").value(), 3);
  EXPECT_EQ(count(*books, "SELECT amount FROM balance WHERE account='till/3/1/cash'").value(), 20);
}

TEST(Group, long_work_goes_behind_whoever_waits_and_takes_every_other_turn) {
  Folder folder;
  ManualClock clock(noon);
  auto books = Books::open({.folder = folder.path}, clock).value();
  std::promise<void> begun, all_wait, last;
  std::vector<std::string> order;  // of the writer's thread
  const auto ask = [&](const std::string& who, Turn turn, std::function<void()> meanwhile = {}, std::promise<void>* answered = nullptr) {
    const auto decide = [&order, who, meanwhile](const books::Reader&) {
      order.push_back(who);
      if (meanwhile) meanwhile();
      return Result<books::Decision<Done>>(books::Decision<Done>{});
    };
    books->submit(cashier, decide, [answered](Result<Done>) { if (answered) answered->set_value(); }, turn);
  };
  ask("first", Turn::next, [&] {
    begun.set_value();
    all_wait.get_future().wait();
  });
  begun.get_future().wait();
  ask("a thousand records", Turn::behind_others);
  ask("the next thousand", Turn::behind_others, {}, &last);
  ask("a till", Turn::next);
  ask("another till", Turn::next, [&] { ask("a third till", Turn::next); });
  all_wait.set_value();
  last.get_future().wait();
  EXPECT_EQ(order, (std::vector<std::string>{"first", "a till", "another till", "a thousand records", "a third till", "the next thousand"}));
  EXPECT_EQ(books->requests(), 4u);
}

/// What a decision sees of the till; it renames it, with an entry that does not add up when `fails`.
Result<std::string> rename_till(Books& books, const std::string& name, bool fails) {
  return books.run(cashier, [=](const books::Reader& reader) -> Result<books::Decision<std::string>> {
    auto till = *reader.find<books::Till>("3", "1");
    books::Decision<std::string> decision{{}, till.name + " of " + std::to_string(reader.select<books::Till>("3").size())};
    till.name = name;
    decision.changes.put.emplace_back(till);
    if (fails) decision.changes.append.emplace_back(books::Entry{.number = name, .chain = "till/3/1", .time = noon, .what = books::Operation::recharge, .legs = {{"cash", Money::minor(1)}}});
    return decision;
  });
}

TEST(Group, rows_that_the_writer_holds_are_as_they_were_put_and_not_as_a_failed_decision_wanted_them) {
  Folder folder;
  ManualClock clock(noon);
  auto books = Books::open({.folder = folder.path}, clock).value();
  ASSERT_TRUE(set_up(*books));
  EXPECT_EQ(rename_till(*books, "Right", false).value(), "Left of 1");
  EXPECT_EQ(rename_till(*books, "Middle", true).error().code, "unbalanced_entry");
  EXPECT_EQ(rename_till(*books, "Front", false).value(), "Right of 1");
  ASSERT_TRUE(books->run(cashier, [](const books::Reader&) -> Result<books::Decision<Done>> {
    return books::Decision<Done>{{{books::Till{.station = "3", .code = "2", .name = "Other"}}, {}}, Done{}};
  }));
  EXPECT_EQ(rename_till(*books, "Back", false).value(), "Front of 2");
}

TEST(Group, a_decision_sees_the_balance_that_the_one_before_it_decided) {
  Folder folder;
  ManualClock clock(noon);
  auto books = Books::open({.folder = folder.path}, clock).value();
  ASSERT_TRUE(set_up(*books));
  std::promise<void> gate;  // holds the writer in its first decision until all others wait
  auto opened = gate.get_future().share();
  std::vector<std::future<Money>> seen;
  for (int i = 1; i <= 5; ++i) {
    auto promise = std::make_shared<std::promise<Money>>();
    seen.push_back(promise->get_future());
    books->submit(
        cashier,
        [=](const books::Reader& reader) {
          if (i == 1) opened.wait();
          auto decision = decide_sale(reader, receipt(i), 10).value();
          return Result<books::Decision<Money>>({std::move(decision.changes), reader.balance("till/3/1/cash")});
        },
        [promise](Result<Money> result) { promise->set_value(result.value()); });
  }
  gate.set_value();
  for (int i = 0; i < 5; ++i) EXPECT_EQ(seen[static_cast<std::size_t>(i)].get(), Money::minor(10 * i));
  EXPECT_LE(count(*books, "SELECT count(*) FROM anchor").value(), 3) << "what waits goes into one group";
}

TEST(Audit, a_changed_register_tells_who_changed_what) {
  ManualClock clock(noon);
  auto books = Books::in_memory(clock).value();
  ASSERT_TRUE(set_up(*books));
  ASSERT_TRUE(books->run(cashier, [](const books::Reader& reader) -> Result<books::Decision<Done>> {
    auto till = *reader.find<books::Till>("3", "1");
    till.name = "Right";
    return books::Decision<Done>{{{till}, {}}, Done{}};
  }));
  const auto details = books->query([](Moment& moment) { return text_of(sqlite_of(moment), "SELECT operator || ' ' || chain || ' ' || details FROM audit WHERE object='till/3/1' ORDER BY id DESC LIMIT 1"); });
  EXPECT_EQ(details.value(), R"(li station/3 {"name":["Left","Right"]})");
}

TEST(Audit, a_sale_is_its_own_entry_and_what_follows_from_it_is_told_in_its_row) {
  ManualClock clock(noon);
  auto books = Books::in_memory(clock).value();
  ASSERT_TRUE(set_up(*books));
  const auto before = count(*books, "SELECT count(*) FROM audit").value();
  ASSERT_TRUE(sell(*books, "R3-000001", 10));
  EXPECT_EQ(count(*books, "SELECT count(*) FROM audit").value(), before) << "what the sale says is said once";
  const auto recorded = [&](const std::string& sql) { return books->query([&sql](Moment& moment) { return text_of(sqlite_of(moment), sql.c_str()); }).value(); };
  EXPECT_EQ(recorded("SELECT operator || ' ' || action || ' ' || number || ' ' || chain FROM sale"), "li sell R3-000001 till/3/1");
  EXPECT_EQ(recorded("SELECT " + in_full_sql("tells") + " FROM sale"), fmt::format("till/3/1=2\nmeter/000000123456=1,0,0,0\nsale_state/R3-000001=booked,{},0", noon.ms()));
  EXPECT_EQ(count(*books, "SELECT told FROM till").value(), count(*books, "SELECT id FROM sale").value());
  // Nothing is appended: the store tells of it itself.
  ASSERT_TRUE(books->run(cashier, [](const books::Reader&) -> Result<books::Decision<Done>> {
    return books::Decision<Done>{{{books::SaleState{"R3-000001", books::SaleStatus::carried, noon, 0}}, {}}, Done{}};
  }));
  EXPECT_EQ(recorded("SELECT object || ' ' || " + in_full_sql("tells") + " FROM audit ORDER BY id DESC LIMIT 1"), fmt::format("sale_state/R3-000001 sale_state/R3-000001=carried,{},0", noon.ms()));
}

}  // namespace
}  // namespace kwota::store
