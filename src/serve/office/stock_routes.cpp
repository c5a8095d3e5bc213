// The stock of meters: a delivery is received; meters are issued, returned, tested, sealed, scrapped. Who puts them on and takes them off is the counter.
#include "sell/stock/stock.h"
#include "serve/api/asked.h"
#include "serve/api/routes.h"
#include "serve/api/taken.h"
#include "serve/desk/opening.h"
#include "serve/desk/shown.h"

namespace kwota::serve {
namespace {

using boost::json::object;

constexpr books::Right stock_right = "meters_write";

/// A day that may be missing.
Result<std::optional<LocalDate>> day_in(const Asked& body, std::string_view name) {
  if (body.text(name).empty()) return std::optional<LocalDate>{};
  TRY(day, parse_date(body.text(name)));
  return std::optional(day);
}

Result<stock::ReceiveRequest> delivery_in(const Call& call, const people::Context& context) {
  const Asked body(call.body);
  stock::ReceiveRequest request;
  TRY(lot, taken(body, books::StockLot{}, {"code", "model", "maker", "capacity", "document", "station"}));
  request.lot = std::move(lot);
  if (request.lot.station.empty()) request.lot.station = context.who.station;
  TRY(received, day_in(body, "received"));
  if (received) request.lot.received = *received;
  TRY(tested, day_in(body, "tested"));
  request.tested = tested;
  request.meters = body.text("meters");
  request.seals = body.text("seals");
  if (!body.text("commodity").empty()) {
    TRY(commodity, detail::word_in<Commodity>("commodity", body.text("commodity")));
    request.commodity = commodity;
  }
  return request;
}

Result<stock::MoveRequest> move_in(const Call& call) {
  const Asked body(call.body);
  stock::MoveRequest request;
  TRY(move, detail::word_in<books::StockMove>("kind", body.text("move")));
  request.move = move;
  request.meters = body.text("meters");
  request.holder = body.text("holder");
  request.document = body.text("document");
  request.seals = body.text("seals");
  request.reason = body.text("reason");
  TRY(day, day_in(body, "day"));
  request.day = day;
  return request;
}

void receive_meters(ServerParts& server, const CallPtr& call) {
  const auto context = context_of(server, *call);
  const auto request = delivery_in(*call, context);
  if (!request) return call->refuse(request.error());
  decide(
      server, call, stock_right, [request = *request, context](const books::Reader& books) { return stock::receive(books, request, context); },
      [](const books::StockLot& row) { return object{{"code", row.code}, {"model", row.model}, {"meters", row.meters}, {"received", format_date(row.received)}}; });
}

void move_meters(ServerParts& server, const CallPtr& call) {
  const auto context = context_of(server, *call);
  const auto request = move_in(*call);
  if (!request) return call->refuse(request.error());
  decide(
      server, call, stock_right, [request = *request, context](const books::Reader& books) { return stock::move(books, request, context); },
      [move = request->move](std::int64_t meters) { return object{{"move", word_of(move)}, {"meters", meters}}; });
}

}  // namespace

void add_stock_routes(Router& router, ServerParts& server) {
  const auto on = adding_to(router, server);
  on("POST", "/stock-lots", stock_right, receive_meters);
  on("POST", "/meter-stock/moves", stock_right, move_meters);
}

}  // namespace kwota::serve
