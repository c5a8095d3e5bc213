#include <gtest/gtest.h>

#include <algorithm>

#include "store/books.h"
#include "store/queries/run.h"
#include "store/test_books.h"

namespace kwota::queries {
namespace {

using namespace store::test;
using store::Connection;
using store::Value;

constexpr auto other_customer = CustomerNumber::from(4712);

/// The small utility with seven sales of 0.50 … 20.50, a second customer who never bought anything, and a place each.
class Queries : public ::testing::Test {
 protected:
  void SetUp() override {
    books = store::Books::in_memory(clock).value();
    ASSERT_TRUE(set_up(*books));
    ASSERT_TRUE(add_rows_of_all_kinds(*books));
    ASSERT_TRUE(books->run({"admin", "import", ""}, [](const books::Reader&) -> Result<books::Decision<Done>> {
      books::Decision<Done> decision;
      auto& put = decision.changes.put;
      put.emplace_back(books::Place{.code = "V1", .name = "Upper village", .station = "3"});
      put.emplace_back(books::Place{.code = "V2", .name = "Lower village", .station = "4"});
      put.emplace_back(books::Customer{.number = customer_number, .name = "Li \"Wei\"", .phone = "13800001111", .place = "V1", .created = noon});
      put.emplace_back(books::Customer{.number = other_customer, .name = "'\"><img onerror>", .phone = "13900002222", .place = "V2", .created = noon});
      return decision;
    }));
    for (int i = 1; i <= 7; ++i) ASSERT_TRUE(sell(*books, receipt(i), i % 3 * 1000 + 50));
    viewer.now = noon;
    viewer.zone = Zone::find("Asia/Shanghai").value();
  }

  Result<Page> ask(std::string_view text, const std::optional<std::string>& cursor = {}, std::size_t size = 100) {
    const auto document = parse(boost::json::parse(text));
    if (!document) return document.error();
    return books->query([&](store::Moment& moment) { return page(moment, *document, viewer, cursor, size); });
  }
  std::string code(std::string_view text) {
    const auto answer = ask(text);
    return answer.ok() ? "" : answer.error().code + " " + std::string(answer.error().details.at("path"));
  }
  /// Texts of the first column.
  std::vector<std::string> first(std::string_view text) {
    const auto answer = ask(text);
    if (!answer) {
      ADD_FAILURE() << text << ": " << answer.error().what;
      return {};
    }
    std::vector<std::string> out;
    for (const auto& row : answer->rows) out.push_back(store::text_of(row[0], answer->heads[0].kind, 2));
    return out;
  }

  ManualClock clock{noon};
  std::unique_ptr<store::Books> books;
  Viewer viewer;
};

std::string of_customers(std::string_view where) { return R"({"subject": "customers", "columns": ["number"], "sort": "number", "where": )" + std::string(where) + "}"; }
std::string of_sales(std::string_view where) { return R"({"subject": "sales", "columns": ["number"], "sort": "number", "where": )" + std::string(where) + "}"; }

TEST_F(Queries, every_list_is_a_subject_and_every_field_can_be_asked_in_every_way_that_is_offered) {
  for (const auto& view : store::views())
    for (const auto& column : view.columns)
      for (const auto how : hows_of(column.kind)) {
        const bool dated = column.kind == store::ColumnKind::time || column.kind == store::ColumnKind::date || column.kind == store::ColumnKind::local_time;
        const std::string value = how == How::last_days ? "30" : dated ? "2026-11-20" : column.kind == store::ColumnKind::flag ? "true" : "1";
        boost::json::array values;
        for (std::size_t i = 0; i < std::min<std::size_t>(values_of(how), 2); ++i) values.emplace_back(value);
        const boost::json::value asked{{"subject", view.name}, {"where", {{"field", column.name}, {"how", word_of(how)}, {"values", values}}}};
        const auto text = boost::json::serialize(asked);
        const auto answer = ask(text);
        EXPECT_TRUE(answer.ok()) << text << ": " << (answer.ok() ? "" : answer.error().what);
      }
}

TEST_F(Queries, every_figure_and_group_that_is_offered_can_be_made) {
  for (const auto& view : store::views())
    for (const auto& column : view.columns) {
      for (const auto kind : figures_of(view, column)) {
        const auto answer = ask(boost::json::serialize(boost::json::value{{"subject", view.name}, {"figures", {{{"figure", word_of(kind)}, {"field", column.name}}}}}));
        EXPECT_TRUE(answer.ok()) << view.name << " " << column.name << ": " << (answer.ok() ? "" : answer.error().what);
      }
      for (const auto part : parts_of(view, column)) {
        const auto answer = ask(boost::json::serialize(boost::json::value{{"subject", view.name}, {"groups", {{{"field", column.name}, {"part", word_of(part)}}}}}));
        EXPECT_TRUE(answer.ok()) << view.name << " " << column.name << ": " << (answer.ok() ? "" : answer.error().what);
      }
    }
}

TEST_F(Queries, groups_of_conditions_are_all_or_any) {
  EXPECT_EQ(first(of_sales(R"({"field": "tendered", "how": "more", "value": "10"})")).size(), 5U);
  EXPECT_EQ(first(of_sales(R"({"all": [{"field": "tendered", "how": "more", "value": "10"}, {"field": "tendered", "how": "less", "value": "20"}]})")).size(), 3U);
  EXPECT_EQ(first(of_sales(R"({"any": [{"field": "tendered", "value": "0.50"}, {"all": [{"field": "tendered", "how": "between", "values": ["20", "21"]}, {"field": "kind", "value": "recharge"}]}]})")).size(), 4U);
  EXPECT_EQ(first(of_sales(R"({"field": "tendered", "how": "in", "values": ["0.50", "20.50"]})")).size(), 4U);
  EXPECT_EQ(first(of_sales(R"({"field": "tendered", "how": "not", "value": "0.50"})")).size(), 5U);
  EXPECT_EQ(first(of_sales(R"({"all": []})")).size(), 7U);
}

TEST_F(Queries, days_are_those_of_the_utility) {
  for (const auto* today : {R"({"field": "time", "how": "last_days", "value": "1"})", R"({"field": "time", "how": "this_month"})", R"({"field": "time", "value": "2026-11-20"})",
                            R"({"field": "business_day", "how": "between", "values": ["2026-11-20", "2026-11-20"]})", R"({"field": "time", "how": "after", "value": "2026-11-19"})"})
    EXPECT_EQ(first(of_sales(today)).size(), 7U) << today;
  for (const auto* other : {R"({"field": "time", "how": "last_month"})", R"({"field": "time", "how": "before", "value": "2026-11-20"})", R"({"field": "business_day", "how": "after", "value": "2026-11-20"})"})
    EXPECT_TRUE(first(of_sales(other)).empty()) << other;
}

TEST_F(Queries, what_a_column_names_is_asked_by_its_own_fields) {
  EXPECT_EQ(first(of_sales(R"({"field": "customer.place", "value": "V1"})")).size(), 7U);
  EXPECT_TRUE(first(of_sales(R"({"field": "customer.place.name", "how": "begins", "value": "Lower"})")).empty());
  EXPECT_EQ(first(of_customers(R"({"field": "place.name", "how": "contains", "value": "village"})")).size(), 2U);
}

TEST_F(Queries, who_has_none_is_found) {
  EXPECT_EQ(first(of_customers(R"({"has_none": {"list": "sales", "by": "customer"}})")), std::vector<std::string>{"000000004712"});
  EXPECT_EQ(first(of_customers(R"({"has": {"list": "sales", "by": "customer", "where": {"field": "tendered", "how": "more", "value": "20"}}})")), std::vector<std::string>{"000000004711"});
  EXPECT_EQ(first(of_customers(R"({"has_none": {"list": "sales", "by": "customer", "where": {"field": "time", "how": "last_month"}}})")).size(), 2U);
}

TEST_F(Queries, rows_are_put_together_and_added_up_exactly) {
  const auto answer = ask(R"({"subject": "sales", "groups": [{"field": "business_day", "part": "month"}, {"field": "till"}],
    "figures": [{"figure": "count"}, {"figure": "sum", "field": "tendered"}, {"figure": "mean", "field": "tendered"}, {"figure": "max", "field": "tendered"}], "sort": "-sum.tendered"})");
  ASSERT_TRUE(answer.ok()) << answer.error().what;
  ASSERT_EQ(answer->rows.size(), 1U);
  const std::vector<Value> row{std::string("2026-11"), std::string("1"), std::int64_t{7}, std::int64_t{7350}, std::int64_t{1050}, std::int64_t{2050}};
  EXPECT_EQ(answer->rows[0], row);
  EXPECT_EQ(answer->totals.at("sum.tendered"), Value(std::int64_t{7350}));
  EXPECT_EQ(answer->heads[0].name, "business_day.month");
  const auto largest = ask(R"({"subject": "sales", "groups": [{"field": "number"}], "figures": [{"figure": "sum", "field": "tendered"}], "sort": "-sum.tendered"})", {}, 2);
  ASSERT_TRUE(largest.ok());
  EXPECT_EQ(largest->total, 7);
  EXPECT_EQ(largest->rows[0][1], Value(std::int64_t{2050}));
  ASSERT_TRUE(largest->next);
}

TEST_F(Queries, a_mean_of_whole_numbers_is_told_in_hundredths_and_sorted_by_what_it_is) {
  ASSERT_TRUE(books->run({"admin", "import", ""}, [](const books::Reader&) -> Result<books::Decision<Done>> {
    books::Decision<Done> decision;
    const auto well = [&](const char* number, const char* village, std::int64_t depth) {
      books::Well row;
      row.number = number;
      row.village = village;
      row.depth_m = depth;
      decision.changes.put.emplace_back(row);
    };
    well("W-11", "V1", 1);
    well("W-12", "V2", 1);
    well("W-13", "V2", 2);
    well("W-14", "V3", 1);
    well("W-15", "V3", 1);
    well("W-16", "V3", 2);
    return decision;
  }));
  const auto answer = ask(R"({"subject": "wells", "where": {"field": "village", "how": "in", "values": ["V1", "V2", "V3"]}, "groups": [{"field": "village"}],
    "figures": [{"figure": "mean", "field": "depth_m"}], "sort": "-mean.depth_m"})");
  ASSERT_TRUE(answer.ok()) << answer.error().what;
  ASSERT_EQ(answer->rows.size(), 3U);
  std::string told;
  for (const auto& row : answer->rows) told += std::get<std::string>(row[0]) + " " + store::text_of(row[1], answer->heads[1].kind, 2) + "  ";
  EXPECT_EQ(told, "V2 1.50  V3 1.33  V1 1.00  ");
  EXPECT_EQ(store::text_of(answer->totals.at("mean.depth_m"), answer->heads[1].kind, 2), "1.33");
}

TEST_F(Queries, registers_say_what_stands_behind_their_rows) {
  ASSERT_TRUE(books->run({"admin", "import", ""}, [](const books::Reader&) -> Result<books::Decision<Done>> {
    books::Decision<Done> decision;
    auto& put = decision.changes.put;
    put.emplace_back(books::AreaNumber{.number = "77000001", .name = "Mill", .village = "V1", .station = "3"});
    for (const auto* number : {"W-21", "W-22"}) {
      books::Well well;
      well.number = number;
      well.area_number = "77000001";
      put.emplace_back(well);
    }
    const auto pump = MeterNumber::from(4711);
    put.emplace_back(books::WellMeter{.well = "W-21", .meter = MeterNumber::from(4710), .from = {2026, 1, 1}, .to = LocalDate{2026, 5, 31}, .multiplier = 1, .terminal = ""});
    put.emplace_back(books::WellMeter{.well = "W-21", .meter = pump, .from = {2026, 6, 1}, .to = {}, .multiplier = 1, .terminal = ""});
    for (const unsigned day : {3U, 9U}) {
      books::Watering watering;
      watering.meter = pump;
      watering.number = day;
      watering.well = "W-21";
      watering.start = LocalTime{{2026, 6, day}, 9, 0, 0};
      put.emplace_back(watering);
    }
    for (const auto& [number, amount] : {std::pair{901, 5'000}, std::pair{902, 250}}) {
      books::Debt debt;
      debt.number = number;
      debt.customer = other_customer;
      debt.amount = Money::minor(amount);
      put.emplace_back(debt);
    }
    return decision;
  }));
  const auto one = [&](const std::string& subject, const std::string& number, const std::string& column) {
    const auto answer = ask(R"({"subject": ")" + subject + R"(", "columns": [")" + column + R"("], "where": {"field": "number", "value": ")" + number + R"("}})");
    EXPECT_TRUE(answer.ok()) << (answer.ok() ? "" : answer.error().what);
    return answer.ok() && answer->rows.size() == 1 ? store::text_of(answer->rows[0][0], answer->heads[0].kind, 2) : "no row";
  };
  EXPECT_EQ(one("area-numbers", "77000001", "wells"), "2");
  EXPECT_EQ(one("wells", "W-21", "last_watering"), "2026-06-09 09:00:00");
  EXPECT_EQ(one("wells", "W-21", "meter"), "000000004711") << "which hangs there now";
  EXPECT_EQ(one("wells", "W-22", "meter"), "") << "none";
  EXPECT_EQ(one("customers", "000000004712", "owes"), "52.50") << "both debts, and nothing was paid";
  EXPECT_EQ(one("customers", "000000004711", "last_purchase"), format_utc(noon));
  EXPECT_EQ(one("customers", "000000004712", "last_purchase"), "") << "he never bought";
}

TEST_F(Queries, the_tree_of_places_asks_by_where_things_are_and_for_the_rows_behind) {
  EXPECT_EQ(code(R"({"subject": "accounts", "where": {"all": [{"field": "state", "how": "in", "values": ["open", "closing"]}]}, "figures": [{"figure": "count"}], "groups": [{"field": "service_point"}]})"), "");
  EXPECT_EQ(code(R"({"subject": "meters", "where": {"all": [{"field": "state", "how": "is", "value": "installed"}]}, "figures": [{"figure": "count"}], "groups": [{"field": "service_point"}]})"), "");
  const std::string month = R"({"field": "time", "how": "between", "values": ["2026-11-01", "2026-11-30"]})";
  EXPECT_EQ(code(R"({"subject": "sales", "where": {"all": [)" + month + R"(]}, "figures": [{"figure": "sum", "field": "tendered"}], "groups": [{"field": "account"}]})"), "");
  EXPECT_EQ(code(R"({"subject": "sales", "columns": ["number"], "where": {"all": [)" + month + R"(, {"field": "account.service_point.place.station", "how": "is", "value": "3"}]}})"), "");
  EXPECT_EQ(code(R"({"subject": "meters", "columns": ["number"], "where": {"all": [{"field": "service_point.building", "how": "empty"}]}})"), "");
}

TEST_F(Queries, pages_follow_one_another_and_a_cursor_of_another_query_is_none) {
  const auto text = of_sales(R"({"field": "tendered", "how": "more", "value": "0.60"})");
  std::optional<std::string> cursor;
  std::vector<std::string> all;
  do {
    const auto answer = ask(text, cursor, 2);
    ASSERT_TRUE(answer.ok()) << answer.error().what;
    for (const auto& row : answer->rows) all.push_back(std::get<std::string>(row[0]));
    cursor = answer->next;
  } while (cursor);
  EXPECT_EQ(all.size(), 5U);
  EXPECT_TRUE(std::ranges::is_sorted(all));
  const auto page = ask(text, {}, 2);
  const auto other = ask(of_sales(R"({"field": "tendered", "how": "more", "value": "0.70"})"), page->next, 2);
  EXPECT_EQ(other.error().code, "bad_cursor");
  EXPECT_EQ(ask(text, "i1.t2").error().code, "bad_cursor");
}

TEST_F(Queries, any_column_sorts_what_is_asked) {
  const auto largest = first(R"({"subject": "sales", "columns": ["tendered", "number"], "sort": "-tendered", "where": {"field": "time", "how": "this_month"}})");
  EXPECT_EQ(largest.front(), "20.50");
  EXPECT_EQ(largest.back(), "0.50");
}

TEST_F(Queries, an_error_says_where_it_stands) {
  EXPECT_EQ(code(R"({"subject": "nobody"})"), "query_unknown_subject subject");
  EXPECT_EQ(code(of_sales(R"({"all": [{"field": "kind", "value": "recharge"}, {"field": "colour", "value": "red"}]})")), "query_unknown_field where.all[1].field");
  EXPECT_EQ(code(of_sales(R"({"field": "customer.colour", "value": "red"})")), "query_unknown_field where.field");
  EXPECT_EQ(code(of_sales(R"({"field": "tendered.amount", "value": "red"})")), "query_unknown_field where.field");
  EXPECT_EQ(code(of_sales(R"({"any": [{"field": "tendered", "how": "like", "value": "1"}]})")), "query_unknown_how where.any[0].how");
  EXPECT_EQ(code(of_sales(R"({"field": "tendered", "how": "contains", "value": "1"})")), "query_how_unfit where.how");
  EXPECT_EQ(code(of_sales(R"({"any": [{"field": "tendered", "how": "more", "value": "much"}]})")), "query_wrong_value where.any[0]");
  EXPECT_EQ(code(of_sales(R"({"field": "time", "how": "between", "values": ["2026-11-20", "soon"]})")), "query_wrong_value where");
  EXPECT_EQ(code(of_sales(R"({"field": "time", "how": "between", "values": ["2026-11-20", "2026-11-19"]})")), "query_wrong_value where") << "it ends before it begins";
  EXPECT_EQ(code(of_sales(R"({"field": "tendered", "how": "between", "values": ["10", "9"]})")), "query_wrong_value where");
  EXPECT_EQ(code(of_sales(R"({"all": [{"any": [{"all": [{"any": []}]}]}]})")), "query_too_deep where.all[0].any[0].all[0].any");
  EXPECT_EQ(code(of_sales(R"({"field": "kind", "sql": "1=1"})")), "query_unknown_member where.sql");
  EXPECT_EQ(code(of_sales(R"({"has_none": {"list": "statements", "by": "meter"}})")), "query_unknown_field where.has_none.by");
  EXPECT_EQ(code(R"({"subject": "sales", "columns": ["number", "password"]})"), "query_unknown_field columns[1]");
  EXPECT_EQ(code(R"({"subject": "sales", "columns": ["number"], "sort": "1;DROP TABLE sale"})"), "query_unknown_sort sort");
  EXPECT_EQ(code(R"({"subject": "sales", "groups": [{"field": "time"}]})"), "query_unfit_group groups[0]");
  EXPECT_EQ(code(R"({"subject": "sales", "figures": [{"figure": "sum", "field": "number"}]})"), "query_unfit_figure figures[0]");
  EXPECT_EQ(code(R"({"subject": "sales", "groups": [{"field": "till"}, {"field": "till"}, {"field": "till"}, {"field": "till"}]})"), "query_too_large groups");
}

TEST_F(Queries, a_list_of_ten_thousand_is_refused_and_of_a_thousand_answered) {
  const auto asked = [](std::size_t count) {
    boost::json::array values;
    for (std::size_t i = 0; i < count; ++i) values.emplace_back(std::to_string(i));
    return boost::json::serialize(boost::json::value{{"subject", "sales"}, {"where", {{"field", "number"}, {"how", "in"}, {"values", values}}}});
  };
  EXPECT_TRUE(ask(asked(1'000)).ok());
  EXPECT_EQ(code(asked(10'000)), "query_too_large where.values");
}

TEST_F(Queries, a_text_is_a_value_and_never_part_of_the_question) {
  for (const auto* text : {R"('\"><img onerror>)", "' OR 1=1 --", "%", "_", "\\\\"}) {
    EXPECT_LE(first(of_customers(std::string(R"({"field": "name", "how": "contains", "value": ")") + text + "\"}")).size(), 1U) << text;
    EXPECT_LE(first(of_customers(std::string(R"({"field": "name", "value": ")") + text + "\"}")).size(), 1U) << text;
  }
  EXPECT_EQ(first(of_customers(R"({"field": "name", "value": "'\"><img onerror>"})")).size(), 1U);
}

TEST_F(Queries, who_sees_telephones_masked_asks_nothing_by_them) {
  viewer.personal = false;
  EXPECT_EQ(first(R"({"subject": "customers", "columns": ["phone"], "sort": "number"})").front(), "138****1111");
  for (const auto* where : {R"({"field": "phone", "value": "13800001111"})", R"({"field": "phone", "how": "empty"})", R"({"field": "identity_number", "how": "in", "values": ["1"]})"})
    EXPECT_EQ(code(of_customers(where)), "query_hidden_field where.field") << where;
  EXPECT_EQ(code(of_sales(R"({"field": "customer.phone", "how": "begins", "value": "138"})")), "query_hidden_field where.field");
  EXPECT_EQ(code(R"({"subject": "accounts", "columns": ["number"], "where": {"has_none": {"list": "sales", "by": "account", "where": {"field": "customer.phone", "how": "begins", "value": "138"}}}})"),
            "query_hidden_field where.has_none.where.field");
  EXPECT_EQ(code(R"({"subject": "customers", "groups": [{"field": "phone"}]})"), "query_hidden_field groups[0].field");
  EXPECT_EQ(code(R"({"subject": "customers", "figures": [{"figure": "max", "field": "phone"}]})"), "query_hidden_field figures[0].field");
  EXPECT_EQ(code(R"({"subject": "customers", "columns": ["number"], "sort": "phone"})"), "query_hidden_field sort");
}

TEST_F(Queries, who_works_at_one_station_asks_only_about_its_rows) {
  viewer.station = "4";
  EXPECT_TRUE(first(of_sales(R"({"all": []})")).empty());
  EXPECT_EQ(first(of_customers(R"({"all": []})")), std::vector<std::string>{"000000004712"});
  const auto counted = ask(R"({"subject": "sales", "figures": [{"figure": "count"}, {"figure": "sum", "field": "tendered"}]})");
  ASSERT_TRUE(counted.ok());
  EXPECT_EQ(counted->rows[0][0], Value(std::int64_t{0}));
  viewer.station = "3";
  EXPECT_TRUE(first(of_customers(R"({"field": "place.name", "how": "begins", "value": "Lower"})")).empty()) << "a place of the other station";
  EXPECT_EQ(first(of_customers(R"({"has": {"list": "sales", "by": "customer"}})")).size(), 1U);
}

TEST_F(Queries, who_sees_his_own_rows_alone_counts_no_others_and_a_list_that_he_may_not_read_is_nowhere) {
  viewer.may = [](std::string_view list) -> Result<std::string> {
    if (list == "sales") return std::string("wu");
    if (list == "statements") return error(Fault::refused, "permission_denied", "No.", {{"permission", "statements_read"}, {"path", ""}});
    return std::string{};
  };
  EXPECT_TRUE(first(of_sales(R"({"all": []})")).empty());
  EXPECT_EQ(first(of_customers(R"({"has_none": {"list": "sales", "by": "customer"}})")).size(), 2U) << "of his own he sold nothing to anybody";
  EXPECT_EQ(ask(R"({"subject": "statements"})").error().code, "permission_denied");
  EXPECT_EQ(ask(R"({"subject": "meters", "where": {"has_none": {"list": "statements", "by": "meter"}}})").error().code, "permission_denied");
}

TEST_F(Queries, all_rows_go_into_a_file) {
  const auto document = parse(boost::json::parse(R"({"subject": "sales", "columns": ["tendered", "number"], "sort": "tendered"})"));
  ASSERT_TRUE(document.ok());
  std::vector<Value> amounts;
  ASSERT_TRUE(books->query([&](store::Moment& moment) { return each_row(moment, *document, viewer, [&](const std::vector<Value>& row) { amounts.push_back(row[0]); }); }).ok());
  ASSERT_EQ(amounts.size(), 7U);
  EXPECT_EQ(amounts.front(), Value(std::int64_t{50}));
}

}  // namespace
}  // namespace kwota::queries
