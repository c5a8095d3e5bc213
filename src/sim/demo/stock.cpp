// The store of meters: deliveries come, fitters take meters out, two came back from the test bench and one was burnt. And the tables of codes that the
// registers choose from.
#include "sell/customer/change.h"
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

}  // namespace

Result<void> keep_the_store(History& history, Village&) {
  if (history.last() < first_delivery + tested_after + 1) return {};
  history.on(first_delivery, [](History& now) -> Result<void> {
    MUST(tables_are_filled(now));
    return delivery_comes(now, "HB-A17", "980000000101-980000000124", "F1001-F1048");
  });
  history.on(first_delivery + issued_after, fitters_take_some);
  history.on(first_delivery + tested_after, [](History& now) -> Result<void> {
    MUST(bench_and_scrap(now));
    return delivery_comes(now, "HB-B02", "980000000201-980000000212", "F2001-F2012");
  });
  return {};
}

}  // namespace kwota::demo
