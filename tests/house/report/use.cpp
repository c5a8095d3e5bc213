// The report that tests/house added: offered by its number, and made of what the writer counted.
#include <algorithm>

#include "collect/report/making/make.h"
#include "store/draft/moment.h"
#include "store/test_books_on_disk.h"

namespace kwota::store {
namespace {

using namespace test;

class AddedReport : public BooksOnDisk {
 protected:
  void SetUp() override {
    books = open();
    ASSERT_TRUE(set_up(*books));
    ASSERT_TRUE(sell(*books, receipt(1), 700));
    const auto given = books->run({"zhao", "supplement", "3"}, [](const books::Reader& reader) -> Result<books::Decision<std::string>> {
      TRY(decided, decide_sale(reader, receipt(2), 500));
      for (auto& row : decided.changes.append) {
        if (auto* sale = row.as<books::Sale>()) {
          sale->kind = books::Operation::supplement;
          sale->operator_name = "zhao";
          sale->tendered = Money{};
        }
        if (auto* entry = row.as<books::Entry>()) {
          entry->what = books::Operation::supplement;
          entry->legs = {{"supplement/goodwill", Money::minor(500)}, {"prepaid/electricity", Money::minor(-500)}};
        }
      }
      return decided;
    });
    ASSERT_TRUE(given.ok()) << given.error().what;
  }
  std::unique_ptr<Books> books;
};

TEST_F(AddedReport, is_made_of_what_was_booked) {
  const auto* r50 = report::report_numbered("R50");
  ASSERT_NE(r50, nullptr);
  const auto made = books->query([&](Moment& connection) { return report::make(BooksReader(connection), *r50, {.period = "2026-11"}); });
  ASSERT_TRUE(made.ok()) << made.error().what;
  ASSERT_EQ(made->rows.size(), 1U);
  EXPECT_EQ(made->rows[0].names, std::vector<std::string>{"zhao"});
  EXPECT_EQ(made->rows[0].cells, (std::vector<report::Cell>{1, 500, 1000}));
  EXPECT_EQ(made->checks.front().gap, 0);
}

}  // namespace
}  // namespace kwota::store
