// The store of meters: deliveries come, fitters take meters out, two came back from the test bench and one was burnt. Boxes of blank cards: one comes, some go to another
// station, three spoil, and a count finds one too few. And the tables of codes that the registers choose from.
#include "schemes/fee_control_card.h"
#include "sell/customer/change.h"
#include "sell/stock/card_stock.h"
#include "sell/stock/stock.h"
#include "sim/demo/household.h"
#include "sim/demo/subjects.h"

namespace kwota::demo {
namespace {

constexpr int first_delivery = 12, issued_after = 20, tested_after = 90;

Result<void> writes_code(History& now, const books::Code& code) {
  MUST(now.decide(at_desk("tech"), "codes_write", [&](const books::Reader& reader, const people::Context&) { return customer::put_code(reader, code); }));
  return {};
}

Result<void> tables_are_filled(History& now) {
  MUST(writes_code(now, {books::CodeKind::maker, "HB", "河北示例电表厂", "Hebei Sample Meters", "Счётчики Хэбэй", "", true}));
  MUST(writes_code(now, {books::CodeKind::maker, "OLD", "老电表厂（已停产）", "Old Meter Works (closed)", "Старый завод (закрыт)", "", false}));
  MUST(writes_code(now, {books::CodeKind::multiplier, "20", "20 倍（100/5 A）", "20 (100/5 A)", "20 (100/5 А)", "20", true}));
  MUST(writes_code(now, {books::CodeKind::handheld_maker, "SMPL", "示例抄表器", "Sample Handhelds", "Терминалы Пример", "", true}));
  MUST(writes_code(now, {books::CodeKind::slip_text, "foot", "如有疑问请致电 12345", "Questions? Call 12345", "Вопросы? Звоните 12345", "", true}));
  return {};
}

Result<void> delivery_comes(History& now, const std::string& lot, const std::string& meters, const std::string& seals) {
  stock::ReceiveRequest request;
  request.lot.code = lot;
  request.lot.model = model_where([](const models::Model&) { return true; });
  request.lot.maker = "HB";
  request.lot.document = "SH-" + now.text(now.day());
  request.lot.received = now.today();
  request.lot.station = "E01";
  request.meters = meters;
  request.seals = seals;
  MUST(now.decide(at_desk("tech"), "meters_write", [&](const books::Reader& reader, const people::Context& context) { return stock::receive(reader, request, context); }));
  return {};
}

Result<void> moved(History& now, stock::MoveRequest request) {
  MUST(now.decide(at_desk("tech"), "meters_write", [&](const books::Reader& reader, const people::Context& context) { return stock::move(reader, request, context); }));
  return {};
}

stock::MoveRequest order(books::StockMove move, std::string meters) {
  stock::MoveRequest out;
  out.move = move;
  out.meters = std::move(meters);
  return out;
}

Result<void> fitters_take_some(History& now) {
  auto taken = order(books::StockMove::issued, "980000000101-980000000108");
  taken.holder = "马师傅";
  MUST(moved(now, taken));
  return moved(now, order(books::StockMove::returned, "980000000107, 980000000108"));
}

Result<void> bench_and_scrap(History& now) {
  auto tested = order(books::StockMove::tested, "980000000107");
  tested.document = "JD-0417";
  tested.seals = "F9001, F9002";
  MUST(moved(now, tested));
  auto burnt = order(books::StockMove::scrapped, "980000000108");
  burnt.reason = "接线端子烧毁";
  return moved(now, burnt);
}

Result<void> cards_moved(History& now, books::CardStockMoveKind move, std::int64_t cards, std::string reason = {}) {
  const std::string card(schemes::fee_control_card.card_product);
  MUST(now.decide(at_desk("tech"), "card_stock_write", [&](const books::Reader& reader, const people::Context& context) {
    stock::CardMoveRequest request{.move = move, .station = "E01", .product = card, .cards = cards, .box = {}, .supplier = {}, .document = {}, .to = {}, .reason = reason};
    if (move == books::CardStockMoveKind::received) request.box = "K-0312", request.supplier = "河北示例卡厂";
    if (move == books::CardStockMoveKind::sent) request.to = "E02";
    if (move == books::CardStockMoveKind::counted) request.cards += reader.find<books::CardStock>("E01", card)->left;
    return stock::move_cards(reader, request, context);
  }));
  return {};
}

}  // namespace

Result<void> keep_the_store(History& history, Village&) {
  if (history.last() < first_delivery + tested_after + 1) return {};
  history.on(first_delivery, [](History& now) -> Result<void> {
    MUST(tables_are_filled(now));
    MUST(cards_moved(now, books::CardStockMoveKind::received, 400));
    return delivery_comes(now, "HB-A17", "980000000101-980000000124", "F1001-F1048");
  });
  history.on(first_delivery + issued_after, [](History& now) -> Result<void> {
    MUST(cards_moved(now, books::CardStockMoveKind::sent, 60));
    return fitters_take_some(now);
  });
  history.on(first_delivery + tested_after, [](History& now) -> Result<void> {
    MUST(bench_and_scrap(now));
    MUST(cards_moved(now, books::CardStockMoveKind::spoiled, 3, "芯片损坏"));
    MUST(cards_moved(now, books::CardStockMoveKind::counted, -1, "少一张"));
    return delivery_comes(now, "HB-B02", "980000000201-980000000212", "F2001-F2012");
  });
  return {};
}

}  // namespace kwota::demo
