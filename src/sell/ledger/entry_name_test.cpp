#include "sell/ledger/entry_name.h"

#include <gtest/gtest.h>

#include "books/memory.h"

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

TEST(EntryName, what_the_house_moves_is_found_again_by_the_row_that_says_why) {
  books::Memory books;
  books::Shift shift;
  shift.station = "E01", shift.till = "T1", shift.number = 7;
  books::CashDrop drop;
  drop.station = "E01", drop.till = "T1", drop.shift = 7, drop.number = 2;
  books::Deposit deposit;
  deposit.station = "E01", deposit.number = 14;
  books::OutletMove move;
  move.outlet = "O-01", move.number = 3;
  books.put(shift), books.put(drop), books.put(deposit), books.put(move);
  EXPECT_EQ(named_by(shift, ShiftEnd::close), "shift/E01/T1/7/close");
  EXPECT_TRUE(of_house(books, named_by(shift, ShiftEnd::open)).shift);
  EXPECT_TRUE(of_house(books, named_by(drop)).drop);
  EXPECT_FALSE(of_house(books, named_by(drop)).shift);
  EXPECT_TRUE(of_house(books, named_by(deposit)).deposit);
  EXPECT_TRUE(of_house(books, named_by(move)).outlet);
  for (const char* name : {"", "shift", "shift/E01/T1", "shift/E01/T1/8/open", "shift/E01/T1/7x/open", "drop/E01/T1/7", "deposit/E02/14", "outlet/O-01/", "E01-00000007"}) {
    const auto none = of_house(books, name);
    EXPECT_FALSE(none.shift || none.drop || none.deposit || none.outlet) << name;
  }
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
