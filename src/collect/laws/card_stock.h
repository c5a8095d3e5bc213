// The laws of blank cards. `kwota verify` recomputes them.
//   each stock   received + arrived - sent - made into cards - thrown away + differences of counts = in stock, move by move, without a gap, and as the stock's own row says it
//   each move    changes the stock by what it says: a card that is made by one, a count to what was counted
//   each sending arrives: what one station sent to another is what came there from it
//   each card    that left a stock by being made is in the books, of that product, and left one stock once
// Guarantees: reads rows that are handed in; memory grows with stocks, never with moves. Never: decides, or mends; asks of a card from which stock it came – a station that
// keeps none makes cards all the same.   Begin with CardStockLaws.
#pragma once
#include <map>
#include <optional>
#include <string>
#include <utility>

#include "books/rows/supply/card_stock.h"
#include "collect/laws/money.h"

namespace kwota::laws {

class CardStockLaws {
 public:
  /// By station, product and number. `product`: of the card that it names; nothing: the books have no such card, or it names none.
  void take(const books::CardStockMove& move, const std::optional<std::string>& product);
  /// After all moves: what a stock says of itself.
  void take(const books::CardStock& stock);
  /// After all stocks.
  void end();
  const std::optional<Broken>& broken() const { return broken_; }

 private:
  struct Known {
    std::int64_t moves = 0, left = 0;
    std::int64_t difference = 0;  ///< of the last count
  };
  struct OnTheWay {
    std::string from, to, product;
    friend auto operator<=>(const OnTheWay&, const OnTheWay&) = default;
  };
  void found(Law law, const books::CardStockMove& move, std::string seen);

  std::map<std::pair<std::string, std::string>, Known> stocks_;  ///< by station and product, as far as no row has said the same yet
  std::map<OnTheWay, std::int64_t> on_the_way_;                  ///< sent, and not yet arrived
  std::optional<Broken> broken_;
};

}  // namespace kwota::laws
