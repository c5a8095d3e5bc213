#include "sell/ledger/entry_name.h"

#include <gtest/gtest.h>

namespace kwota::ledger {
namespace {

books::Entry called(const char* number, Operation what = Operation::recharge, const char* chain = "till/E01/T1") {
  books::Entry entry;
  entry.number = number;
  entry.what = what;
  entry.chain = chain;
  return entry;
}

TEST(EntryName, a_receipts_own_entry_and_what_comes_of_it_later_belong_to_the_receipt) {
  EXPECT_EQ(receipt_of(called("R3-00010247")), "R3-00010247");
  EXPECT_EQ(receipt_of(called("R3-00010247/settled")), "R3-00010247");
  EXPECT_EQ(receipt_of(called("")), "");
}

TEST(EntryName, what_a_meters_word_posted_is_found_again_by_its_name) {
  const ByStatement said{MeterNumber::from(123456), 7};
  const auto name = named_by(Operation::surrendered, said);
  EXPECT_EQ(name, "surrendered/000000123456/7");
  const auto found = statement_of(called(name.c_str(), Operation::surrendered));
  ASSERT_TRUE(found);
  EXPECT_EQ(found->meter, said.meter);
  EXPECT_EQ(found->statement, said.statement);
}

TEST(EntryName, a_name_of_another_make_is_no_meters_word) {
  for (const char* name : {"R3-00010247", "R3-00010247/settled", "surrendered", "surrendered/", "surrendered/000000123456", "surrendered/000000123456/", "surrendered/000000123456/7x",
                           "surrendered/water/7", "cleared/000000123456/7", ""})
    EXPECT_FALSE(statement_of(called(name, Operation::surrendered))) << name;
}

TEST(EntryName, an_entry_stands_at_a_till_or_where_the_office_posts) {
  const auto at = [](const char* chain) { return posted_at(called("R3-1", Operation::recharge, chain)); };
  EXPECT_EQ(at("till/E01/T1").station, "E01");
  EXPECT_EQ(at("till/E01/T1").till, "T1");
  EXPECT_EQ(at("station/E01").station, "E01");
  EXPECT_EQ(at("station/E01").till, "");
}

}  // namespace
}  // namespace kwota::ledger
