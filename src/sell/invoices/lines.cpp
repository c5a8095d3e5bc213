#include "sell/invoices/lines.h"

#include <fmt/format.h>

#include <boost/json.hpp>

#include "sell/counter/order/supply.h"

namespace kwota::invoices {
namespace {

namespace json = boost::json;
using books::InvoiceLine;
using books::InvoiceLineKind;

std::int64_t whole(const json::object& line, std::string_view name) {
  const auto* found = line.if_contains(name);
  return found != nullptr && found->is_number() ? found->to_number<std::int64_t>() : 0;
}
std::string text(const json::object& line, std::string_view name) {
  const auto* found = line.if_contains(name);
  return found != nullptr && found->is_string() ? std::string(found->get_string()) : std::string{};
}

InvoiceLineKind kind_of(const json::object& line) {
  if (line.contains("memo")) return InvoiceLineKind::tax_inside;
  if (line.contains("left")) return InvoiceLineKind::debt;
  if (line.contains("units_e3")) return InvoiceLineKind::energy;
  return line.contains("base") ? InvoiceLineKind::tax : InvoiceLineKind::charge;
}

/// A debt goes by the code of its kind, which has its names.
std::string item_of(const json::object& line) {
  const auto* debt = line.if_contains("debt");
  const auto kind = debt != nullptr && debt->is_object() ? text(debt->get_object(), "kind") : std::string{};
  return kind.empty() ? text(line, "id") : kind;
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
    json::error_code wrong;
    const auto parsed = json::parse(sale_.document.empty() ? "{}" : sale_.document, wrong);
    if (wrong || !parsed.is_object()) return damaged();
    const auto& document = parsed.get_object();
    for (const auto* list : {"lines", "recovered"})
      if (const auto* found = document.if_contains(list); found != nullptr && found->is_array())
        for (const auto& line : found->get_array())
          if (line.is_object()) add(line.get_object());
    const Money rest = sale_.tendered - sums_of(lines_).total;
    if (rest.is_negative()) return damaged();
    if (!rest.is_zero()) add_rest(document.contains("lines"), rest);
    return std::move(lines_);
  }

 private:
  Error damaged() const {
    return error(Fault::ours, "document_damaged", "The document of this sale cannot be read; nothing was booked. Run verify.", {{"sale", sale_.number}});
  }
  InvoiceLine& next(InvoiceLineKind kind, Money amount) {
    InvoiceLine row;
    row.receipt = sale_.number;
    row.kind = kind;
    row.amount = amount;
    return lines_.emplace_back(std::move(row));
  }
  void add(const json::object& line) {
    auto& row = next(kind_of(line), Money::minor(whole(line, "minor")));
    row.item = item_of(line);
    row.step = whole(line, "step");
    row.units_e3 = whole(line, "units_e3");
    row.price = text(line, "price");
    row.base = Money::minor(whole(line, "base"));
    if (!plan_) return;
    if (row.kind == InvoiceLineKind::energy) row.unit = plan_->unit();
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
