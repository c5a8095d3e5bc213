// Invoices are issued, made void, and credited – each one document, one commit.
// Guarantees: numbers follow one another without gaps, however many ask at once; money of a receipt stands on one invoice at most; a number is made void,
// and a credit note written, by two with a reason; credit notes take back what an invoice said of money that went back to the customer, all of it and once.
// Never: moves money.   Begin with issue().
#pragma once
#include <string>
#include <vector>

#include "people/approval.h"
#include "sell/invoices/series.h"

namespace kwota::invoices {

using people::Context;

struct Written {
  books::Invoice invoice;
  std::vector<books::InvoiceLine> lines;
};

inline constexpr std::size_t receipts_max = 50;  ///< on one invoice
struct IssueRequest {
  std::string series;
  std::vector<std::string> receipts;
  std::string buyer_name, buyer_address;  ///< empty: as the register has them
  std::string buyer_tax_number;           ///< letters, digits, "-", "/"; may be empty
};
/// Errors: permission_denied (invoices_write), unknown_series {series}, series_ended {last}, receipts_missing {most}, unknown_sale {sale}, receipts_of_several {sale},
/// not_to_invoice {sale, state}, receipt_invoiced {sale, invoice}, field_wrong {field, value}, document_damaged.
Result<books::Decision<Written>> issue(const books::Reader& books, const IssueRequest& request, const Context& context);

struct VoidRequest {
  std::string invoice;
  std::string reason;  ///< never empty
  std::int64_t approval = 0;
};
/// Its receipts may be invoiced anew. Errors: permission_denied (invoices_void), unknown_invoice {invoice}, invoice_void {invoice}, invoice_credited {invoice, note},
/// reason_missing, and those of second_person().
Result<books::Decision<Written>> make_void(const books::Reader& books, const VoidRequest& request, const Context& context);

struct CreditRequest {
  std::string invoice;
  std::string series;  ///< empty: that of the invoice
  std::string reason;  ///< never empty
  std::int64_t approval = 0;
};
/// All that went back of its receipts' money since: undone, handed back, deducted, come off a card. Errors beside those: unknown_series, series_ended, invoice_is_note {invoice}, nothing_to_credit {invoice}.
Result<books::Decision<Written>> credit(const books::Reader& books, const CreditRequest& request, const Context& context);

/// With its lines. Error `unknown_invoice` {invoice}: also where it is another station's.
Result<Written> written(const books::Reader& books, const std::string& name, const Context& context);
/// Notes that count, of an invoice.
std::vector<books::Invoice> notes_of(const books::Reader& books, const std::string& invoice);

}  // namespace kwota::invoices
