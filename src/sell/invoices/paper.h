// What stands on the paper of an invoice, as texts in one language: the same for plain paper and for a pre-printed form.
// Never: computes money; sums of taxes are those of its lines.   Begin with paper_of().
#pragma once
#include <string>
#include <vector>

#include "sell/invoices/issue.h"
#include "sell/receipt/format.h"

namespace kwota::invoices {

struct PaperLine {
  std::string receipt, what, units, unit, price, rate, amount;
};
/// One rate of one tax.
struct PaperTax {
  std::string name, rate, base, amount;
  bool inside = false;  ///< of the amounts above; otherwise added to them
};
struct Paper {
  std::string title;       ///< "INVOICE E01-000123", "CREDIT NOTE …", with "VOID" where it is
  std::string number, date, original;
  std::string seller, station;
  std::string buyer_name, buyer_address, buyer_tax_number;
  std::string customer;    ///< his number
  std::vector<PaperLine> lines;
  std::vector<PaperTax> taxes;
  std::string net, tax, total;  ///< without the currency's name
  std::string total_money;      ///< with it
  std::string in_words;         ///< in capitals, in Chinese alone
  std::string currency, operator_name, reason;
};

Paper paper_of(const books::Reader& books, const books::Utility& utility, const Written& invoice, const receipt::Style& style);

}  // namespace kwota::invoices
