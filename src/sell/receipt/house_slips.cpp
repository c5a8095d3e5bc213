#include "sell/receipt/house_slips.h"

#include "base/text/parts.h"
#include "sell/receipt/paper_facts.h"

namespace kwota::receipt {
namespace {

/// "Cashier, Supervisor @ E01 (locked)"
std::string what_he_holds(const books::Operator& row, const Style& style) {
  std::string out;
  for (const auto& role : texts_of(row.roles)) out += (out.empty() ? "" : ", ") + style.text("role." + role);
  if (!row.station.empty()) out += " @ " + row.station;
  if (row.state != books::OperatorStatus::active) out += fmt::format(" ({})", style.text(fmt::format("state.operator.{}", word_of(row.state))));
  return out;
}

}  // namespace

Slip people_slip(const books::Utility& utility, const std::vector<books::Operator>& people, const Style& style, Instant at, const Layout& layout) {
  PaperFacts paper(utility, style, layout);
  paper.title("slip.people", {});
  paper.pair(SlipFact::time, "slip.time", style.time(at));
  for (const auto& row : people) paper.row(SlipFact::holders, Row::Kind::pair, {row.name + "  " + row.full_name, what_he_holds(row, style)});
  return paper.draw(SlipKind::people);
}

Slip printer_test_slip(const books::Utility& utility, const books::TillPrinter& printer, const Style& style, Instant at, const Layout& layout) {
  PaperFacts paper(utility, style, layout);
  paper.title("printer.test", {});
  paper.pair(SlipFact::station, "slip.till", printer.station + " " + printer.till);
  paper.pair(SlipFact::time, "slip.time", style.time(at));
  paper.row(SlipFact::items, Row::Kind::item, {style.text("slip.line.energy"), style.number(10'000, 2), style.decimal("0.52"), style.amount(Money::minor(5'200))});
  paper.money(SlipFact::total, "slip.total", Money::minor(123'450));
  paper.text(SlipFact::test_letters, style.text("printer.test_line"));
  auto slip = paper.draw(SlipKind::printer_test);
  slip.qr = "kwota:test:" + printer.station + "/" + printer.till;
  return slip;
}

}  // namespace kwota::receipt
