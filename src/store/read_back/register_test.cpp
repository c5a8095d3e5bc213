#include <gtest/gtest.h>

#include <set>

#include "books/kinds.h"
#include "store/lists/views.h"

namespace kwota::store {
namespace {

ColumnKind kind_of(std::string_view table, std::string_view column) {
  const auto* own = find_register(table);
  const auto* found = own == nullptr ? nullptr : find_column(*own, column);
  EXPECT_NE(found, nullptr) << table << "." << column;
  return found == nullptr ? ColumnKind::text : found->kind;
}

TEST(Register, what_no_list_shows_alone_is_found_by_its_table) {
  ASSERT_EQ(find_view("invoice_line"), nullptr) << "take another row that no list shows";
  EXPECT_EQ(kind_of("invoice_line", "amount"), ColumnKind::money);
  EXPECT_EQ(kind_of("invoice_line", "line"), ColumnKind::integer);
  EXPECT_EQ(kind_of("invoice_line", "receipt"), ColumnKind::text);
}

TEST(Register, one_that_a_list_shows_has_the_columns_too_that_the_list_hides_or_calls_otherwise) {
  const auto* jobs = find_view("jobs");
  const auto* invoices = find_view("invoices");
  ASSERT_TRUE(jobs != nullptr && invoices != nullptr);
  EXPECT_EQ(find_column(*jobs, "checkpoint"), nullptr);
  EXPECT_NE(find_column(*find_register("job"), "checkpoint"), nullptr);
  EXPECT_EQ(find_column(*invoices, "total"), nullptr);
  EXPECT_EQ(kind_of("invoice", "total"), ColumnKind::money);
}

TEST(Register, kinds_know_their_words_and_what_is_personal_stays_it) {
  EXPECT_FALSE(find_column(*find_register("invoice_line"), "kind")->words.empty());
  EXPECT_TRUE(find_column(*find_register("customer"), "phone")->is_personal());
}

TEST(Register, is_known_by_its_table_alone_and_each_once) {
  for (const auto* nobody : {"", "sale", "customers", "invoice_lines", "\"customer\""}) EXPECT_EQ(find_register(nobody), nullptr) << nobody;
  std::set<const View*> all;
  std::size_t registers = 0;
  const auto each = [&]<class... Rows>(books::Kinds<Rows...>) { ((++registers, all.insert(find_register(Rows::table))), ...); };
  each(books::RegisterKinds{});
  EXPECT_EQ(all.size(), registers);
  EXPECT_FALSE(all.contains(nullptr));
}

}  // namespace
}  // namespace kwota::store
