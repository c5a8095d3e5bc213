#include "collect/report/labels.h"

#include "books/rows/office/utility.h"
#include "collect/report/making/make.h"
#include "collect/report/making/test_books.h"

namespace kwota::report {
namespace {

using namespace test;

books::Operator person(const std::string& name, const std::string& full_name) {
  books::Operator row;
  row.name = name;
  row.full_name = full_name;
  return row;
}

/// Wang and two of the same name have each sold something to homes of one plan.
Books office() {
  Books books;
  for (const auto& [name, full_name] : {std::pair{"wang", "王芳"}, {"li", "李明"}, {"li2", "李明"}}) {
    books.put(person(name, full_name));
    books::Sale sale;
    sale.operator_name = name;
    sale.plan = "cn-beijing";
    books.sold(std::string("R-") + name, Operation::recharge, "2026-10-01", {leg(drawer, yuan(100)), leg(ledger::prepaid("electricity"), -yuan(100))}, "1", sale);
  }
  books::Plan plan;
  plan.id = "cn-beijing";
  plan.name = "北京居民电价";
  books.put(plan);
  books.put(books::Code{.kind = books::CodeKind::usage_class, .code = "homes", .name_zh = "居民生活", .name_en = "Homes", .name_ru = "Население", .value = {}});
  books.put(books::Code{.kind = books::CodeKind::reason, .code = "goodwill", .name_zh = "优惠补偿", .name_en = "Goodwill", .name_ru = "Компенсация", .value = {}});
  return books;
}

std::string called(const Made& made, const std::string& dimension, const std::string& value, std::string_view language) {
  const auto& labels = made.labels.at(dimension);
  const auto found = labels.find(value);
  return found == labels.end() ? value : text_of(found->second, value, language);
}

TEST(Labels, people_are_called_by_their_names_and_who_shares_one_also_by_how_he_signs_in) {
  const auto made = make(office(), *report_numbered("R07"), {.period = "2026-10", .groups = {"operator"}}).value();
  EXPECT_EQ(called(made, "operator", "wang", "ru"), "王芳");
  EXPECT_EQ(called(made, "operator", "li", "ru"), "李明 (li)");
  EXPECT_EQ(called(made, "operator", "li2", "ru"), "李明 (li2)");
  EXPECT_EQ(made.rows.front().names.front(), "li") << "rows are found by the sign-in name as before";
}

TEST(Labels, a_namesake_of_whom_the_report_does_not_tell_is_none_the_less_one) {
  const auto books = office();
  EXPECT_EQ(text_of(labels_of(books, "operator", {"li"}).at("li"), "li", "zh"), "李明 (li)");
}

TEST(Labels, classes_and_plans_have_the_names_of_the_books_in_the_language_of_the_reader) {
  const auto made = make(office(), *report_numbered("R07"), {.period = "2026-10", .groups = {"usage_class", "plan"}}).value();
  EXPECT_EQ(called(made, "usage_class", "homes", "zh"), "居民生活");
  EXPECT_EQ(called(made, "usage_class", "homes", "ru"), "Население");
  EXPECT_EQ(called(made, "plan", "cn-beijing", "ru"), "北京居民电价");
}

TEST(Labels, a_reason_is_said_by_its_name_with_what_was_written_behind_it) {
  const auto labels = labels_of(office(), "reason", {"goodwill: leaked all winter", "typed wrong"});
  EXPECT_EQ(text_of(labels.at("goodwill: leaked all winter"), "goodwill: leaked all winter", "ru"), "Компенсация: leaked all winter");
  EXPECT_FALSE(labels.contains("typed wrong"));
}

TEST(Labels, whoever_filters_by_a_name_means_all_who_are_called_so) {
  const auto books = office();
  const auto sales = [&](const std::string& dimension, const std::string& text) {
    const auto made = make(books, *report_numbered("R07"), {.period = "2026-10", .filters = {{dimension, text}}});
    return made.ok() && !made->rows.empty() ? made->rows.front().cells.front().value_or(0) : 0;
  };
  EXPECT_EQ(sales("operator", "王芳"), 1);
  EXPECT_EQ(sales("operator", "李明"), 2);
  EXPECT_EQ(sales("operator", "li"), 1) << "a code is a code first";
  EXPECT_EQ(sales("usage_class", "Homes"), 3);
}

TEST(Labels, what_no_register_holds_may_be_asked_where_a_sheet_says_it) {
  auto books = office();
  books::Sale sale;
  sale.operator_name = "O-01.T1";
  books.sold("R-outlet", Operation::recharge, "2026-10-01", {leg(drawer, yuan(100)), leg(ledger::prepaid("electricity"), -yuan(100))}, "1", sale);
  const auto made = make(books, *report_numbered("R07"), {.period = "2026-10", .groups = {"station"}, .filters = {{"operator", "O-01.T1"}}});
  ASSERT_TRUE(made.ok()) << made.error().code;
  EXPECT_EQ(made->rows.size(), 1u);
}

TEST(Labels, what_no_row_can_say_is_refused) {
  const books::Memory books;
  for (const auto& [filter, value] : {std::pair{"station", "E99"}, {"plan", "nope"}, {"carrier", "pigeon"}, {"kind", "nonsense"}, {"commodity", "beer"}, {"operator", "nobody"}, {"usage_class", "castles"}, {"till", "T9"}})
    EXPECT_EQ(make(books, *report_numbered("R07"), {.period = "2026-10", .filters = {{filter, value}}}).error().code, "filter_value_unknown") << filter << ": noughts would look like an answer";
  EXPECT_TRUE(make(books, *report_numbered("R14"), {.period = "2026-10", .filters = {{"debt_kind", "claim"}}}).ok()) << "which is no kind of the utility's, and its rows open by it";
}

}  // namespace
}  // namespace kwota::report
