// The stock of blank cards: what boxes brought, what went to other stations, what was made into customers' cards, what was thrown away, and what somebody counted.
// Guarantees: what lies there follows from the moves of the stock, one after another (sell/stock/card_stock.h), and no move is ever changed or taken away. A station that
// never received a card of a product keeps no stock of it, and issues such cards all the same.
// Never: which card. A blank one has no name yet; issued ones are rows of Card.
// Registers: CardStock, CardStockMove.   Begin with CardStockMove.
#pragma once
#include <array>
#include <optional>
#include <string>

#include "base/core/core.h"
#include "base/time.h"
#include "base/words.h"
#include "books/listed.h"
#include "books/table.h"

namespace kwota::books {

enum class CardStockMoveKind : std::uint8_t {
  received,  ///< a box came from the maker
  sent,      ///< to another station
  arrived,   ///< from another station
  issued,    ///< made into a customer's card, by the decision that made it
  spoiled,   ///< thrown away blank
  counted,   ///< somebody counted what lies there
};
constexpr auto words_of(CardStockMoveKind) { return std::array<std::string_view, 6>{"received", "sent", "arrived", "issued", "spoiled", "counted"}; }

/// Blank cards of one product at one station.
struct CardStock {
  static constexpr auto table = "card_stock";
  static constexpr int key_columns = 2;
  static constexpr Listed list{.name = "card-stock", .sort = "station", .searched = {"station", "product"}, .right = "customers_read",
                               .shown = {"station", "product", "cards_left", "counted_on", "count_difference"}, .technical = {"moves"}};
  std::string station;
  std::string product;             ///< what accounts of a scheme are given (scheme::Scheme)
  std::int64_t left = 0;           ///< by its last move; below zero: more were issued than were ever received
  std::optional<LocalDate> counted_on;
  std::int64_t difference = 0;     ///< of the last count: what lay there, less what should have
  std::int64_t moves = 0;          ///< number of the last one
  template <class V> static void columns(V&& v) {
    v("station", &CardStock::station); v("product", &CardStock::product); v("cards_left", &CardStock::left); v("counted_on", &CardStock::counted_on);
    v("count_difference", &CardStock::difference); v("moves", &CardStock::moves);
  }
};

struct CardStockMove {
  static constexpr auto table = "card_stock_move";
  static constexpr int key_columns = 3;
  static constexpr std::array<std::string_view, 1> people{"operator"};
  static constexpr Listed list{.name = "card-stock-moves", .sort = "-time", .searched = {"station", "box", "document", "supplier", "serial"}, .right = "customers_read", .menu = "cards",
                               .shown = {"time", "station", "product", "card_move", "cards", "stock_change", "cards_left", "box", "document", "other_station", "reason", "operator"}, .technical = {"number"}};
  std::string station, product;
  std::int64_t number = 0;   ///< running in the stock
  CardStockMoveKind move = CardStockMoveKind::received;
  Instant time;
  std::int64_t cards = 0;    ///< that were received, sent, thrown away, counted
  std::int64_t change = 0;   ///< of the stock; of a count what lay there, less what should have
  std::int64_t left = 0;     ///< after it
  std::string box;           ///< number or lot on the box
  std::string supplier;
  std::string document;      ///< note of the delivery; receipt of the issue
  std::string other_station; ///< where they went, whence they came
  std::optional<CardSerial> serial;  ///< of the card that was issued
  std::string reason;
  std::string operator_name;
  template <class V> static void columns(V&& v) {
    v("station", &CardStockMove::station); v("product", &CardStockMove::product); v("number", &CardStockMove::number); v("card_move", &CardStockMove::move);
    v("time", &CardStockMove::time); v("cards", &CardStockMove::cards); v("stock_change", &CardStockMove::change); v("cards_left", &CardStockMove::left);
    v("box", &CardStockMove::box); v("supplier", &CardStockMove::supplier); v("document", &CardStockMove::document); v("other_station", &CardStockMove::other_station);
    v("serial", &CardStockMove::serial); v("reason", &CardStockMove::reason); v("operator", &CardStockMove::operator_name);
  }
  static constexpr IndexOf<CardStockMove> of_time{{"card_stock_move_time", {"time"}}};
  template <class V> static void indexes(V&& v) { v(of_time); }
};

}  // namespace kwota::books
