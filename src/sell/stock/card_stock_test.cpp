// Boxes of blank cards come, go to another station, are made into customers' cards, spoil and are counted – and the stock says what should lie there.
#include "sell/stock/card_stock.h"

#include <gtest/gtest.h>

#include "people/test_office.h"
#include "sell/scheme/test_schemes.h"

namespace kwota::stock {
namespace {

using Kind = books::CardStockMoveKind;

struct Shelf : people::test::Office {
  Shelf() { books.put(books::Station{"W", "West", "R4"}); }
  people::Context as(const std::string& who) const {
    auto context = Office::as(who);
    context.schemes = &scheme::test_schemes;
    return context;
  }
  CardMoveRequest asks(Kind move, std::int64_t cards, const std::string& reason = {}) const {
    return {.move = move, .station = "E", .product = "test_card", .cards = cards, .box = "B-1", .supplier = {}, .document = {}, .to = move == Kind::sent ? "W" : "", .reason = reason};
  }
  std::string moves(const CardMoveRequest& request, const std::string& who = "zhao") {
    const auto done = apply(move_cards(books, request, as(who)));
    return done.ok() ? "" : done.error().code;
  }
  void makes(std::uint8_t number, const std::string& product = "test_card") {
    books::Card card;
    card.serial = CardSerial{{1, 2, 3, 4, 5, 6, 7, number}};
    card.product = product;
    books::Changes changes;
    card_made(books, card, "R3-000001", as("wang"), changes);
    changes.put.emplace_back(card);
    books.apply(changes);
  }
  std::int64_t left(const std::string& station = "E") const { return books.find<books::CardStock>(station, "test_card")->left; }
  std::vector<books::CardStockMove> told(const std::string& station = "E") const { return books.select<books::CardStockMove>(station, "test_card"); }
};

TEST(CardStock, what_boxes_bring_is_there_until_it_is_made_into_cards_or_thrown_away) {
  Shelf shelf;
  ASSERT_EQ(shelf.moves(shelf.asks(Kind::received, 500)), "");
  shelf.makes(1);
  shelf.makes(2);
  ASSERT_EQ(shelf.moves(shelf.asks(Kind::spoiled, 3, "bent")), "");
  EXPECT_EQ(shelf.left(), 495);
  const auto told = shelf.told();
  ASSERT_EQ(told.size(), 4U);
  EXPECT_EQ(told[0].box, "B-1");
  EXPECT_EQ(told[0].operator_name, "zhao");
  EXPECT_EQ(told[1].document, "R3-000001") << "by which receipt a card left the stock";
  EXPECT_EQ(told[2].left, 498);
  EXPECT_EQ(told[3].change, -3);
}

TEST(CardStock, a_card_whose_making_was_broken_off_leaves_the_stock_once) {
  Shelf shelf;
  ASSERT_EQ(shelf.moves(shelf.asks(Kind::received, 10)), "");
  shelf.makes(1);
  shelf.makes(1);
  EXPECT_EQ(shelf.left(), 9) << "it is the same card, written again";
}

TEST(CardStock, where_no_stock_is_kept_cards_are_made_all_the_same_and_a_stock_that_is_used_up_stops_nobody) {
  Shelf shelf;
  shelf.makes(1);
  EXPECT_TRUE(shelf.books.all<books::CardStock>().empty());
  ASSERT_EQ(shelf.moves(shelf.asks(Kind::received, 1)), "");
  shelf.makes(2, "test_purse_card");
  shelf.makes(3);
  shelf.makes(4);
  EXPECT_EQ(shelf.left(), -1) << "a box was never written down; a count says so";
}

TEST(CardStock, a_count_makes_the_books_right_and_keeps_by_how_much_they_were_wrong) {
  Shelf shelf;
  ASSERT_EQ(shelf.moves(shelf.asks(Kind::received, 100)), "");
  const auto differs = move_cards(shelf.books, shelf.asks(Kind::counted, 97), shelf.as("zhao"));
  ASSERT_FALSE(differs.ok());
  EXPECT_EQ(differs.error().code, "card_count_differs");
  EXPECT_EQ(differs.error().details.at("difference"), "-3");
  ASSERT_EQ(shelf.moves(shelf.asks(Kind::counted, 97, "three are gone")), "");
  EXPECT_EQ(shelf.left(), 97);
  EXPECT_EQ(shelf.books.find<books::CardStock>("E", "test_card")->difference, -3);
  EXPECT_EQ(shelf.told().back().change, -3);
  ASSERT_EQ(shelf.moves(shelf.asks(Kind::counted, 97)), "") << "count equals: no reason is asked";
  EXPECT_EQ(shelf.books.find<books::CardStock>("E", "test_card")->difference, 0);
}

TEST(CardStock, a_stock_may_begin_with_a_count) {
  Shelf shelf;
  ASSERT_EQ(shelf.moves(shelf.asks(Kind::counted, 40)), "");
  EXPECT_EQ(shelf.left(), 40);
  EXPECT_EQ(shelf.books.find<books::CardStock>("E", "test_card")->difference, 0) << "nothing was known that it could differ from";
}

TEST(CardStock, what_one_station_sends_another_has) {
  Shelf shelf;
  ASSERT_EQ(shelf.moves(shelf.asks(Kind::received, 100)), "");
  ASSERT_EQ(shelf.moves(shelf.asks(Kind::sent, 30)), "");
  EXPECT_EQ(shelf.left("E"), 70);
  EXPECT_EQ(shelf.left("W"), 30);
  EXPECT_EQ(shelf.told("W").front().move, Kind::arrived);
  EXPECT_EQ(shelf.told("W").front().other_station, "E");
  auto home = shelf.asks(Kind::sent, 1);
  home.to = "E";
  EXPECT_EQ(shelf.moves(home), "same_station");
  home.to = "nowhere";
  EXPECT_EQ(shelf.moves(home), "unknown_station");
}

TEST(CardStock, what_cannot_be_is_refused_and_changes_nothing) {
  Shelf shelf;
  ASSERT_EQ(shelf.moves(shelf.asks(Kind::received, 5)), "");
  EXPECT_EQ(shelf.moves(shelf.asks(Kind::received, 5), "wang"), "permission_denied");
  EXPECT_EQ(shelf.moves(shelf.asks(Kind::received, 0)), "cards_missing");
  EXPECT_EQ(shelf.moves(shelf.asks(Kind::received, cards_max + 1)), "cards_missing");
  EXPECT_EQ(shelf.moves(shelf.asks(Kind::counted, -1)), "cards_missing");
  EXPECT_EQ(shelf.moves(shelf.asks(Kind::spoiled, 1)), "reason_missing");
  EXPECT_EQ(shelf.moves(shelf.asks(Kind::spoiled, 6, "bent")), "cards_short");
  EXPECT_EQ(shelf.moves(shelf.asks(Kind::sent, 6)), "cards_short");
  EXPECT_EQ(shelf.moves(shelf.asks(Kind::issued, 1)), "card_move_by_itself");
  auto other = shelf.asks(Kind::received, 5);
  other.product = "playing_card";
  EXPECT_EQ(shelf.moves(other), "unknown_card_product");
  auto away = shelf.asks(Kind::received, 5);
  away.station = "nowhere";
  EXPECT_EQ(shelf.moves(away), "unknown_station");
  auto supervisor = *shelf.books.find<books::Operator>("zhao");
  supervisor.station = "W";
  shelf.books.put(supervisor);
  EXPECT_EQ(shelf.moves(shelf.asks(Kind::received, 5)), "unknown_station") << "who works at one station keeps its stock";
  EXPECT_EQ(shelf.left(), 5);
  EXPECT_EQ(shelf.told().size(), 1U);
}

TEST(CardStock, who_names_another_station_but_sends_nothing_is_asked_what_he_means) {
  Shelf shelf;
  ASSERT_EQ(shelf.moves(shelf.asks(Kind::received, 100)), "");
  for (const auto move : {Kind::received, Kind::spoiled, Kind::counted}) {
    auto meant = shelf.asks(move, 30, "for West");
    meant.to = "W";
    EXPECT_EQ(shelf.moves(meant), "card_move_to") << word_of(move);
  }
  EXPECT_EQ(shelf.left(), 100) << "thirty cards for West are not thirty thrown away";
}

}  // namespace
}  // namespace kwota::stock
