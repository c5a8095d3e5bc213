// The books as they stood: registers say what they said, whatever became of them since.
#include "store/verify/as_of.h"

#include <gtest/gtest.h>

#include "books/lookup.h"
#include "store/test_books_on_disk.h"

namespace kwota::store {
namespace as_of_test {

using test::BooksOnDisk;

books::Customer customer(std::uint64_t number, std::string name, std::string identity) {
  books::Customer row;
  row.number = CustomerNumber::from(number);
  row.name = std::move(name);
  row.identity_number = std::move(identity);
  return row;
}

class AsOf : public BooksOnDisk {
 protected:
  void write(books::Changes changes) {
    const auto done = books_->run({"miller", "customers_write", ""}, [&](const books::Reader&) { return Result<books::Decision<int>>(books::Decision<int>{changes, 0}); });
    ASSERT_TRUE(done.ok()) << done.error().what;
  }
  std::int64_t newest() {
    return books_->walk([](Moment& moment) { return sqlite_of(moment).number("SELECT max(number) FROM anchor"); }).value();
  }
  std::vector<std::string> names_then(std::int64_t anchor) {
    return books_->walk([&](Moment& moment) -> Result<std::vector<std::string>> {
      auto& connection = sqlite_of(moment);
      MUST(stand_as_of(connection, anchor));
      const AsOfReader reader(connection, anchor);
      std::vector<std::string> out;
      for (const auto& row : reader.all<books::Customer>()) out.push_back(row.name);
      if (reader.failure()) return *reader.failure();
      return out;
    }).value();
  }
  std::unique_ptr<Books> books_ = open();
};

TEST_F(AsOf, a_register_says_what_it_said_then) {
  write({{customer(1, "Li", "A"), customer(2, "Wang", "B")}, {}});
  const auto first = newest();
  write({{customer(1, "Li Wei", "C")}, {}});
  write({{customer(3, "Zhao", "D")}, {}});
  const auto second = newest();
  write({{customer(1, "Li Wei the second", "C")}, {}, {customer(2, "Wang", "B")}});
  using Names = std::vector<std::string>;
  EXPECT_EQ(names_then(first), (Names{"Li", "Wang"}));
  EXPECT_EQ(names_then(second), (Names{"Li Wei", "Wang", "Zhao"}));
  EXPECT_EQ(names_then(newest()), (Names{"Li Wei the second", "Zhao"}));
}

TEST_F(AsOf, it_is_found_by_what_its_index_said_then) {
  write({{customer(1, "Li", "A")}, {}});
  const auto first = newest();
  write({{customer(1, "Li", "B"), customer(2, "Wang", "A")}, {}});
  const auto found = books_->walk([&](Moment& moment) -> Result<std::string> {
    auto& connection = sqlite_of(moment);
    MUST(stand_as_of(connection, first));
    const auto row = books::customer_with_identity(AsOfReader(connection, first), "A");
    return row ? row->name : std::string("nobody");
  });
  EXPECT_EQ(found.value(), "Li") << "Wang came later with the same number";
}

/// How far the standing charges of an account are paid follows from its sales; a charge may be called whatever a utility calls it.
TEST_F(AsOf, what_sales_tell_of_an_account_is_what_they_told_until_then) {
  const std::vector<std::string> charged{{R"({"rent, of = 100%\n":"2026-09"})"}, {R"({"rent, of = 100%\n":"2026-10"})"}, {"a=b\n%0%"}};
  std::vector<std::int64_t> anchors;
  for (const auto& what : charged) {
    write({{books::Account{.number = 100001, .station = "3", .state = books::AccountStatus::open, .charged = what}}, {}});
    anchors.push_back(newest());
  }
  for (std::size_t i = 0; i < charged.size(); ++i) {
    const auto then = books_->walk([&](Moment& moment) -> Result<std::string> {
      auto& connection = sqlite_of(moment);
      MUST(stand_as_of(connection, anchors[i]));
      return AsOfReader(connection, anchors[i]).find<books::Account>(100001)->charged;
    });
    EXPECT_EQ(then.value(), charged[i]);
  }
  EXPECT_EQ(books_->query([](Moment& moment) { return sqlite_of(moment).number("SELECT count(*) FROM audit WHERE details<>'' AND object='account/100001'"); }).value(), 1) << "it is said once, by the row that it follows from";
  books_.reset();
  EXPECT_TRUE(verified().ok());
}

TEST_F(AsOf, the_books_themselves_stay_as_they_are) {
  write({{customer(1, "Li", "A")}, {}});
  const auto first = newest();
  write({{customer(1, "Li Wei", "A")}, {}});
  names_then(first);
  EXPECT_EQ(books_->read([](const books::Reader& reader) { return Result<std::string>(reader.all<books::Customer>().front().name); }).value(), "Li Wei");
  books_.reset();
  EXPECT_TRUE(verified().ok());
}

TEST_F(AsOf, an_anchor_that_is_not_there) {
  write({{customer(1, "Li", "A")}, {}});
  const auto asked = books_->walk([&](Moment& moment) { return stand_as_of(moment, 99); });
  ASSERT_FALSE(asked.ok());
  EXPECT_EQ(asked.error().code, "unknown_anchor");
}

}  // namespace as_of_test
}  // namespace kwota::store
