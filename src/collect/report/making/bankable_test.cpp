// What somebody carries to the bank stands apart from what comes there by itself, in each report of tenders.
#include <gtest/gtest.h>

#include "collect/report/making/test_house.h"
#include "sell/ledger/tender.h"

namespace kwota::report {
namespace {

using namespace test;

/// A new tender stands on one side of the two, as its row says.
TEST(Bankable, is_what_is_so_by_its_tender) {
  const auto* to_the_bank = figure_named("tendered_bankable");
  const auto* other = figure_named("tendered_not_bankable");
  for (const auto word : words_of(books::Tender{})) {
    const auto account = "tender/" + std::string(word);
    EXPECT_NE(among(to_the_bank->accounts, account), among(other->accounts, account)) << word;
  }
  for (const auto& row : ledger::tenders()) EXPECT_EQ(among(to_the_bank->accounts, "tender/" + std::string(word_of(row.tender))), row.bankable) << word_of(row.tender);
}

TEST(Bankable, tills_say_what_of_their_money_goes_to_the_bank_by_hand) {
  House books;
  const auto by = [](const char* tender) { return "till/E/1/" + std::string(tender); };
  books.sold("R1", Operation::recharge, "2026-10-05", {leg(by("cash"), yuan(60)), leg(by("card"), yuan(40)), leg("prepaid/electricity", -yuan(100))});
  books.sold("R2", Operation::recharge, "2026-10-06", {leg(by("cheque"), yuan(30)), leg(by("wallet"), yuan(5)), leg("prepaid/electricity", -yuan(35))});
  const auto made = report_of(books, "R12", {.period = "2026-10"});
  ASSERT_EQ(made.columns.size(), 7U);
  EXPECT_EQ(made.totals.at(4), Cell(13'500));
  EXPECT_EQ(made.totals.at(5), Cell(9'000)) << "cash and the cheque";
  EXPECT_EQ(made.totals.at(6), Cell(4'500));
}

}  // namespace
}  // namespace kwota::report
