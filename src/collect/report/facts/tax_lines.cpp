#include "collect/report/facts/tax_lines.h"

#include <algorithm>

#include "base/decimal.h"
#include "sell/ledger/chart.h"
#include "sell/ledger/sale_document.h"

namespace kwota::facts {
namespace {

/// So much of the tax as `part` is of its base.
Money share_of(const TaxLine& line, Money part) {
  if (line.base.is_zero()) return {};
  return Money::minor(divide(Wide{line.amount.minor()} * part.minor(), line.base.minor(), Round::half_up));
}

Money within(Money amount, Money most) { return std::clamp(amount, std::min(most, -most), std::max(most, -most)); }

/// What an entry gives back of energy, of fees and of fixed charges; below zero: it takes.
struct Freed {
  Money energy, fees, fixed;
};
Freed freed_by(const std::vector<books::Leg>& legs) {
  Freed out;
  for (const auto& leg : legs) {
    const auto kind = ledger::kind_of(leg.account);
    if (kind == ledger::AccountKind::prepaid) out.energy += leg.amount;
    if (kind == ledger::AccountKind::fee) out.fees += leg.amount;
    if (kind == ledger::AccountKind::fixed) out.fixed += leg.amount;
  }
  return out;
}

}  // namespace

std::vector<TaxLine> tax_lines(const books::Sale& sale) {
  std::vector<TaxLine> out;
  if (sale.document.find("\"base\"") == std::string::npos) return out;  // most sales: the writer asks of each
  const auto document = ledger::sale_document(sale.number, sale.document);
  if (!document) return out;  // what cannot be read, verify names
  for (const auto& line : document->lines)
    if (line.base) out.push_back({ledger::tax(line.id), line.percent, line.amount, *line.base, line.base_fees, line.base_fixed, line.kind == ledger::SaleLineKind::tax_inside});
  return out;
}

InsideTax taken(const TaxLine& line) {
  const auto beside = share_of(line, line.base_fees), fixed = share_of(line, line.base_fixed);
  return {line.amount - beside, beside - fixed, fixed};
}

Money share_of_tax(const TaxLine& line, Money of, Money part) {
  if (line.amount.is_zero()) return {};
  return Money::minor(divide(Wide{of.minor()} * part.minor(), line.amount.minor(), Round::half_up));
}

InsideTax given_back(const TaxLine& line, const std::vector<books::Leg>& legs) {
  auto freed = freed_by(legs);
  if (line.base_fees == line.base_fixed) freed.fees = {};
  if (line.base_fixed.is_zero()) freed.fixed = {};
  if (line.base == line.base_fees) freed.energy = {};
  const auto before = taken(line);
  const auto beside = within(share_of(line, freed.fees + freed.fixed), before.fees + before.fixed);
  const auto fixed = within(share_of(line, freed.fixed), before.fixed);
  const auto all = within(share_of(line, freed.energy + freed.fees + freed.fixed), line.amount);
  return {beside - all, fixed - beside, -fixed};
}

}  // namespace kwota::facts
