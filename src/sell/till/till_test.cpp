#include "sell/till/till.h"

#include <gtest/gtest.h>

#include "people/test_office.h"
#include "sell/ledger/chart.h"
#include "sell/ledger/posting.h"

namespace kwota::till {
namespace {

using people::test::Office;

TEST(Shift, the_first_one_ends_the_installation) {
  Office office;
  const auto opening = open_shift(office.books, {}, office.as("wang")).value();
  EXPECT_EQ(std::get<books::Audit>(opening.changes.append.back()).action, "installation_ended");
}

TEST(Shift, numbers_have_no_gaps_and_one_shift_is_open) {
  Office office;
  for (int number = 1; number <= 3; ++number) {
    EXPECT_EQ(office.apply(open_shift(office.books, Money::minor(10000), office.as("wang")))->number, number);
    EXPECT_EQ(open_shift(office.books, Money{}, office.as("chen")).error().code, "shift_open");
    EXPECT_EQ(open_shift(office.books, Money{}, office.as("wang", "T-02")).error().code, "own_shift_open");
    const auto closing = office.apply(close_shift(office.books, {Money::minor(10000), "", ""}, office.as("wang"))).value();
    EXPECT_EQ(closing.difference, Money{});
    EXPECT_EQ(office.books.balance(ledger::till_cash("E", "T-01")), Money{});
  }
  EXPECT_EQ(close_shift(office.books, {Money{}, "", ""}, office.as("wang")).error().code, "no_open_shift");
  EXPECT_EQ(open_shift(office.books, Money{}, office.as("wu")).error().code, "permission_denied");
}

TEST(Shift, a_difference_is_explained_accepted_and_booked) {
  Office office;
  office.apply(open_shift(office.books, Money::minor(10000), office.as("wang"))).value();
  EXPECT_EQ(close_shift(office.books, {Money::minor(9500), "", ""}, office.as("wang")).value().answer.needs, CountNeeds::recount);
  const CloseRequest large{Money::minor(5000), "change given twice", ""};
  EXPECT_EQ(close_shift(office.books, large, office.as("wang")).value().answer.needs, CountNeeds::second_person);
  for (const auto* second : {"wang", "chen", "wu", "root"})
    EXPECT_EQ(close_shift(office.books, {large.counted, large.reason, second}, office.as("wang")).value().answer.needs, CountNeeds::second_person) << second;
  EXPECT_EQ(close_shift(office.books, large, office.as("chen")).error().code, "permission_denied") << "another's shift";
  const auto closing = office.apply(close_shift(office.books, {large.counted, large.reason, "zhao"}, office.as("wang"))).value();
  EXPECT_EQ(closing.difference, -Money::minor(5000));
  EXPECT_EQ(office.books.balance(ledger::over_short()), Money::minor(5000)) << "stays visible";
  EXPECT_EQ(closing.shift.accepted_by, "zhao");
}

}  // namespace
}  // namespace kwota::till
