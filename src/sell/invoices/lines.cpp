#include "sell/invoices/lines.h"

#include <fmt/format.h>

#include "sell/counter/order/supply.h"
#include "sell/ledger/sale_document.h"

namespace kwota::invoices {
namespace {

using books::InvoiceLine;
using books::InvoiceLineKind;
using ledger::SaleLine;
using ledger::SaleLineKind;

InvoiceLineKind kind_of(SaleLineKind kind) {
  switch (kind) {
    case SaleLineKind::energy: return InvoiceLineKind::energy;
    case SaleLineKind::tax: return InvoiceLineKind::tax;
    case SaleLineKind::tax_inside: return InvoiceLineKind::tax_inside;
    case SaleLineKind::debt: return InvoiceLineKind::debt;
    case SaleLineKind::charge: break;
  }
  return InvoiceLineKind::charge;
}

class Lines {
 public:
  Lines(const books::Reader& books, const books::Sale& sale, tariff::PlanCache* plans) : sale_(sale) {
    if (sale.plan.empty()) return;
    if (auto plan = counter::published_plan(books, sale.plan, plans)) plan_ = plan->plan;
  }

  Result<std::vector<InvoiceLine>> all() {
    if (const auto year = sale_.away(); year != 0)
      return error(Fault::ours, "archive_missing", fmt::format("The archive of {} is not beside the books, so {} cannot stand on an invoice now. Put its file back into the folder of archives.", year, sale_.number),
                   {{"year", std::to_string(year)}, {"sale", sale_.number}});
    TRY(document, ledger::sale_document(sale_.number, sale_.document));
    for (const auto* list : {&document.lines, &document.recovered})
      for (const auto& line : *list) add(line);
    const Money rest = sale_.tendered - sums_of(lines_).total;
    if (rest.is_negative()) return ledger::document_damaged(sale_.number);
    if (!rest.is_zero()) add_rest(document.bought, rest);
    return std::move(lines_);
  }

 private:
  InvoiceLine& next(InvoiceLineKind kind, Money amount) {
    InvoiceLine row;
    row.receipt = sale_.number;
    row.kind = kind;
    row.amount = amount;
    return lines_.emplace_back(std::move(row));
  }
  void add(const SaleLine& line) {
    auto& row = next(kind_of(line.kind), line.amount);
    row.item = line.debt_kind.empty() ? line.id : line.debt_kind;  // a debt goes by the code of its kind, which has its names
    row.step = line.step;
    row.units_e3 = line.units_e3;
    row.price = line.price;
    row.base = line.base.value_or(Money{});
    if (!plan_) return;
    if (row.kind == InvoiceLineKind::energy) row.unit = plan_unit(plan_->unit());
    if (row.kind == InvoiceLineKind::tax || row.kind == InvoiceLineKind::tax_inside) row.rate = plan_->percent_of(sale_.plan_version, row.item);
  }
  /// Of a sale that which bought nothing; of a new card its fee; of everything else all that was paid.
  void add_rest(bool sold, Money rest) {
    if (sold) next(InvoiceLineKind::rest, rest);
    else if (sale_.kind == books::Operation::replacement) next(InvoiceLineKind::charge, rest).item = "card";
    else next(InvoiceLineKind::paid_ahead, rest);
  }

  const books::Sale& sale_;
  std::optional<tariff::PricePlan> plan_{};
  std::vector<InvoiceLine> lines_{};
};

}  // namespace

Sums sums_of(const std::vector<InvoiceLine>& lines) {
  Sums out;
  for (const auto& line : lines) {
    if (line.kind == InvoiceLineKind::tax_inside) {
      out.net -= line.amount;
      out.tax += line.amount;
      continue;
    }
    out.total += line.amount;
    (line.kind == InvoiceLineKind::tax ? out.tax : out.net) += line.amount;
  }
  return out;
}

Result<std::vector<InvoiceLine>> lines_of(const books::Reader& books, const books::Sale& sale, tariff::PlanCache* plans) { return Lines(books, sale, plans).all(); }

}  // namespace kwota::invoices
