// The disk gives back no page, a file was changed behind the program's back: whoever decides is not told "there is nothing" and goes on with it. The look ends
// there, with the reason.
#include "store/test_books_on_disk.h"

namespace kwota::store {
namespace {

using namespace test;

class BrokenReads : public BooksOnDisk {
 protected:
  void SetUp() override {
    books = open();
    ASSERT_TRUE(set_up(*books));
    ASSERT_TRUE(sell(*books, receipt(1), 10));
  }
  /// From here on nothing can be read of it.
  void lose(const std::string& table) { by_hand("ALTER TABLE " + table + " RENAME TO lost"); }
  void find_again(const std::string& table) { by_hand("ALTER TABLE lost RENAME TO " + table); }

  std::unique_ptr<Books> books;
  bool went_on = false;
};

TEST_F(BrokenReads, a_decision_ends_where_a_reading_fails_and_the_next_one_is_made) {
  lose("customer");
  const auto decided = books->run(cashier, [this](const books::Reader& reader) -> Result<books::Decision<std::string>> {
    const auto customer = reader.find<books::Customer>(customer_number);
    went_on = true;
    return books::Decision<std::string>{{}, customer ? customer->name : "nobody of this number"};
  });
  ASSERT_FALSE(decided.ok());
  EXPECT_NE(decided.error().code, "books_conflict") << decided.error().what;
  EXPECT_FALSE(went_on);
  find_again("customer");
  EXPECT_TRUE(sell(*books, receipt(2), 10)) << "nothing of it is left behind";
}

TEST_F(BrokenReads, a_look_ends_where_a_reading_fails) {
  lose("customer");
  const auto look = [this](const books::Reader& reader) -> Result<std::string> {
    const auto customer = reader.find<books::Customer>(customer_number);
    went_on = true;
    return customer ? customer->name : std::string("nobody of this number");
  };
  EXPECT_FALSE(books->read(look).ok());
  EXPECT_FALSE(went_on);
  find_again("customer");
  EXPECT_EQ(books->read(look).value(), "Li \"Wei\"");
}

TEST_F(BrokenReads, a_row_that_is_asked_for_in_the_middle_of_many_ends_the_look_at_these_too) {
  ASSERT_TRUE(sell(*books, receipt(2), 10));
  lose("customer");
  int seen = 0;
  const auto looked = books->read([&](const books::Reader& reader) -> Result<Done> {
    reader.each({.table = &books::table_of<books::Sale>(), .index = nullptr, .equal = {}, .from = {}, .up_to = {}}, [&](const books::ValueSource&) {
      ++seen;
      return reader.find<books::Customer>(customer_number).has_value();
    });
    went_on = true;
    return Done{};
  });
  EXPECT_FALSE(looked.ok());
  EXPECT_EQ(seen, 1);
  EXPECT_FALSE(went_on);
  find_again("customer");
  EXPECT_TRUE(sell(*books, receipt(3), 10));
}

TEST_F(BrokenReads, no_group_is_signed_that_does_not_know_what_these_books_are) {
  const auto before = books->query([](Moment& moment) { return newest_anchor(moment); }).value();
  books = nullptr;
  books = open();  // nothing is held yet
  lose("utility");
  books::Changes changes;
  changes.put.emplace_back(books::Station{"4", "South", "R4"});
  const auto put = books->run({"admin", "import", ""}, [&](const books::Reader&) -> Result<books::Decision<Done>> { return books::Decision<Done>{changes, Done{}}; });
  EXPECT_FALSE(put.ok());
  find_again("utility");
  EXPECT_EQ(books->query([](Moment& moment) { return newest_anchor(moment); }).value().number, before.number);
  EXPECT_TRUE(books->run({"admin", "import", ""}, [&](const books::Reader&) -> Result<books::Decision<Done>> { return books::Decision<Done>{changes, Done{}}; }));
  EXPECT_TRUE(verified().ok());
}

}  // namespace
}  // namespace kwota::store
