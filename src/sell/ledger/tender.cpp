#include "sell/ledger/tender.h"

#include <array>

#include "sell/ledger/chart.h"
#include "sell/ledger/operation.h"

namespace kwota::ledger {
namespace {

constexpr std::array tender_table{
    TenderRow{.tender = Tender::cash, .change = true, .counted = true, .bankable = true},
    TenderRow{.tender = Tender::card, .reference_min = 4, .reference_max = 12, .letters = Letters::mixed},
    TenderRow{.tender = Tender::transfer, .once = true, .reference_min = 4, .reference_max = 34, .letters = Letters::mixed},
    TenderRow{.tender = Tender::cheque, .bankable = true, .reference_min = 4, .reference_max = 20},
    TenderRow{.tender = Tender::wallet, .reference_min = 4, .reference_max = 40, .letters = Letters::mixed},
};

constexpr bool tenders_in_order() {
  for (std::size_t i = 0; i < tender_table.size(); ++i)
    if (static_cast<std::size_t>(tender_table[i].tender) != i) return false;
  return tender_table.size() + 1 == words_of(Tender{}).size() && static_cast<std::size_t>(Tender::outlet) == tender_table.size();
}
static_assert(tenders_in_order());

}  // namespace

std::span<const TenderRow> tenders() { return tender_table; }
const TenderRow* row_of(Tender tender) { return static_cast<std::size_t>(tender) < tender_table.size() ? &tender_table[static_cast<std::size_t>(tender)] : nullptr; }

Tenders parts_of(const books::Sale& sale) {
  const auto cash = row_of(sale.kind).cash;
  if (cash != Cash::in && cash != Cash::out) return {};
  if (!sale.tenders.empty() || sale.tendered.is_zero()) return sale.tenders;
  return {{Tender::cash, sale.tendered, {}}};
}

std::vector<books::Leg> at_till(const books::Sale& sale) {
  std::vector<books::Leg> legs;
  for (const auto& part : parts_of(sale))
    legs.push_back({part.tender == Tender::outlet ? outlet_float(part.reference) : till_money(sale.station, sale.till, part.tender), part.amount});
  return legs;
}

}  // namespace kwota::ledger
