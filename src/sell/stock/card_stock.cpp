#include "sell/stock/card_stock.h"

#include <fmt/format.h>

#include <algorithm>

#include "people/permissions.h"
#include "people/reason.h"
#include "people/station.h"
#include "sell/scheme/scheme.h"

namespace kwota::stock {
namespace {

using books::CardStock;
using books::CardStockMove;
using Kind = books::CardStockMoveKind;
using people::Context;

constexpr books::Right keeps_cards = "card_stock_write";

/// The stock's next move, and what it makes of the stock.
void happen(CardStock& stock, CardStockMove move, const Context& context, books::Changes& changes) {
  move.station = stock.station;
  move.product = stock.product;
  move.number = ++stock.moves;
  move.time = context.now;
  move.operator_name = context.who.name;
  move.left = stock.left += move.change;
  changes.put.emplace_back(stock);
  changes.put.emplace_back(std::move(move));
}

CardStock stock_at(const books::Reader& books, const std::string& station, const std::string& product) {
  if (auto known = books.find<CardStock>(station, product)) return *std::move(known);
  CardStock none;
  none.station = station;
  none.product = product;
  return none;
}

Result<void> known_station(const books::Reader& books, const std::string& station, const Context& context) {
  if (people::works_at(context.who, station) && books.find<books::Station>(station)) return Done{};
  return error(Fault::request, "unknown_station", "There is no such station; choose one of the list.", {{"station", station}});
}

Result<void> known_product(const std::string& product, const Context& context) {
  const auto gives = [&](const scheme::Scheme* scheme) { return !product.empty() && scheme->card_product == product; };
  if (context.schemes != nullptr && std::ranges::any_of(context.schemes->rows(), gives)) return Done{};
  return error(Fault::request, "unknown_card_product", "No customer is given such a card; choose one of the list. Nothing was changed.", {{"product", product}});
}

Result<void> said_enough(const CardMoveRequest& request) {
  if (request.move == Kind::issued || request.move == Kind::arrived)
    return error(Fault::request, "card_move_by_itself", "Cards leave the stock by themselves when they are made for customers, and arrive when they are sent; nothing was changed.",
                 {{"move", std::string(word_of(request.move))}});
  if (request.move != Kind::sent && !request.to.empty())
    return error(Fault::request, "card_move_to", "Only cards that are sent go to another station; nothing was changed. Choose that they are sent, or leave the other station empty.",
                 {{"move", std::string(word_of(request.move))}, {"to", request.to}});
  const std::int64_t least = request.move == Kind::counted ? 0 : 1;
  if (request.cards < least || request.cards > cards_max)
    return error(Fault::request, "cards_missing", "Say how many cards; nothing was changed.", {{"most", fmt::format("{}", cards_max)}});
  if (request.move == Kind::spoiled) MUST(people::has_reason(request.reason, "spoil"));
  return Done{};
}

Result<void> there_are(const CardStock& stock, std::int64_t cards) {
  if (cards <= stock.left) return Done{};
  return error(Fault::refused, "cards_short", "The stock has fewer cards than that; nothing was changed. Count what lies there first.", {{"left", fmt::format("{}", stock.left)}});
}

CardStockMove as_said(const CardMoveRequest& request) {
  CardStockMove move;
  move.move = request.move;
  move.cards = request.cards;
  move.box = request.box;
  move.supplier = request.supplier;
  move.document = request.document;
  move.reason = request.reason;
  return move;
}

/// The first count of a product begins its stock, and can differ from nothing.
Result<void> count(CardStock& stock, const CardMoveRequest& request, const Context& context, books::Changes& changes) {
  auto move = as_said(request);
  move.change = request.cards - stock.left;
  const bool differs = stock.moves > 0 && move.change != 0;
  if (differs && request.reason.empty())
    return error(Fault::refused, "card_count_differs", "Another number of cards should lie there; nothing was changed. Count again, or say why it differs.",
                 {{"expected", fmt::format("{}", stock.left)}, {"counted", fmt::format("{}", request.cards)}, {"difference", fmt::format("{:+}", move.change)}});
  stock.difference = differs ? move.change : 0;
  stock.counted_on = context.zone.local(context.now).date;
  happen(stock, std::move(move), context, changes);
  return Done{};
}

Result<void> send(const books::Reader& books, CardStock& stock, const CardMoveRequest& request, const Context& context, books::Changes& changes) {
  if (!books.find<books::Station>(request.to)) return error(Fault::request, "unknown_station", "There is no such station; choose one of the list.", {{"station", request.to}});
  if (request.to == stock.station) return error(Fault::request, "same_station", "They lie at this station already; nothing was changed. Choose another one.", {{"station", request.to}});
  MUST(there_are(stock, request.cards));
  auto sent = as_said(request);
  sent.change = -request.cards;
  sent.other_station = request.to;
  auto arrived = as_said(request);
  arrived.move = Kind::arrived;
  arrived.change = request.cards;
  arrived.other_station = stock.station;
  happen(stock, std::move(sent), context, changes);
  auto there = stock_at(books, request.to, stock.product);
  happen(there, std::move(arrived), context, changes);
  return Done{};
}

}  // namespace

Result<books::Decision<CardStock>> move_cards(const books::Reader& books, const CardMoveRequest& request, const Context& context) {
  MUST(people::require(context.who, keeps_cards));
  MUST(said_enough(request));
  MUST(known_station(books, request.station, context));
  MUST(known_product(request.product, context));
  books::Decision<CardStock> out{{}, stock_at(books, request.station, request.product)};
  auto& stock = out.answer;
  if (request.move == Kind::counted) {
    MUST(count(stock, request, context, out.changes));
    return out;
  }
  if (request.move == Kind::sent) {
    MUST(send(books, stock, request, context, out.changes));
    return out;
  }
  if (request.move == Kind::spoiled) MUST(there_are(stock, request.cards));
  auto move = as_said(request);
  move.change = request.move == Kind::spoiled ? -request.cards : request.cards;
  happen(stock, std::move(move), context, out.changes);
  return out;
}

void card_made(const books::Reader& books, const books::Card& card, const std::string& document, const Context& context, books::Changes& changes) {
  auto stock = books.find<CardStock>(context.station, card.product);
  if (!stock || books.find<books::Card>(card.serial)) return;
  CardStockMove move;
  move.move = Kind::issued;
  move.cards = 1;
  move.change = -1;
  move.serial = card.serial;
  move.document = document;
  happen(*stock, std::move(move), context, changes);
}

}  // namespace kwota::stock
