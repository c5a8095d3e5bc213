// The stock of blank cards: a box is received, cards go to other stations, spoil and are counted – by hand –, and each card that is made for a customer leaves the stock
// in the decision that makes it.
// Guarantees: what lies there is the last move's; each move says what it changed and what was left, so that opening + received − issued − spoiled = closing holds between any
// two days; a count makes the books say what lies there, and keeps by how much they were wrong. A station that keeps no stock of a product issues such cards all the same,
// and one whose stock is used up, too: nobody waits at the counter because a box was not written down.
// Never: touches money.   Begin with move_cards(), card_made().
#pragma once
#include <string>

#include "books/decision.h"
#include "books/reader.h"
#include "people/context.h"

namespace kwota::stock {

/// Cards of one box, one count. [K]
inline constexpr std::int64_t cards_max = 1'000'000;

struct CardMoveRequest {
  books::CardStockMoveKind move = books::CardStockMoveKind::received;  ///< received, sent, spoiled or counted
  std::string station;
  std::string product;
  std::int64_t cards = 0;    ///< how many; of a count: that lie there
  std::string box, supplier, document;
  std::string to;            ///< of sent: the station that gets them
  std::string reason;        ///< of spoiled; of a count that differs
};
/// The stock after it. Right `card_stock_write`. Errors: permission_denied, unknown_station {station}, unknown_card_product {product}, card_move_by_itself {move}: issued and arrived are no
/// orders; cards_missing {most}, reason_missing, same_station {station}, cards_short {left}: more than the stock has, card_count_differs {expected, counted, difference}: a count
/// that differs and says no reason.
Result<books::Decision<books::CardStock>> move_cards(const books::Reader& books, const CardMoveRequest& request, const people::Context& context);

/// A blank card becomes this one, at this counter. One that the books have already left the stock when its making began: it was broken off, or goes on with another account.
void card_made(const books::Reader& books, const books::Card& card, const std::string& document, const people::Context& context, books::Changes& changes);

}  // namespace kwota::stock
