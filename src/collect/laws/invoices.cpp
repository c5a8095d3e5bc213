#include "collect/laws/invoices.h"

#include <fmt/format.h>

#include "sell/invoices/lines.h"

namespace kwota::laws {

using books::InvoiceStatus;

void InvoiceLaws::found(Law law, std::string whose, std::string seen) {
  if (!broken_) broken_ = Broken{law, std::move(whose), std::move(seen)};
}

void InvoiceLaws::take(const books::InvoiceSeries& series) { series_[series.code] = {series, series.first_number}; }

void InvoiceLaws::take(const books::Invoice& invoice, const std::vector<books::InvoiceLine>& lines) {
  const auto whose = "invoice " + invoice.name;
  auto& counted = series_[invoice.series];
  if (invoice.number != counted.next) found(Law::invoice_numbers_without_gaps, whose, fmt::format("number {} of series {} should follow here", counted.next, invoice.series));
  counted.next = invoice.number + 1;
  const auto sums = invoices::sums_of(lines);
  if (lines.empty() || sums.net != invoice.net || sums.tax != invoice.tax || sums.total != invoice.total || invoice.net + invoice.tax != invoice.total)
    found(Law::invoice_adds_up, whose, fmt::format("its lines come to {} + {} = {}, it says {} + {} = {}", sums.net.minor(), sums.tax.minor(), sums.total.minor(), invoice.net.minor(),
                                                invoice.tax.minor(), invoice.total.minor()));
  const bool by_two = !invoice.voided_by.empty() && !invoice.void_approved_by.empty() && invoice.voided_by != invoice.void_approved_by;
  if (invoice.state == InvoiceStatus::voided && (invoice.void_reason.empty() || !by_two)) found(Law::invoice_void_by_two, whose, "it is void, and no two persons say why");
}

void InvoiceLaws::take(const std::string& receipt, const invoices::Standing& standing, std::optional<Money> tendered) {
  if (standing.invoices == 0 && standing.credit_notes == 0) return;
  const auto whose = "receipt " + receipt;
  if (standing.invoices != 1 || !tendered || standing.invoiced + standing.gone_before != *tendered)
    found(Law::receipt_invoiced_once, whose, fmt::format("it stands on {} invoices with {}, and {} came in by it, of which {} had been handed back", standing.invoices, standing.invoiced.minor(),
                                                        tendered.value_or(Money{}).minor(), standing.gone_before.minor()));
  const bool too_little = standing.credit_notes > 0 && standing.taken_off < standing.went_back_then;
  if (too_little || standing.taken_off > standing.went_back)
    found(Law::receipt_credited_once, whose, fmt::format("{} credit notes take off {}, and {} of {} went back, {} before the last of them", standing.credit_notes, standing.taken_off.minor(),
                                                      standing.went_back.minor(), standing.invoiced.minor(), standing.went_back_then.minor()));
}

void InvoiceLaws::end() {
  for (const auto& [code, counted] : series_) {
    const auto& row = counted.series;
    if (counted.next != row.next_number || (row.last_number != 0 && counted.next > row.last_number + 1))
      found(Law::invoice_numbers_without_gaps, "series " + code, fmt::format("its last invoice has number {}, its next is {}", counted.next - 1, row.next_number));
  }
}

}  // namespace kwota::laws
