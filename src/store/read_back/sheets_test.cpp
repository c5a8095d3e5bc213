#include <gtest/gtest.h>

#include "store/sqlite/reader.h"
#include "store/test_books_on_disk.h"
#include "store/verify/sheets.h"

namespace kwota::store {
namespace {

using namespace test;

/// Books with sales of one day, as the writer counted them, closed again.
class Sheets : public BooksOnDisk {
 protected:
  void SetUp() override {
    auto books = open();
    ASSERT_TRUE(set_up(*books));
    for (int i = 1; i <= 3; ++i) ASSERT_TRUE(sell(*books, receipt(i), 100 * i));
  }
  std::string found_after(const std::string& sql) {
    EXPECT_TRUE(Connection::open((folder.path / books_file).string(), Connection::Mode::write).value()->run(sql));
    const auto report = verified();
    return report.ok() ? "nothing" : report.first->table + " " + std::string(word_of(report.first->what));
  }
};

TEST_F(Sheets, a_day_is_one_row_with_all_its_sales) {
  const auto connection = Connection::open((folder.path / books_file).string(), Connection::Mode::read).value();
  const auto days = BooksReader(*connection).all<books::DaySheet>();
  ASSERT_EQ(days.size(), 1);
  EXPECT_EQ(days.front().business_day, "2026-11-20");
  EXPECT_EQ(days.front().count, 3);
  EXPECT_EQ(days.front().received, Money::minor(600));
  EXPECT_EQ(days.front().balance, Money::minor(600));
  for (const auto& sheet : BooksReader(*connection).all<books::MoneySheet>()) EXPECT_EQ(sheet.count, 3) << sheet.account;
  EXPECT_EQ(found_after("SELECT 1"), "nothing");
}

TEST_F(Sheets, a_sum_that_somebody_changed_is_named) { EXPECT_EQ(found_after("UPDATE day_sheet SET received=received+1"), "day_sheet changed"); }
TEST_F(Sheets, a_count_that_somebody_changed_is_named) { EXPECT_EQ(found_after("UPDATE day_sheet SET count=count-1"), "day_sheet changed"); }
TEST_F(Sheets, a_sheet_under_another_name_is_named) { EXPECT_EQ(found_after("UPDATE day_sheet SET operator='wang'"), "day_sheet inserted"); }
TEST_F(Sheets, a_sheet_that_was_taken_out_is_named) { EXPECT_EQ(found_after("DELETE FROM day_sheet"), "day_sheet removed"); }
TEST_F(Sheets, tender_that_somebody_moved_is_named) { EXPECT_EQ(found_after("UPDATE money_sheet SET amount=amount-1 WHERE account='tender/cash'"), "money_sheet changed"); }
TEST_F(Sheets, a_tender_that_somebody_invented_is_named) {
  EXPECT_EQ(found_after("INSERT INTO money_sheet SELECT business_day, station, till, kind, undone, 'card', commodity, edition, count, amount FROM money_sheet WHERE account='tender/cash'"), "money_sheet inserted");
}

TEST_F(Sheets, a_decision_that_was_refused_is_not_counted) {
  {
    auto books = open();
    const auto refused = books->run(cashier, [](const books::Reader& reader) -> Result<books::Decision<std::string>> {
      TRY(decided, decide_sale(reader, receipt(4), 400));
      decided.changes.append[1].get<books::Entry>().legs.pop_back();
      return decided;
    });
    ASSERT_FALSE(refused);
    ASSERT_TRUE(sell(*books, receipt(4), 400));
  }
  EXPECT_EQ(found_after("SELECT 1"), "nothing");
}

}  // namespace
}  // namespace kwota::store
