// The laws of invoices. `kwota verify` recomputes them.
//   each series   its numbers follow one another from the first one to the one before the next, within the printed block
//   each invoice  its lines add up to it: net + tax = total; what is void says why, and by which two persons
//   each receipt  stands on one invoice at most, with all the money that came in by it; credit notes take off what went back before they were written, once
// Guarantees: reads rows that are handed in; memory grows with series, never with invoices. Never: decides, or mends.   Begin with InvoiceLaws.
#pragma once
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "books/rows/money/invoice.h"
#include "collect/laws/money.h"
#include "sell/invoices/receipts.h"

namespace kwota::laws {

class InvoiceLaws {
 public:
  /// First of all.
  void take(const books::InvoiceSeries& series);
  /// By series and number, each with its lines.
  void take(const books::Invoice& invoice, const std::vector<books::InvoiceLine>& lines);
  /// Of a receipt that stands on some. `tendered`: that came in by it; nothing: there is no such receipt.
  void take(const std::string& receipt, const invoices::Standing& standing, std::optional<Money> tendered);
  /// After all invoices.
  void end();
  const std::optional<Broken>& broken() const { return broken_; }

 private:
  struct Counted {
    books::InvoiceSeries series;
    std::int64_t next = 0;
  };
  void found(Law law, std::string whose, std::string seen);

  std::map<std::string, Counted> series_;
  std::optional<Broken> broken_;
};

}  // namespace kwota::laws
