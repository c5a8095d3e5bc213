#include "store/lists/query.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <map>
#include <set>

#include "store/lists/credit_sums.h"
#include "store/test_books.h"

namespace kwota::store {
namespace {

using namespace test;

class Lists : public ::testing::Test {
 protected:
  void SetUp() override {
    books = Books::in_memory(clock).value();
    ASSERT_TRUE(set_up(*books));
    ASSERT_TRUE(add_rows_of_all_kinds(*books));
    for (int i = 1; i <= 7; ++i) ASSERT_TRUE(sell(*books, receipt(i), i % 3 * 1000 + 50));
  }
  Result<ListPage> page(const ListRequest& request) {
    return books->query([&](Moment& moment) { return list(moment, request); });
  }
  std::vector<std::string> numbers(ListRequest request) {
    std::vector<std::string> all;
    for (;;) {
      auto one = page(request);
      if (!one) {
        ADD_FAILURE() << one.error().what;
        return all;
      }
      for (const auto& row : one->rows) all.push_back(std::get<std::string>(row.front()));
      if (!one->next) return all;
      request.cursor = one->next;
    }
  }
  ManualClock clock{noon};
  std::unique_ptr<Books> books;
};

TEST_F(Lists, every_list_can_be_read_sorted_both_ways_by_what_it_offers_and_searched) {
  for (const auto& view : views()) {
    const auto offered = offers({.view = view.name});
    EXPECT_FALSE(offered.sorts.empty()) << view.name;
    for (const auto& column : offered.sorts)
      for (const auto* way : {"", "-"}) {
        const auto read = page({.view = view.name, .search = "1", .sort = way + column});
        EXPECT_TRUE(read.ok()) << view.name << " by " << column << ": " << (read.ok() ? "" : read.error().what);
      }
  }
}

/// By what its row declares, never by what a column is called.
TEST_F(Lists, a_text_is_a_person_or_a_day_where_its_row_says_so) {
  const auto column = [](std::string_view list, std::string_view name) { return find_column(*find_view(list), name); };
  for (const auto& [list, name] : std::initializer_list<std::pair<std::string_view, std::string_view>>{
           {"sales", "operator"}, {"approvals", "requested_by"}, {"visits", "visitor"}, {"key-journal", "second"}, {"debts", "raised_by"}})
    EXPECT_TRUE(column(list, name)->person) << list << '.' << name;
  EXPECT_FALSE(column("customers", "hears_by")->person) << "how he is told";
  for (const auto& [list, name] : std::initializer_list<std::pair<std::string_view, std::string_view>>{
           {"sales", "business_day"}, {"debts", "pause_from"}, {"occupants", "moved_in"}, {"day-freezes", "day"}})
    EXPECT_EQ(column(list, name)->kind, ColumnKind::date) << list << '.' << name;
  // A row whose column is called as these are has forgotten to say so.
  for (const auto& view : views())
    for (const auto& one : view.columns)
      if (one.name.ends_with("_by") && one.kind == ColumnKind::text && one.words.empty()) EXPECT_TRUE(one.person) << view.name << '.' << one.name;
}

TEST_F(Lists, every_list_can_be_taken_away_sorted_both_ways_by_every_column) {
  for (const auto& view : views())
    for (const auto& column : view.columns)
      for (const auto* way : {"", "-"}) {
        const auto read = books->query([&](Moment& moment) { return for_each_match(moment, {.view = view.name, .sort = way + column.name}, [](const View&, const auto&) {}); });
        EXPECT_TRUE(read.ok()) << view.name << " by " << column.name << ": " << (read.ok() ? "" : read.error().what);
      }
}

/// What a row says of itself, held against itself.
template <class Row>
void expect_technical_apart() {
  if constexpr (requires { Row::list; }) {
    const auto& list = Row::list;
    const auto& view = *find_view(list.name);
    for (const auto name : list.technical) {
      if (name.empty()) continue;
      const auto* column = find_column(view, name);
      ASSERT_NE(column, nullptr) << list.name << " has no column " << name;
      EXPECT_TRUE(column->technical) << list.name << "." << name;
      EXPECT_EQ(std::ranges::find(list.shown, name), list.shown.end()) << list.name << " begins with " << name;
      EXPECT_NE(list.divided, name) << list.name;
      if constexpr (requires { Row::by_form; })
        for (const auto& field : Row::by_form.fields) EXPECT_NE(field.column, name) << list.name << " asks people for " << name;
    }
  }
}
template <class... Rows>
void expect_all_technical_apart(books::Kinds<Rows...>) { (expect_technical_apart<Rows>(), ...); }

TEST_F(Lists, what_is_for_programs_alone_is_a_column_and_none_of_a_page_or_a_form) {
  expect_all_technical_apart(books::RegisterKinds{});
  EXPECT_TRUE(find_column(*find_view("meters"), "voids_known")->technical);
  EXPECT_FALSE(find_column(*find_view("meters"), "account")->technical);
}

TEST_F(Lists, no_hash_is_for_people) {
  for (const auto& view : views())
    for (const auto& column : view.columns)
      if (view.kept_by_form && column.sql.starts_with("hex(")) EXPECT_TRUE(column.technical) << view.name << "." << column.name;
}

TEST_F(Lists, a_filter_offers_the_sorts_that_its_index_serves_and_no_other) {
  EXPECT_EQ(offers({.view = "sales"}).sorts, (std::vector<std::string>{"time", "number"}));
  EXPECT_EQ(offers({.view = "sales", .filters = {{"till", Match::is, "1"}}}).sorts, (std::vector<std::string>{"time"}));
  EXPECT_EQ(offers({.view = "sales", .filters = {{"state", Match::is, "booked"}}}).sorts, (std::vector<std::string>{"since"}));
  EXPECT_EQ(page({.view = "sales", .sort = "tendered"}).error().code, "sort_not_offered");
  EXPECT_EQ(page({.view = "sales", .filters = {{"till", Match::is, "1"}}, .sort = "since"}).error().code, "sort_not_offered");
  for (const auto& view : views())
    for (const auto& filter : offers({.view = view.name}).filters) EXPECT_NE(find_column(view, filter), nullptr) << view.name << " " << filter;
}

TEST_F(Lists, a_combination_looks_at_so_many_rows_and_then_says_where_to_look_further) {
  ListRequest request{.view = "sales", .filters = {{"tendered", Match::is, "10.50"}}, .look_max = 2};
  int pages = 0, found = 0, further = 0;
  for (;; ++pages) {
    ASSERT_LT(pages, 10);
    const auto one = page(request).value();
    found += static_cast<int>(one.rows.size());
    further += one.further ? 1 : 0;
    request.cursor = one.next;
    if (!one.next) break;
  }
  EXPECT_EQ(found, 3);
  EXPECT_GE(further, 3) << "seven rows, two at a time";
  EXPECT_FALSE(page({.view = "sales", .filters = {{"operator", Match::is, "li"}}, .look_max = 2}).value().further) << "an index holds exactly these";
}

TEST_F(Lists, what_nobody_waits_for_is_broken_off_and_the_books_are_read_again) {
  int asked = 0;
  const auto stopped = books->query_until([&] { return ++asked > 0; }, [](Moment& moment) -> Result<std::int64_t> {
    auto& connection = sqlite_of(moment);
    return connection.number("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i+1 FROM n) SELECT count(*) FROM n");  // without an end
  });
  EXPECT_EQ(stopped.error().code, "took_too_long");
  EXPECT_GT(asked, 0);
  EXPECT_EQ(page({.view = "sales"}).value().total, 7);
}

TEST_F(Lists, totals_are_counted_when_they_are_cheap_and_all_of_them_when_asked) {
  const auto counted = page({.view = "sales", .page_size = 1, .totals = Totals::all}).value();
  EXPECT_EQ(counted.total, 7);
  EXPECT_TRUE(counted.total_is_exact);
  EXPECT_EQ(page({.view = "sales", .page_size = 1, .totals = Totals::none}).value().sums.size(), 0U);
  EXPECT_EQ(page({.view = "sales", .page_size = 1}).value().sums, counted.sums);
  const auto few = page({.view = "sales", .page_size = 1, .totals = Totals::few}).value();
  EXPECT_TRUE(few.total_is_exact) << "seven are counted beside the page";
  EXPECT_EQ(few.total, 7);
  EXPECT_EQ(few.sums, counted.sums);
}

TEST_F(Lists, credit_added_up_by_the_database_is_the_credit_of_all_sales) {
  using Whose = std::tuple<std::string, std::int64_t, std::string_view>;
  std::map<Whose, Credit> added, summed;
  std::string meter;
  const auto read = books->query([&](Moment& moment) -> Result<Done> {
    auto& connection = sqlite_of(moment);
    MUST(for_each_match(connection, {.view = "sales"}, [&](const View& view, const std::vector<Value>& row) {
      std::map<std::string, Value> cells;
      for (std::size_t i = 0; i < row.size(); ++i) cells[view.columns[i].name] = row[i];
      meter = std::get<std::string>(cells["meter"]);
      added[{meter, std::get<std::int64_t>(cells["account"]), word_of(parse_word<books::SaleStatus>(std::get<std::string>(cells["state"])).value())}] += Money::minor(std::get<std::int64_t>(cells["credit"]));
    }));
    TRY(sums, credit_sums(connection, ""));
    for (const auto& sum : sums) summed[{sum.meter, sum.account, word_of(sum.state)}] += sum.credit;
    TRY(one, credit_sums(connection, meter));
    EXPECT_FALSE(one.empty());
    for (const auto& sum : one) EXPECT_EQ(sum.credit, (added[{meter, sum.account, word_of(sum.state)}]));
    return Done{};
  });
  ASSERT_TRUE(read.ok());
  EXPECT_FALSE(added.empty());
  EXPECT_EQ(summed, added);
}

TEST_F(Lists, nobody_ever_sees_a_password) {
  for (const auto& view : views())
    for (const auto& column : view.columns) EXPECT_EQ(column.name.find("password"), std::string::npos) << view.name;
  books
      ->query([](Moment& moment) -> Result<Done> {
        auto& connection = sqlite_of(moment);
        for (const auto& view : views())
          MUST(export_csv(connection, {.view = view.name}, [&](std::string_view line) {
            EXPECT_EQ(line.find("argon2"), std::string_view::npos) << view.name << ": " << line;
          }));
        return Done{};
      })
      .value();
}

TEST_F(Lists, what_is_named_like_a_persons_data_is_declared_as_such) {
  // The address of a meter on its line, of the other program; the time at which a gap was found.
  const std::set<std::string> of_things{"links.address", "partners.address", "record-gaps.found"};
  for (const auto& view : views())
    for (const auto& column : view.columns) {
      const bool named_so = column.name == "customer_name" || column.name == "full_name" || column.name == "remark" || column.name == "found" || column.name == "contact" || column.name == "phone" ||
                            column.name == "mail" || column.name == "identity" || column.name == "identity_number" || column.name.starts_with("buyer_") || column.name == "address" || column.name.ends_with("_address");
      if (named_so && !of_things.contains(view.name + "." + column.name)) EXPECT_TRUE(column.is_personal()) << view.name << "." << column.name;
      if (column.is_masked()) EXPECT_TRUE(column.is_personal());
    }
}

TEST_F(Lists, pages_show_every_row_once_however_many_are_alike) {
  for (const auto* sort : {"time", "-time", "number", "-number"})
    for (const std::size_t size : {1U, 2U, 3U, 7U, 50U}) {
      const auto all = numbers({.view = "sales", .sort = sort, .page_size = size});
      EXPECT_EQ(all.size(), 7U) << sort << " " << size;
      EXPECT_EQ(std::set<std::string>(all.begin(), all.end()).size(), 7U) << sort << " " << size;
    }
}

TEST_F(Lists, filters_search_and_sums_speak_of_all_matching_rows) {
  const auto found =
      page({.view = "sales", .filters = {{"tendered", Match::is, "10.50"}, {"state", Match::in, "booked,applied"}}, .page_size = 1})
          .value();
  EXPECT_EQ(found.rows.size(), 1U);
  EXPECT_EQ(found.total, 3);
  EXPECT_EQ(found.sums.at("tendered"), 3 * 1050);
  EXPECT_EQ(numbers({.view = "sales", .filters = {{"tendered", Match::from, "10.50"}, {"tendered", Match::to, "10.50"}}}).size(), 3U);
  EXPECT_EQ(numbers({.view = "sales", .filters = {{"number", Match::contains, "0007"}}}).size(), 1U);
  EXPECT_EQ(numbers({.view = "sales", .filters = {{"card", Match::empty, ""}}}).size(), 7U);
  EXPECT_EQ(numbers({.view = "sales", .search = "Wei"}).size(), 7U) << "by the customer's name";
  EXPECT_EQ(numbers({.view = "sales", .search = "%"}).size(), 0U) << "a wildcard is a character";
  EXPECT_EQ(numbers({.view = "in-doubt"}).size(), 7U);
}

TEST_F(Lists, the_quick_search_finds_numbers_by_how_they_begin_and_telephones_so_for_whoever_may_see_them) {
  ASSERT_TRUE(books->run({"admin", "import", ""}, [](const books::Reader&) -> Result<books::Decision<Done>> {
    books::Decision<Done> decision;
    decision.changes.put.emplace_back(books::Customer{.number = CustomerNumber::from(990'000'004'712), .name = "Wang Fang", .phone = "13911112222"});
    decision.changes.put.emplace_back(books::Meter{.number = MeterNumber::from(999'900'000'011), .model = "ddsy1352"});
    decision.changes.put.emplace_back(books::Account{.number = 207'755, .station = "3", .customer = CustomerNumber::from(990'000'004'712), .meter = MeterNumber::from(999'900'000'011), .state = books::AccountStatus::open});
    return decision;
  }).ok());
  const auto found = [&](const char* view, const char* typed, bool personal = true) { return page({.view = view, .search = typed, .personal = personal}).value().total; };
  for (const auto* typed : {"9999", "999900", "9999 0000 00", "999900000011", "2077", "20775", "207755", "9900", "990000004712"}) EXPECT_EQ(found("accounts", typed), 1) << typed;
  EXPECT_EQ(found("meters", "999900"), 1);
  EXPECT_EQ(found("customers", "990000"), 1);
  EXPECT_EQ(found("accounts", "999"), 0) << "three digits begin too many numbers";
  EXPECT_EQ(found("accounts", "0000"), 1) << "zeros stand in front of the other one's";
  EXPECT_EQ(found("accounts", "1234"), 1) << "and are left out by whoever types its beginning";
  EXPECT_EQ(found("meters", "0000001234"), 1);
  EXPECT_EQ(found("accounts", "9000000"), 0) << "in the middle of a number";
  EXPECT_EQ(found("customers", "13911"), 1);
  EXPECT_EQ(found("customers", "13911", false), 0) << "masked, a telephone is found as a whole alone";
  EXPECT_EQ(found("customers", "13911112222", false), 1);
}

TEST_F(Lists, the_audit_trail_has_sales_among_what_else_was_done) {
  const auto found = [&](ListRequest request) {
    request.view = "audit";
    const auto one = page(request).value();
    const auto object = static_cast<std::size_t>(find_column(*one.view, "object") - one.view->columns.data());
    std::vector<std::string> objects;
    for (const auto& row : one.rows) objects.push_back(std::get<std::string>(row[object]));
    return objects;
  };
  const auto sale = [](int running) { return "sale/" + receipt(running); };
  clock.advance(Duration::minutes(1));
  ASSERT_TRUE(books->run({"li", "rename", "3"}, [](const books::Reader& reader) -> Result<books::Decision<Done>> {
    auto till = *reader.find<books::Till>("3", "1");
    till.name = "Left";
    return books::Decision<Done>{{{till}, {}}, Done{}};
  }));
  ASSERT_TRUE(sell(*books, receipt(8), 100));  // its clock is a minute behind
  EXPECT_EQ(found({.page_size = 3}), (std::vector<std::string>{"till/3/1", sale(8), sale(7)})) << "by time, whichever table has them";
  EXPECT_EQ(found({.filters = {{"operator", Match::is, "li"}}, .page_size = 2}), (std::vector<std::string>{"till/3/1", sale(8)}));
  EXPECT_EQ(found({.sort = "time"}).front(), "utility/main") << "and what was done first";
  EXPECT_EQ(found({.filters = {{"action", Match::is, "sell"}}}).size(), 8U) << "by the permission that was used";
  EXPECT_EQ(found({.filters = {{"object", Match::is, sale(2)}}}), std::vector<std::string>{sale(2)});
  EXPECT_EQ(found({.filters = {{"object", Match::is, "till/3/1"}}, .page_size = 1}), std::vector<std::string>{"till/3/1"});
  EXPECT_EQ(found({.filters = {{"object", Match::is, receipt(2)}}}).size(), 0U) << "which is the name of nothing";
  EXPECT_EQ(found({.search = receipt(2)}), std::vector<std::string>{sale(2)}) << "as it stands on the slip";
  EXPECT_EQ(found({.page_size = 2, .station = "3"}), (std::vector<std::string>{"till/3/1", sale(8)}));
  EXPECT_EQ(found({.station = "4"}).size(), 0U);
}

TEST_F(Lists, what_cannot_be_understood_is_refused) {
  EXPECT_EQ(page({.view = "sqlite_schema"}).error().code, "unknown_list");
  EXPECT_EQ(page({.view = "sales", .sort = "1; DROP TABLE sale"}).error().code, "unknown_column");
  EXPECT_EQ(page({.view = "sales", .filters = {{"document", Match::is, "x"}}}).error().code, "unknown_column");
  EXPECT_EQ(page({.view = "sales", .filters = {{"tendered", Match::is, "ten"}}}).error().code, "bad_filter");
  EXPECT_EQ(page({.view = "sales", .filters = {{"tendered", Match::in, "1,x"}}}).error().code, "bad_filter");
  EXPECT_EQ(page({.view = "sales", .cursor = "1 OR 1=1"}).error().code, "bad_cursor");
}

TEST_F(Lists, a_range_that_ends_before_it_begins_is_refused_and_not_empty) {
  const auto between = [&](const std::string& column, const std::string& from, const std::string& to) { return page({.view = "sales", .filters = {{column, Match::from, from}, {column, Match::to, to}}}); };
  EXPECT_EQ(between("tendered", "10.00", "9.00").error().code, "range_backwards") << "by its amount, not by its letters";
  EXPECT_EQ(between("time", "2026-02-01", "2026-01-31").error().code, "range_backwards");
  EXPECT_EQ(between("number", "R2", "R1").error().code, "range_backwards");
  EXPECT_TRUE(between("tendered", "9.00", "10.00").ok());
  EXPECT_TRUE(between("time", "2026-01-31", "2026-01-31").ok()) << "one day";
}

TEST_F(Lists, a_cursor_of_another_list_or_another_order_is_none) {
  const auto first = page({.view = "sales", .page_size = 1}).value();
  ASSERT_TRUE(first.next);
  EXPECT_EQ(page({.view = "sales", .sort = "number", .cursor = first.next}).error().code, "bad_cursor");
  for (const auto* other : {"customers", "balances", "anchors", "closed-days", "approvals", "instructions", "journal", "audit"}) EXPECT_EQ(page({.view = other, .cursor = first.next}).error().code, "bad_cursor") << other;
}

TEST_F(Lists, ten_thousand_rows_a_page_are_two_hundred) {
  ASSERT_TRUE(books->run(cashier, [](const books::Reader&) -> Result<books::Decision<Done>> {
    books::Decision<Done> decision;
    for (std::uint64_t i = 1; i <= page_size_max + 1; ++i) decision.changes.put.emplace_back(books::Customer{.number = CustomerNumber::from(900'000 + i), .name = "one of many"});
    return decision;
  }).ok());
  const auto seen = page({.view = "customers", .page_size = 10'000}).value();
  EXPECT_EQ(seen.rows.size(), page_size_max);
  EXPECT_TRUE(seen.next);
}

TEST_F(Lists, a_text_that_a_table_program_would_run_is_only_text_in_csv) {
  ASSERT_TRUE(books->run(cashier, [](const books::Reader&) -> Result<books::Decision<Done>> {
    books::Decision<Done> decision;
    decision.changes.put.emplace_back(
        books::Customer{.number = CustomerNumber::from(1), .name = "=HYPERLINK(\"x\",1)", .address = "a, \"b\"\nc"});
    return decision;
  }));
  std::string csv;
  ASSERT_TRUE(books->query([&](Moment& moment) { return export_csv(moment, {.view = "customers"}, [&](std::string_view line) { csv += line; });
  }));
  EXPECT_NE(csv.find("000000000001,\"'=HYPERLINK(\"\"x\"\",1)\",person"), std::string::npos) << csv;
  EXPECT_NE(csv.find("\"a, \"\"b\"\"\nc\""), std::string::npos) << csv;
  EXPECT_TRUE(csv.starts_with("number,name,kind,")) << csv;
}

TEST_F(Lists, each_row_says_whether_who_works_at_a_station_may_change_it) {
  ASSERT_TRUE(books->run(cashier, [](const books::Reader&) -> Result<books::Decision<Done>> {
    books::Decision<Done> decision;
    auto& put = decision.changes.put;
    put.emplace_back(books::Place{.code = "near", .kind = books::PlaceKind::area, .name = "Near", .station = "3", .parent = ""});
    put.emplace_back(books::Place{.code = "far", .kind = books::PlaceKind::area, .name = "Far", .station = "4", .parent = ""});
    put.emplace_back(books::Place{.code = "nobodys", .kind = books::PlaceKind::area, .name = "Nobody's", .station = "", .parent = ""});
    for (const auto* place : {"", "3", "near", "far"}) {
      put.emplace_back(books::ReadingPlan{.code = "plan " + std::string(place), .name = "p", .place = place, .items = "registers"});
      put.emplace_back(books::ReadingRoute{.code = "route " + std::string(place), .name = "r", .of_place = place, .day_of_month = 5, .since = {2026, 1, 1}});
    }
    std::uint64_t meter = 0;
    for (const auto* area : {"near", "far", "nobodys"}) put.emplace_back(books::AreaMeter{.area = area, .meter = MeterNumber::from(++meter)});
    return decision;
  }));
  const auto changeable = [&](const char* view, const char* station) {
    std::string out;
    const auto seen = page({.view = view, .station = station}).value();
    for (std::size_t at = 0; at < seen.rows.size(); ++at) out += (out.empty() ? "" : ",") + std::get<std::string>(seen.rows[at].front()) + (seen.changeable[at] ? "+" : "-");
    return out;
  };
  EXPECT_EQ(changeable("reading-plans", "3"), "plan -,plan 3+,plan far-,plan near+") << "it sees the utility's, and another station's";
  EXPECT_EQ(changeable("reading-routes", "3"), "route -,route 3+,route far-,route near+");
  EXPECT_EQ(changeable("areas", "3"), "near+,nobodys-");
  EXPECT_EQ(changeable("reading-plans", ""), "plan +,plan 3+,plan far+,plan near+") << "who works for the utility";
  EXPECT_EQ(changeable("places", "3"), "near+,nobodys+") << "elsewhere whoever sees a row may change it";
}

/// A meter that hung at an account of Hill, and hangs nowhere now; it has told things there.
struct HangsNowhere : Lists {
  static constexpr std::uint64_t number = 412'600'000'777;
  MeterNumber meter = MeterNumber::from(number);
  void put(std::vector<books::Register> rows) {
    ASSERT_TRUE(books->run(cashier, [&](const books::Reader&) -> Result<books::Decision<Done>> {
      books::Decision<Done> decision;
      for (auto& row : rows) decision.changes.put.emplace_back(std::move(row));
      return decision;
    }));
  }
  void SetUp() override {
    Lists::SetUp();
    put({books::Station{"H", "Hill", "H"}, books::Station{"V", "Valley", "V"}, books::Meter{.number = meter, .model = "DDSY1352", .state = books::MeterStatus::removed},
         books::Account{.number = 77'001, .station = "H", .meter = meter, .state = books::AccountStatus::closed, .closed = noon}, books::MeterReading{.meter = meter, .due = noon, .state = books::ReadingStatus::read}, books::MeterEvent{.meter = meter}});
  }
  std::size_t seen(const char* view, const char* column, const char* station) {
    return page({.view = view, .filters = {{column, Match::is, to_text(meter)}}, .station = station})->rows.size();
  }
  void expect_told_at(const char* station, const char* neighbour) {
    for (const auto* view : {"readings", "meter-events"}) {
      EXPECT_EQ(seen(view, "meter", station), 1u) << view;
      EXPECT_EQ(seen(view, "meter", neighbour), 0u) << view;
    }
  }
};

TEST_F(HangsNowhere, what_it_has_told_is_where_it_hung_last) {
  expect_told_at("H", "V");
  EXPECT_EQ(seen("meters", "number", "H"), 1u);
  EXPECT_EQ(seen("meters", "number", "V"), 0u) << "nobody has brought it back to a store";
  put({books::MeterSwap{.account = 77'002, .number = 1, .time = noon + Duration::days(9), .old_meter = meter}, books::Account{.number = 77'002, .station = "V"}});
  expect_told_at("V", "H");
}

TEST_F(HangsNowhere, the_meter_itself_is_whose_store_it_is_in_and_may_be_put_on_from_there) {
  put({books::StockMeter{.meter = meter, .state = books::StockStatus::removed, .account = 77'001, .station = ""}});
  EXPECT_EQ(seen("meters", "number", "V"), 0u) << "still with whoever took it off";
  put({books::StockMeter{.meter = meter, .state = books::StockStatus::returned, .account = 77'001, .station = ""}});
  EXPECT_EQ(seen("meters", "number", "V"), 1u) << "in the utility's store";
  expect_told_at("H", "V");
  put({books::StockMeter{.meter = meter, .state = books::StockStatus::returned, .account = 77'001, .station = "V"}});
  EXPECT_EQ(seen("meters", "number", "H"), 0u) << "in the valley's store";
  expect_told_at("H", "V");
}

TEST_F(HangsNowhere, a_pump_is_its_wells_stations_while_it_hangs_there_and_afterwards) {
  const auto pump = MeterNumber::from(412'600'000'778);
  put({books::Place{.code = "vh", .kind = books::PlaceKind::village, .name = "Hill village", .station = "H"}, books::Well{.number = "W-H", .name = "Hill", .village = "vh"},
       books::Meter{.number = pump, .model = "DDSY1352"}, books::WellMeter{.well = "W-H", .meter = pump, .from = {2026, 1, 1}}, books::MeterReading{.meter = pump, .due = noon, .state = books::ReadingStatus::read}, books::MeterEvent{.meter = pump},
       books::WellHead{.meter = pump}});
  meter = pump;
  expect_told_at("H", "V");
  put({books::WellMeter{.well = "W-H", .meter = pump, .from = {2026, 1, 1}, .to = LocalDate{2026, 11, 1}}});
  expect_told_at("H", "V");
  EXPECT_EQ(seen("well-heads", "meter", "V"), 0u) << "told before anybody had entered its well";
}

TEST(Views, each_says_whose_its_rows_are) {
  for (const auto& view : views()) EXPECT_NE(view.station, "0") << view.name << " stands in no line of the stations' table";
}

TEST(Masking, leaves_what_a_customer_is_asked_by) {
  EXPECT_EQ(masked("13812345678"), "138****5678");
  EXPECT_EQ(masked("64321"), "***21");
  EXPECT_EQ(masked("12"), "**");
  EXPECT_EQ(masked(""), "");
  EXPECT_EQ(masked("身份证号码"), "***号码") << "characters, never bytes of them";
  EXPECT_EQ(masked("Ж1381234567й"), "Ж13*****567й");
}

TEST(Walk, a_list_is_of_one_moment_whatever_is_sold_while_it_is_taken_away) {
  const test::Folder folder;
  const ManualClock clock{noon};
  auto books = Books::open({folder.path, {}}, clock).value();
  ASSERT_TRUE(set_up(*books));
  for (int i = 1; i <= 3; ++i) ASSERT_TRUE(sell(*books, receipt(i), 1000));
  int next = 3;
  const auto taken = [&] {
    int rows = 0;
    EXPECT_TRUE(books->walk([&](Moment& moment) {
      auto& connection = sqlite_of(moment);
      return for_each_match(connection, {.view = "sales", .sort = "number"}, [&](const View&, const std::vector<Value>&) {
        ++rows;
        ++next;
        EXPECT_TRUE(sell(*books, receipt(next), 1000)) << "and selling goes on";
      });
    }));
    return rows;
  };
  EXPECT_EQ(taken(), 3);
  EXPECT_EQ(taken(), 6);
}

}  // namespace
}  // namespace kwota::store
