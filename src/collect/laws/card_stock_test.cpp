// What the law of blank cards says of two stations, and of books that somebody has put his hand into.
#include "collect/laws/card_stock.h"

#include <gtest/gtest.h>

#include <functional>
#include <vector>

namespace kwota::laws {
namespace {

using books::CardStock;
using books::CardStockMove;
using Kind = books::CardStockMoveKind;

struct Stocks {
  std::vector<CardStockMove> moves;
  std::vector<CardStock> stocks;

  CardStock& stock(const std::string& station) {
    for (auto& one : stocks)
      if (one.station == station) return one;
    return stocks.emplace_back(CardStock{.station = station, .product = "user", .counted_on = {}});
  }
  void happens(const std::string& station, Kind kind, std::int64_t cards, const std::string& other = {}) {
    auto& at = stock(station);
    CardStockMove move;
    move.station = station;
    move.product = at.product;
    move.number = ++at.moves;
    move.move = kind;
    move.cards = cards;
    move.change = kind == Kind::counted ? cards - at.left : kind == Kind::received || kind == Kind::arrived ? cards : -cards;
    move.left = at.left += move.change;
    move.other_station = other;
    if (kind == Kind::issued) move.serial = CardSerial{};
    if (kind == Kind::counted) at.difference = move.number == 1 ? 0 : move.change;
    moves.push_back(move);
  }
};

/// E01 got a box of 100, sent 30 to E02, made one card, threw two away, and counted one less than should lie there.
Stocks two_stations() {
  Stocks world;
  world.happens("E01", Kind::received, 100);
  world.happens("E01", Kind::sent, 30, "E02");
  world.happens("E01", Kind::issued, 1);
  world.happens("E01", Kind::spoiled, 2);
  world.happens("E01", Kind::counted, 66);
  world.happens("E02", Kind::arrived, 30, "E01");
  return world;
}

std::string broken_stock(const std::function<void(Stocks&)>& change, const std::optional<std::string>& product = "user") {
  auto world = two_stations();
  change(world);
  CardStockLaws laws;
  for (const auto& move : world.moves) laws.take(move, product);
  for (const auto& stock : world.stocks) laws.take(stock);
  laws.end();
  return laws.broken() ? std::string(word_of(laws.broken()->law)) + " " + laws.broken()->whose : "";
}

TEST(CardStockLaws, hold_of_what_came_went_and_was_counted) {
  EXPECT_EQ(broken_stock([](Stocks&) {}), "");
  EXPECT_EQ(broken_stock([](Stocks& world) { world.happens("E03", Kind::counted, 7); }), "") << "a first count begins a stock, and differs from nothing";
}

TEST(CardStockLaws, name_what_breaks_them) {
  EXPECT_EQ(broken_stock([](Stocks& world) { world.moves[0].cards = 101; }), "card_move_differs E01/user/1") << "a box of 101, of which 100 lie there";
  EXPECT_EQ(broken_stock([](Stocks& world) { world.moves[3].change = -1; }), "card_move_differs E01/user/4") << "two thrown away, one gone";
  EXPECT_EQ(broken_stock([](Stocks& world) { world.moves[4].cards = 67; }), "card_move_differs E01/user/5") << "66 lie there, and 67 were counted";
  EXPECT_EQ(broken_stock([](Stocks& world) { ++world.moves[1].left; }), "card_stock_adds_up E01/user/2");
  EXPECT_EQ(broken_stock([](Stocks& world) { world.moves.erase(world.moves.begin() + 2); }), "card_stock_adds_up E01/user/4") << "the card that was made is no move any more";
  EXPECT_EQ(broken_stock([](Stocks& world) { ++world.stock("E01").left; }), "card_stock_adds_up E01/user");
  EXPECT_EQ(broken_stock([](Stocks& world) { world.stock("E01").difference = 0; }), "card_stock_adds_up E01/user") << "nobody sees that a card is gone";
  EXPECT_EQ(broken_stock([](Stocks& world) { world.stocks.pop_back(); }), "card_stock_adds_up E02/user");
  EXPECT_EQ(broken_stock([](Stocks& world) { world.moves.pop_back(), world.stocks.pop_back(); }), "cards_sent_arrive E01/user");
  EXPECT_EQ(broken_stock([](Stocks&) {}, std::nullopt), "card_move_differs E01/user/3") << "the books have no card that was made of it";
  EXPECT_EQ(broken_stock([](Stocks&) {}, "tool"), "card_move_differs E01/user/3") << "it is of another product";
}

}  // namespace
}  // namespace kwota::laws
