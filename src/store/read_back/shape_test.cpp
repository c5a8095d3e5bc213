// A text that is the same from row to row but for its numbers: taken apart and put together it is the text to the letter, and what nobody took apart gives nothing.
#include "store/draft/shape.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "store/sqlite/kept.h"
#include "store/test_books_on_disk.h"

namespace kwota::store {
namespace {

using namespace test;

std::optional<std::string> and_back(std::string_view text) {
  const auto apart = taken_apart(text);
  return put_together(apart.shape, apart.numbers);
}

/// Of what slips are made of, numbers of every length among it.
rc::Gen<std::string> texts() {
  const auto number = rc::gen::container<std::string>(rc::gen::element('0', '0', '1', '7', '9'));
  const auto word = rc::gen::container<std::string>(rc::gen::element('#', '"', ':', '.', 'a', '\n', '\0', '\xE6'));
  return rc::gen::map(rc::gen::container<std::vector<std::string>>(rc::gen::oneOf(number, word)), [](const std::vector<std::string>& parts) {
    std::string text;
    for (const auto& part : parts) text += part;
    return text;
  });
}

RC_GTEST_PROP(Shape, a_text_comes_back_to_the_letter, ()) {
  const auto text = *texts();
  RC_ASSERT(and_back(text) == std::optional(text));
}

RC_GTEST_PROP(Shape, of_any_bytes_at_all_comes_a_text_of_that_shape_or_nothing, ()) {
  const auto text = *texts();
  const auto numbers = *rc::gen::arbitrary<Bytes>();
  const auto shape = taken_apart(text).shape;
  if (const auto together = put_together(shape, numbers)) RC_ASSERT(together->size() >= shape.size());
}

TEST(Shape, two_sales_of_the_same_plan_have_one_shape_and_a_few_bytes_each) {
  const auto first = taken_apart(R"({"lines":[{"id":"energy","minor":9727,"units_e3":194540,"price":"0.5"}],"next":{"price":"0.5500","step":2}})");
  const auto second = taken_apart(R"({"lines":[{"id":"energy","minor":12,"units_e3":240,"price":"0.05"}],"next":{"price":"0.5500","step":2}})");
  EXPECT_EQ(first.shape, R"({"lines":[{"id":"energy","minor":#,"units_e#":#,"price":"#.#"}],"next":{"price":"#.#","step":#}})");
  EXPECT_EQ(first.shape, second.shape);
  EXPECT_LE(first.numbers.size(), 13u);
}

TEST(Shape, numbers_that_are_none_give_no_text) {
  const auto apart = taken_apart("sale_state/R3-000001=booked,1795755582393,0");
  EXPECT_FALSE(put_together(apart.shape, {}));
  EXPECT_FALSE(put_together(apart.shape, ByteView(apart.numbers).first(apart.numbers.size() - 1))) << "one byte is missing";
  auto more = apart.numbers;
  more.push_back(0);
  EXPECT_FALSE(put_together(apart.shape, more)) << "one is too many";
  EXPECT_FALSE(put_together("#", Bytes(12, 0xFF))) << "a number without an end";
  EXPECT_FALSE(put_together("#", Bytes{3})) << "zeros before it, and nobody says how many";
}

class InShape : public BooksOnDisk {};

TEST_F(InShape, sales_of_one_till_share_a_shape_and_read_as_they_were_written) {
  auto books = open();
  ASSERT_TRUE(set_up(*books));
  for (int i = 1; i <= 9; ++i) ASSERT_TRUE(sell(*books, receipt(i), 100 * i));
  const auto counted = [&](const std::string& sql) { return books->query([&](Moment& moment) { return sqlite_of(moment).number(sql); }).value(); };
  EXPECT_EQ(counted("SELECT count(DISTINCT " + shape_sql("tells") + ") FROM sale"), 1);
  EXPECT_EQ(counted("SELECT count(*) FROM sale WHERE typeof(tells)='blob' AND " + in_full_sql("tells") + " LIKE '%sale_state/' || number || '=booked,%'"), 9);
  EXPECT_LT(counted("SELECT max(length(tells)) FROM sale"), 40) << "of some seventy";
}

}  // namespace
}  // namespace kwota::store
