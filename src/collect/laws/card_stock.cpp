#include "collect/laws/card_stock.h"

#include <fmt/format.h>

namespace kwota::laws {
namespace {

using books::CardStockMove;
using Kind = books::CardStockMoveKind;

/// By how much it changes the stock that held so many, by what it says of itself.
std::int64_t says(const CardStockMove& move, std::int64_t before) {
  switch (move.move) {
    case Kind::received:
    case Kind::arrived: return move.cards;
    case Kind::sent:
    case Kind::issued:
    case Kind::spoiled: return -move.cards;
    case Kind::counted: break;
  }
  return move.cards - before;
}

std::string name_of(const CardStockMove& move) { return fmt::format("{}/{}/{}", move.station, move.product, move.number); }

}  // namespace

void CardStockLaws::found(Law law, const CardStockMove& move, std::string seen) {
  if (!broken_) broken_ = Broken{law, name_of(move), std::move(seen)};
}

void CardStockLaws::take(const CardStockMove& move, const std::optional<std::string>& product) {
  auto& known = stocks_[{move.station, move.product}];
  if (++known.moves != move.number) found(Law::card_stock_adds_up, move, fmt::format("it is the {}th move of its stock that is there", known.moves));
  const auto change = says(move, known.left);
  if (move.change != change) found(Law::card_move_differs, move, fmt::format("{} cards were {}: that changes a stock of {} by {}, and it says {}", move.cards, word_of(move.move), known.left, change, move.change));
  if (move.move == Kind::counted) known.difference = known.moves == 1 ? 0 : move.change;
  known.left += move.change;
  if (move.left != known.left) found(Law::card_stock_adds_up, move, fmt::format("its moves come to {} cards, it says {}", known.left, move.left));
  if (move.move == Kind::issued && (move.cards != 1 || !move.serial || product != move.product)) found(Law::card_move_differs, move, "it made a card, and the books have no such card of this product");
  if (move.move == Kind::sent) on_the_way_[{move.station, move.other_station, move.product}] += move.cards;
  if (move.move == Kind::arrived) on_the_way_[{move.other_station, move.station, move.product}] -= move.cards;
}

void CardStockLaws::take(const books::CardStock& stock) {
  const auto at = stocks_.find({stock.station, stock.product});
  const auto known = at == stocks_.end() ? Known{} : at->second;
  if (at != stocks_.end()) stocks_.erase(at);
  if (broken_ || (known.left == stock.left && known.moves == stock.moves && known.difference == stock.difference)) return;
  broken_ = Broken{Law::card_stock_adds_up, stock.station + "/" + stock.product,
                   fmt::format("{} moves come to {} cards, {:+} at the last count; the stock says {} moves, {} cards, {:+}", known.moves, known.left, known.difference, stock.moves, stock.left, stock.difference)};
}

void CardStockLaws::end() {
  for (const auto& [name, known] : stocks_)
    if (!broken_) broken_ = Broken{Law::card_stock_adds_up, name.first + "/" + name.second, fmt::format("{} moves come to {} cards, and there is no such stock", known.moves, known.left)};
  for (const auto& [way, cards] : on_the_way_)
    if (!broken_ && cards != 0)
      broken_ = Broken{Law::cards_sent_arrive, way.from + "/" + way.product, fmt::format("{} cards of what was sent to {} never arrived there", cards, way.to)};
}

}  // namespace kwota::laws
