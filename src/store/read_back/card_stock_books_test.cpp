// Blank cards in the store: held to their law by verify, however well their rows are signed.
#include "store/test_books_on_disk.h"

namespace kwota::store {
namespace {

using namespace test;
using books::CardStock;
using books::CardStockMove;
using Kind = books::CardStockMoveKind;

class CardStockBooks : public BooksOnDisk {
 protected:
  static CardStockMove move_of(std::int64_t number, Kind kind, std::int64_t cards, std::int64_t change, std::int64_t left) {
    CardStockMove move;
    move.station = "3";
    move.product = "user";
    move.number = number;
    move.move = kind;
    move.time = noon;
    move.cards = cards;
    move.change = change;
    move.left = left;
    return move;
  }
  /// A box of 50 of which four were thrown away, and one made into the card that the books have; as whoever writes may have gone wrong.
  void keep(std::int64_t left = 45, bool twice = false) {
    auto books = open();
    ASSERT_TRUE(set_up(*books));
    ASSERT_TRUE(books->run(cashier, [&](const books::Reader& reader) -> Result<books::Decision<Done>> {
      auto card = reader.all<books::Card>().empty() ? books::Card{.account = 100001} : reader.all<books::Card>().front();
      card.product = "user";
      auto made = move_of(3, Kind::issued, 1, -1, 45);
      made.serial = card.serial;
      books::Decision<Done> out{{{card, move_of(1, Kind::received, 50, 50, 50), move_of(2, Kind::spoiled, 4, -4, 46), made}, {}}, Done{}};
      auto& put = out.changes.put;
      std::int64_t moves = 3;
      if (twice) {
        made.number = ++moves;
        made.left = left = 44;
        put.emplace_back(made);
      }
      put.emplace_back(CardStock{.station = "3", .product = "user", .left = left, .counted_on = {}, .moves = moves});
      return out;
    }));
  }
  void expect_broken(const std::string& table, const std::string& name, const std::string& law) {
    const auto report = verified();
    ASSERT_FALSE(report.ok()) << "nothing was found";
    EXPECT_EQ(report.first->table, table);
    EXPECT_EQ(report.first->key, name);
    EXPECT_EQ(word_of(report.first->what), "broken");
    EXPECT_EQ(report.first->why.substr(0, law.size()), law) << report.first->why;
  }
};

TEST_F(CardStockBooks, that_add_up_are_in_order) {
  keep();
  EXPECT_TRUE(verified().ok()) << verified().first->table << ' ' << verified().first->key << ' ' << verified().first->why;
}

TEST_F(CardStockBooks, of_a_stock_that_says_another_number_than_its_moves_are_broken) {
  keep(46);
  expect_broken("card_stock", "3/user", "card_stock_adds_up");
}

TEST_F(CardStockBooks, in_which_a_card_was_made_of_two_blank_ones_are_broken) {
  keep(44, true);
  expect_broken("card_stock_move", "3/user/4", "card_made_twice");
}

TEST_F(CardStockBooks, of_which_a_hand_has_changed_a_move_are_changed) {
  keep();
  by_hand("UPDATE card_stock_move SET stock_change=-5, cards=5, cards_left=45 WHERE number=2");
  const auto report = verified();
  ASSERT_FALSE(report.ok());
  EXPECT_EQ(report.first->table, "card_stock_move");
  EXPECT_EQ(report.first->key, "3/user/2");
  EXPECT_EQ(word_of(report.first->what), "changed");
}

}  // namespace
}  // namespace kwota::store
