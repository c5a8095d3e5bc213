// Price plans from a file: a row is a version with its prices; it drafts, and what it does not say stays as the version before it has it.
#include <gtest/gtest.h>

#include <boost/json.hpp>

#include "books/memory.h"
#include "sell/imports/groups.h"

namespace kwota::imports {
namespace {

const Instant at_noon = parse_instant("2026-11-20T04:00:00Z").value();

books::Memory with_plans() {
  books::Memory books;
  books::Utility utility;
  utility.name = "Example Hills Power";
  utility.currency = "CNY";
  utility.zone = "Asia/Shanghai";
  books.put(utility);
  books.put(books::Code{books::CodeKind::usage_class, "domestic", "", "Households", "", "", true});
  const std::string head = R"({"id":"steps","name":"Steps","usage_class":"domestic","commodity":"electricity","unit":"kWh","currency":"CNY","minor":2,"zone":"Asia/Shanghai","quantum":"0.01"})";
  books.put(books::Plan{"steps", "Steps", "", head});
  books.put(books::PlanVersion{"steps", "2026-01-01",
                               R"({"from":"2026-01-01","counter":{"months":12,"start":"01-01"},"energy":{"price":"0.538","steps":[{"to":"2760","add":"0"},{"to":"4800","add":"0.05"},{"add":"0.3"}]},)"
                               R"("charges":[{"id":"rent","kind":"per_month","amount":"2.00"}],"limits":{"min_pay":"1.00"}})"});
  return books;
}

ImportReport take(books::Memory& books, const std::string& rows) {
  auto done = import_rows(books, "plan-versions", "plan,from_date,name,usage_class,steps_over,min_pay,price,above_2,price_2,above_3,price_3\n" + rows, at_noon).value();
  books.apply(done.changes);
  return done.answer;
}

/// The code of the one error of a row, and its column.
std::string refused(books::Memory& books, const std::string& row) {
  const auto report = take(books, row);
  if (report.errors.size() != 1) return "taken";
  return report.errors.front().column + " " + report.errors.front().code;
}

boost::json::object version_of(const books::Memory& books, const std::string& plan, const std::string& from) {
  const auto row = books.find<books::PlanVersion>(plan, from);
  return row ? boost::json::parse(row->text).as_object() : boost::json::object{};
}

TEST(PlanImport, a_new_plan_comes_with_its_prices_and_is_a_draft) {
  auto books = with_plans();
  const auto report = take(books, "shops,2027-01-01,Shops,,month,5.00,0.52,180,0.57,350,0.82\nflat,2027-01-01,Flat,domestic,,,0.5,,,,\n");
  EXPECT_EQ(report.created, 2) << (report.errors.empty() ? "" : report.errors.front().code + " " + report.errors.front().what);
  EXPECT_EQ(books.find<books::PlanVersion>("shops", "2027-01-01")->state, books::PlanStatus::draft);
  EXPECT_EQ(version_of(books, "shops", "2027-01-01").at("energy"), boost::json::parse(R"({"steps":[{"to":"180","price":"0.52"},{"to":"350","price":"0.57"},{"price":"0.82"}]})"));
  EXPECT_EQ(version_of(books, "shops", "2027-01-01").at("counter").at("months"), 1);
  const auto head = boost::json::parse(books.find<books::Plan>("flat")->head);
  EXPECT_EQ(head.at("currency"), "CNY");
  EXPECT_EQ(head.at("usage_class"), "domestic");
  EXPECT_EQ(take(books, "shops,2027-01-01,Shops,,month,5.00,0.520,180,0.57,350,0.82\n").same, 1) << "the same file again changes nothing";
}

TEST(PlanImport, of_a_plan_that_is_there_a_file_says_the_prices_and_everything_else_goes_on) {
  auto books = with_plans();
  EXPECT_EQ(take(books, "steps,2027-07-01,,,,,0.558,2760,0.608,4800,0.858\n").created, 1);
  const auto made = version_of(books, "steps", "2027-07-01");
  EXPECT_EQ(made.at("energy"), boost::json::parse(R"({"price":"0.558","steps":[{"to":"2760","add":"0"},{"to":"4800","add":"0.05"},{"add":"0.3"}]})")) << "steps add, as before";
  EXPECT_EQ(made.at("charges"), version_of(books, "steps", "2026-01-01").at("charges"));
  EXPECT_EQ(made.at("counter"), version_of(books, "steps", "2026-01-01").at("counter"));
  EXPECT_EQ(take(books, "steps,2026-01-01,Steps,,,,0.538,2760,0.588,4800,0.838\n").same, 1) << "published, and what it says";
  EXPECT_EQ(refused(books, "steps,2026-01-01,,,,,0.6,2760,0.65,4800,0.9\n"), "plan plan_version_used") << "never edited";
  EXPECT_EQ(refused(books, "steps,2028-01-01,Other,,,,0.5,,,,\n"), "name plan_is_there");
  EXPECT_EQ(refused(books, "steps,2028-01-01,,trade,,,0.5,,,,\n"), "usage_class plan_is_there");
}

TEST(PlanImport, a_draft_is_written_anew_and_the_preview_names_each_cell_that_changes) {
  auto books = with_plans();
  ASSERT_EQ(take(books, "shops,2027-01-01,Shops,,month,5.00,0.52,180,0.57,350,0.82\n").created, 1);
  const auto file = read_import(*find_importable("plan-versions").value(), "plan,from_date,price,above_2,price_2\nshops,2027-01-01,0.53,180,0.57\n").value();
  std::string cells;
  judge(books, file, file.table.rows, setting_up(at_noon), [&](Judged&& one) {
    EXPECT_EQ(one.verdict, Verdict::changed);
    for (const auto& cell : one.cells) cells += cell.column + " " + cell.before + "->" + cell.after + "; ";
    return true;
  });
  EXPECT_EQ(cells, "price 0.52->0.53; above_3 350->; price_3 0.82->; ");
  ASSERT_EQ(take(books, "shops,2027-01-01,,,,,0.53,180,0.57,,\n").changed, 1);
  EXPECT_EQ(books.find<books::PlanVersion>("shops", "2027-01-01")->draft, 2) << "who was shown the first agrees to no other";
}

TEST(PlanImport, periods_of_the_day_have_their_prices_by_name) {
  auto books = with_plans();
  books.put(books::Plan{"hours", "Hours", "", R"({"id":"hours","name":"Hours","commodity":"electricity","unit":"kWh","currency":"CNY","minor":2,"zone":"Asia/Shanghai","quantum":"0.01"})"});
  books.put(books::PlanVersion{"hours", "2026-01-01", R"({"from":"2026-01-01","days":{"D":[["00:00","low"],["08:00","high"],["22:00","low"]]},"calendar":[{"use":"D"}],"energy":{"price":{"low":"0.30","high":"0.60"}}})"});
  EXPECT_EQ(take(books, "hours,2027-01-01,,,,,high 0.65; low=0.28,,,,\n").created, 1);
  EXPECT_EQ(version_of(books, "hours", "2027-01-01").at("energy"), boost::json::parse(R"({"price":{"high":"0.65","low":"0.28"}})"));
  EXPECT_EQ(refused(books, "hours,2027-02-01,,,,,high 0.65; night 0.28,,,,\n"), "price bad_plan") << "it has no such period";
  books.put(books::PlanVersion{"hours", "2027-06-01", R"({"from":"2027-06-01","seasons":[["s","04-01"],["w","10-01"]],"energy":{"by_season":{"s":{"price":"0.3"},"w":{"price":"0.4"}}}})"});
  EXPECT_EQ(refused(books, "hours,2028-01-01,,,,,0.5,,,,\n"), "plan plan_form_not_in_file") << "seasons have no place in a row";
}

TEST(PlanImport, a_cell_has_the_whole_version_as_the_list_of_versions_writes_it) {
  auto books = with_plans();
  const auto text = books.find<books::PlanVersion>("steps", "2026-01-01")->text;
  const auto quoted = [](std::string of) {
    for (std::size_t at = 0; (at = of.find('"', at)) != std::string::npos; at += 2) of.insert(at, "\"");
    return "\"" + of + "\"";
  };
  const auto rows = [&](const std::string& row) {
    auto done = import_rows(books, "plan-versions", "plan,from_date,text,state,draft,price\n" + row, at_noon).value();
    books.apply(done.changes);
    return done.answer;
  };
  EXPECT_EQ(rows("steps,2026-01-01," + quoted(text) + ",published,1,\n").same, 1) << "what the list takes away comes back as it is";
  auto later = text;
  later.replace(later.find("2026-01-01"), 10, "2027-01-01");
  EXPECT_EQ(rows("steps,2027-01-01," + quoted(later) + ",,,\n").created, 1);
  EXPECT_EQ(books.find<books::PlanVersion>("steps", "2027-01-01")->state, books::PlanStatus::draft);
  EXPECT_EQ(rows("steps,2027-02-01," + quoted(later) + ",,,\n").errors.at(0).code, "plan_text") << "another day than the row";
  EXPECT_EQ(rows("steps,2027-01-01," + quoted(later) + ",,,0.5\n").errors.at(0).code, "plan_said_twice");
  EXPECT_EQ(rows("steps,2027-02-01,soon,,,\n").errors.at(0).column, "text");
  auto wrong = later;
  wrong.replace(wrong.find("2760"), 4, "9999");
  const auto refused = rows("steps,2027-01-01," + quoted(wrong) + ",,,\n").errors.at(0);
  EXPECT_EQ(refused.column + " " + refused.code, "text bad_plan");
}

TEST(PlanImport, every_mistake_has_its_row_its_column_and_its_sentence) {
  auto books = with_plans();
  EXPECT_EQ(refused(books, ",2027-01-01,N,,,,0.5,,,,\n"), "plan code_missing");
  EXPECT_EQ(refused(books, "a,soon,N,,,,0.5,,,,\n"), "from_date bad_date");
  EXPECT_EQ(refused(books, "a,,N,,,,0.5,,,,\n"), "from_date bad_date");
  EXPECT_EQ(refused(books, "a,2027-01-01,,,,,0.5,,,,\n"), "name name_missing");
  EXPECT_EQ(refused(books, "a,2027-01-01,N,royal,,,0.5,,,,\n"), "usage_class unknown_usage_class");
  EXPECT_EQ(refused(books, "a,2027-01-01,N,,week,,0.5,100,0.6,,\n"), "steps_over unknown_kind");
  EXPECT_EQ(refused(books, "a,2027-01-01,N,,,,,,,,\n"), "price plan_step_gap");
  EXPECT_EQ(refused(books, "a,2027-01-01,N,,,,half,,,,\n"), "price plan_bad_price");
  EXPECT_EQ(refused(books, "a,2027-01-01,N,,,,-0.5,,,,\n"), "price plan_bad_price");
  EXPECT_EQ(refused(books, "a,2027-01-01,N,,,,\"low 0.3; low 0.4\",,,,\n"), "price plan_bad_price");
  EXPECT_EQ(refused(books, "a,2027-01-01,N,,,,0.5,100,,,\n"), "price_2 plan_step_gap");
  EXPECT_EQ(refused(books, "a,2027-01-01,N,,,,0.5,,0.6,,\n"), "above_2 plan_step_gap");
  EXPECT_EQ(refused(books, "a,2027-01-01,N,,,,0.5,,,200,0.6\n"), "price_2 plan_step_gap");
  EXPECT_EQ(refused(books, "a,2027-01-01,N,,,,0.5,200,0.6,100,0.7\n"), "above_3 plan_steps_rise");
  EXPECT_EQ(refused(books, "a,2027-01-01,N,,,a lot,0.5,,,,\n"), "min_pay bad_plan");
  EXPECT_EQ(take(books, "a,2027-01-01,N,,,,0.5,,,,\na,2027-01-01,N,,,,0.6,,,,\n").errors.front().code, "duplicate_row");
  EXPECT_FALSE(books.find<books::Plan>("a")) << "all or nothing";
}

}  // namespace
}  // namespace kwota::imports
