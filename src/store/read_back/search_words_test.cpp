#include "store/sqlite/search_index.h"

#include <gtest/gtest.h>

#include "store/lists/query.h"
#include "store/test_books.h"
#include "store/verify/verify.h"

namespace kwota::store {
namespace {

using namespace test;

TEST(SearchWords, a_name_is_found_by_each_of_its_words_and_characters_and_by_the_first_letters_of_its_pinyin) {
  EXPECT_EQ(words_of_text("Li \"Wei\""), (std::set<std::string>{"li", "wei"}));
  const auto chinese = words_of_text("王小芳");
  for (const auto* word : {"王小芳", "小芳", "芳", "wxf", "wangxiaofang"}) EXPECT_TRUE(chinese.contains(word)) << word;
  const auto russian = words_of_text("Иванова А.");
  EXPECT_TRUE(russian.contains("иванова"));
  EXPECT_TRUE(russian.contains("ivanova"));
  EXPECT_EQ(words_of_text("河沿路12号").count("12"), 1U);
}

TEST(SearchWords, numbers_are_looked_for_as_people_type_them) {
  EXPECT_EQ(digits_of("138 1234-5678"), "13812345678");
  EXPECT_EQ(digits_of("12a"), "");
  EXPECT_EQ(parts_of_search("LI wei"), (std::vector<std::string>{"li", "wei"}));
}

class Searches : public ::testing::Test {
 protected:
  void SetUp() override {
    books = Books::open({folder.path, {}}, clock).value();
    ASSERT_TRUE(set_up(*books));
    for (int i = 1; i <= 3; ++i) ASSERT_TRUE(sell(*books, receipt(i), 1000));
    ASSERT_TRUE(name("王小芳", "138 1234 5678"));
  }
  Result<Done> name(const std::string& text, const std::string& phone) {
    return books->run(cashier, [=](const books::Reader&) -> Result<books::Decision<Done>> {
      books::Decision<Done> decision;
      decision.changes.put.emplace_back(books::Customer{.number = CustomerNumber::from(8), .name = text, .phone = phone, .created = noon});
      return decision;
    });
  }
  std::int64_t found(const char* view, const std::string& text, bool personal = true) {
    return books->query([&](Moment& moment) { return list(moment, {.view = view, .search = text, .personal = personal}); }).value().total;
  }
  Folder folder;
  const ManualClock clock{noon};
  std::unique_ptr<Books> books;
};

TEST_F(Searches, people_are_found_by_what_is_typed_of_their_names_and_numbers) {
  for (const auto* typed : {"王小", "小芳", "芳", "wxf", "wangxiao", "8", "138 1234", "138-1234-5678"}) EXPECT_EQ(found("customers", typed), 1) << typed;
  for (const auto* typed : {"王芳", "xf", "39", "%", "_"}) EXPECT_EQ(found("customers", typed), 0) << typed;
  EXPECT_EQ(found("customers", "wei LI"), 1) << "in any order";
  EXPECT_EQ(found("sales", "wei"), 3);
  EXPECT_EQ(found("sales", "0000 0012 3456"), 3) << "the meter, as the screens show it";
  EXPECT_EQ(found("sales", "R3-000002"), 1);
  EXPECT_EQ(found("accounts", "123456"), 1) << "a meter without its zeros";
  EXPECT_EQ(found("accounts", "100-001"), 1);
}

TEST_F(Searches, who_sees_telephones_only_masked_finds_by_the_whole_number_only) {
  EXPECT_EQ(found("customers", "138 1234 5678", false), 1);
  EXPECT_EQ(found("customers", "138 1234 567", false), 0);
  EXPECT_EQ(found("accounts", "1381234567", false), 0);
}

TEST_F(Searches, another_name_is_found_and_the_one_of_before_is_not) {
  ASSERT_TRUE(name("Иванова", ""));
  EXPECT_EQ(found("customers", "芳"), 0);
  EXPECT_EQ(found("customers", "13812345678"), 0);
  EXPECT_EQ(found("customers", "ivan"), 1);
}

TEST_F(Searches, words_that_were_changed_by_hand_are_named) {
  books.reset();
  const auto there = Connection::open((folder.path / books_file).string(), Connection::Mode::write).value();
  EXPECT_TRUE(verify(*there, {}).value().ok());
  for (const auto* sql : {"DELETE FROM search_word WHERE word='wxf'", "INSERT INTO search_word VALUES('customer', 'wxf', '000000000008'), ('customer', 'nobody', '000000000008')"}) {
    ASSERT_TRUE(there->run(sql));
    const auto report = verify(*there, {}).value();
    ASSERT_FALSE(report.ok()) << sql;
    EXPECT_EQ(report.first->table, "search_word");
  }
}

}  // namespace
}  // namespace kwota::store
