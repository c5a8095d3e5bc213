// What an invoice says of a receipt: its lines as the receipt had them, each tax with its rate, and whatever the customer paid beside them – so that they add
// up to what he paid, always.
// Never: computes a tax; every figure comes from the sale's own document, a rate from the price plan by which it was sold.   Begin with lines_of().
#pragma once
#include <vector>

#include "books/reader.h"
#include "sell/tariff/use/plan_cache.h"

namespace kwota::invoices {

/// Without series and numbers, which the invoice gives them. Error `document_damaged`.
Result<std::vector<books::InvoiceLine>> lines_of(const books::Reader& books, const books::Sale& sale, tariff::PlanCache* plans);

/// What lines come to.
struct Sums {
  Money net, tax, total;
};
Sums sums_of(const std::vector<books::InvoiceLine>& lines);

}  // namespace kwota::invoices
