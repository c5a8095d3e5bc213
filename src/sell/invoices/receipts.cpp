#include "sell/invoices/receipts.h"

#include <algorithm>

#include "sell/invoices/lines.h"

namespace kwota::invoices {

using books::Invoice;
using books::InvoiceLine;

Standing standing_of(const books::Reader& books, const std::string& receipt) {
  Standing out;
  std::string last;
  std::optional<Invoice> invoice;
  for (const auto& line : books.select(InvoiceLine::of_receipt, receipt)) {
    if (!invoice || invoice->series != line.series || invoice->number != line.number) invoice = books.find<Invoice>(line.series, line.number);
    if (!invoice || invoice->state == books::InvoiceStatus::voided) continue;
    const bool note = invoice->kind == books::InvoiceKind::credit_note;
    if (invoice->name != last) {
      last = invoice->name;
      (note ? out.credited : out.invoice) = invoice->name;
      ++(note ? out.credit_notes : out.invoices);
    }
    if (line.kind != books::InvoiceLineKind::tax_inside) (note ? out.taken_off : out.invoiced) += note ? -line.amount : line.amount;
  }
  if (const auto sale = out.credit_notes > 0 ? books.find<books::Sale>(receipt) : std::nullopt) out.went_back = went_back(books, *sale);
  return out;
}

Money went_back(const books::Reader& books, const books::Sale& sale) {
  if (sale.kind != books::Operation::payment && sale.kind != books::Operation::claim_payment) return sale.tendered;
  Money out;
  for (const auto& back : books.select(books::Sale::of_account, sale.account))
    if (back.kind == books::Operation::payment_back && back.original == sale.number) out -= back.tendered;
  return out;
}

bool is_undone(books::SaleStatus state) { return state == books::SaleStatus::reversed || state == books::SaleStatus::taken_back; }

bool may_stand_on_invoice(const books::Sale& sale, books::SaleStatus state) {
  return sale.tendered > Money{} && !is_undone(state) && state != books::SaleStatus::taking_back;
}

std::vector<OpenReceipt> open_receipts(const books::Reader& books, CustomerNumber customer, std::size_t looked_at) {
  std::vector<OpenReceipt> out;
  for (const auto& account : books.select(books::Account::of_customer, customer))
    for (auto& sale : books.newest(books::Sale::of_account, looked_at, account.number)) {
      const auto state = books.find<books::SaleState>(sale.number);
      if (!state || sale.customer != customer || !may_stand_on_invoice(sale, state->state)) continue;
      if (!standing_of(books, sale.number).invoice.empty()) continue;
      out.push_back({std::move(sale), state->state});
    }
  std::ranges::sort(out, [](const auto& a, const auto& b) { return std::tie(a.sale.time, a.sale.number) > std::tie(b.sale.time, b.sale.number); });
  return out;
}

}  // namespace kwota::invoices
