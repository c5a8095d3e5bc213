#include "collect/report/facts/step_lines.h"

#include "collect/report/facts/commodities.h"
#include "collect/report/facts/sold.h"
#include "sell/ledger/sale_document.h"

namespace kwota::facts {
namespace {

StepLine step_line_of(const books::Reader& books, const books::Sale& sale, Commodities& commodities) {
  StepLine out;
  out.business_day = sale.business_day;
  out.station = sale.station;
  out.usage_class = sale.usage_class;
  out.plan = sale.plan;
  out.scheme = sale.scheme;
  out.commodity = commodities.of_sale(books, sale);
  out.kind = word_of(sale.kind);
  out.number = sale.number;
  return out;
}

StepLine step_line_with(StepLine out, const ledger::SaleLine& line) {
  if (line.step != 0) out.step = std::to_string(line.step);
  (out.commodity == word_of(Commodity::electricity) ? out.energy : out.volume) = line.units_e3;
  out.money = line.amount;
  return out;
}

void each_step_line(const books::Reader& books, const Days& days, const std::function<void(const books::ValueSource&)>& take) {
  Commodities commodities(Commodities::Of::one_moment);
  each_sale(books, days, [&](const books::Sale& sale) {
    if (sale.kind != books::Operation::open && sale.kind != books::Operation::recharge) return;
    const auto document = ledger::sale_document(sale.number, sale.document);
    if (!document || document->lines.empty()) return;  // what cannot be read, verify names
    const auto whole_sale = step_line_of(books, sale, commodities);
    for (const auto& line : document->lines)
      if (line.kind == ledger::SaleLineKind::energy) take(Given<StepLine>(step_line_with(whole_sale, line)));
  });
}

}  // namespace

const Source step_lines{StepLine::table, columns_of<StepLine>, each_step_line};

}  // namespace kwota::facts
