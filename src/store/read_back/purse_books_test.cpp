// Purses in the store: read back as they were written, guarded, and held to the law of purses by verify.
#include "store/test_books_on_disk.h"

namespace kwota::store {
namespace {

using namespace test;

constexpr CardSerial card{{0x62, 0x30, 0, 0, 0, 0, 0, 1}};

class PurseBooks : public BooksOnDisk {
 protected:
  /// A load of 50.00 that was booked, and what the card showed afterwards.
  Result<Done> load(Books& books, const std::string& receipt, std::uint32_t n, Money shows) {
    return books.run(cashier, [=](const books::Reader& reader) -> Result<books::Decision<Done>> {
      books::Decision<Done> decision;
      auto purse = reader.find<books::Purse>(100001, 1).value_or(books::Purse{.account = 100001, .card = card, .area_1 = "11010001", .since = noon});
      purse.state = books::PurseStatus::active;
      purse.n = SequenceNumber{n};
      purse.balance = shows;
      purse.brought += Money::minor(5000);
      books::sum_up(purse);
      ++purse.moves;
      auto till = reader.find<books::Till>("3", "1").value();
      ++till.next_receipt;
      auto& changes = decision.changes;
      changes.put.emplace_back(till);
      changes.put.emplace_back(purse);
      changes.put.emplace_back(books::SaleState{receipt, books::SaleStatus::applied, noon, 0});
      books::Sale sale{.number = receipt, .chain = "till/3/1", .client_key = "key " + receipt, .station = "3", .till = "1", .shift = 1, .operator_name = "li",
                       .time = noon, .business_day = "2026-11-20", .account = 100001, .customer = customer_number, .card = card,
                       .tendered = Money::minor(5000), .credit = Money::minor(5000), .n = SequenceNumber{n}, .names = "{}", .document = "{}"};
      changes.append.emplace_back(sale);
      changes.append.emplace_back(books::Entry{receipt, "till/3/1", noon, "2026-11-20", books::Operation::recharge, 100001,
                                               {{"till/3/1/cash", Money::minor(5000)}, {"prepaid/purse", Money::minor(-5000)}}});
      changes.append.emplace_back(books::PurseMove{.account = 100001, .purse = 1, .number = purse.moves, .chain = "purse/100001/1", .card = card,
                                                   .n = SequenceNumber{n}, .amount = Money::minor(5000), .balance = shows, .proof = "16EAD516", .sale = receipt, .time = noon});
      return decision;
    });
  }
  void two_loads(Money shows_last = Money::minor(8000)) {
    auto books = open();
    ASSERT_TRUE(set_up(*books));
    ASSERT_TRUE(load(*books, receipt(1), 1, Money::minor(5000)).ok());
    ASSERT_TRUE(load(*books, receipt(2), 2, shows_last).ok());
  }
};

TEST_F(PurseBooks, are_read_back_by_account_and_by_card) {
  two_loads();
  auto books = open();
  const auto seen = books->read([](const books::Reader& reader) -> Result<Done> {
    const auto purse = reader.find(books::Purse::of_card, card).value();
    EXPECT_EQ(purse.account, 100001);
    EXPECT_EQ(purse.balance, Money::minor(8000));
    EXPECT_EQ(reader.last<books::Purse>(100001)->area_1, "11010001");
    const auto moves = reader.select<books::PurseMove>(100001, 1);
    EXPECT_EQ(moves.size(), 2u);
    EXPECT_EQ(moves.at(1).proof, "16EAD516");
    return Done{};
  });
  EXPECT_TRUE(seen.ok());
  EXPECT_TRUE(verified().ok()) << verified().first->table << ' ' << verified().first->why;
}

TEST_F(PurseBooks, a_move_that_was_changed_by_hand_is_named) {
  two_loads();
  by_hand("UPDATE purse_move SET balance=9000 WHERE sale='R3-000002'");
  const auto report = verified();
  ASSERT_FALSE(report.ok());
  EXPECT_EQ(report.first->table, "purse_move");
  EXPECT_EQ(report.first->key, "100001/1/2");
  EXPECT_EQ(word_of(report.first->what), "changed");
}

TEST_F(PurseBooks, a_card_that_shows_more_than_came_onto_it_breaks_the_law_however_well_it_is_signed) {
  two_loads(Money::minor(10'001));
  const auto report = verified();
  ASSERT_FALSE(report.ok());
  EXPECT_EQ(report.first->table, "purse_move");
  EXPECT_EQ(word_of(report.first->what), "broken");
  EXPECT_EQ(report.first->why.substr(0, 9), "purse_gre");
}

}  // namespace
}  // namespace kwota::store
