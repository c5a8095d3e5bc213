// The stock of blank cards: boxes are received, cards are sent to other stations, thrown away and counted.
#include "sell/stock/card_stock.h"
#include "serve/api/asked.h"
#include "serve/api/routes.h"
#include "serve/api/taken.h"

namespace kwota::serve {
namespace {

using boost::json::object;

constexpr books::Right card_stock_right = "card_stock_write";

Result<stock::CardMoveRequest> move_in(const Call& call, const people::Context& context) {
  const Asked body(call.body);
  stock::CardMoveRequest request;
  TRY(move, detail::word_in<books::CardStockMoveKind>("kind", body.text("card_move")));
  TRY(cards, body.whole("cards"));
  request.move = move;
  request.station = body.text("station").empty() ? context.station : body.text("station");
  request.product = body.text("product");
  request.cards = cards;
  request.box = body.text("box");
  request.supplier = body.text("supplier");
  request.document = body.text("document");
  request.to = body.text("to");
  request.reason = body.text("reason");
  return request;
}

void move_cards(ServerParts& server, const CallPtr& call) {
  const auto context = context_of(server, *call);
  const auto request = move_in(*call, context);
  if (!request) return call->refuse(request.error());
  decide(
      server, call, card_stock_right, [request = *request, context](const books::Reader& books) { return stock::move_cards(books, request, context); },
      [](const books::CardStock& stock) {
        return object{{"station", stock.station}, {"product", stock.product}, {"cards_left", stock.left}, {"count_difference", stock.difference}};
      });
}

}  // namespace

void add_card_stock_routes(Router& router, ServerParts& server) { adding_to(router, server)("POST", "/card-stock/moves", card_stock_right, move_cards); }

}  // namespace kwota::serve
